"""Guest teachers: one broadcast, one code, one officer who answers for them; no account."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.errors import NotFoundHere
from lms.people.models import Officer

from .errors import BadGuestCode, BadPlan
from .models import Guest
from .permissions import broadcast_for, check_can_change
from .states import OVER

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_CODE_LENGTH = 12  # 59 bits
_BEFORE, _AFTER = timedelta(hours=2), timedelta(hours=4)


@transaction.atomic
def invite_guest(broadcast_id: UUID | str, *, by: Officer, name: str, organisation: str = "") -> tuple[Guest, str]:
    """The guest and the code, which is shown once. It is valid until four hours after the planned end. Raises BadPlan."""
    broadcast = broadcast_for(by, broadcast_id)
    check_can_change(by, broadcast)
    if broadcast.state in OVER:
        raise BadPlan(_("This broadcast is over."))
    if not name.strip():
        raise BadPlan(_("Write down the guest's name."))
    code = "".join(secrets.choice(_ALPHABET) for _place in range(_CODE_LENGTH))
    planned_end = broadcast.planned_start + timedelta(minutes=broadcast.planned_minutes)
    guest = Guest.objects.create(
        broadcast=broadcast,
        name=name.strip(),
        organisation=organisation.strip(),
        sponsor=by,
        code_hash=_hash(code),
        expires_at=max(planned_end, timezone.now()) + _AFTER,
    )
    detail = {"guest": guest.name, "organisation": guest.organisation}
    audit.log(by=by, verb="streaming.guest.invited", target=broadcast, detail=detail, prison=broadcast.prison_id)
    return guest, "-".join(code[at : at + 4] for at in range(0, _CODE_LENGTH, 4))


@transaction.atomic
def enter_as_guest(code: str) -> Guest:
    """The guest whose code it is. Two hours before the planned start at the earliest. Raises BadGuestCode."""
    found = Guest.objects.filter(code_hash=_hash(code)).select_related("broadcast", "sponsor").first()
    if found is None or not is_valid(found):
        raise BadGuestCode
    if timezone.now() < found.broadcast.planned_start - _BEFORE:
        raise BadGuestCode(_("It is too early. The code can be used from two hours before the broadcast begins."))
    if found.entered_at is None:
        found.entered_at = timezone.now()
        found.save(update_fields=["entered_at"])
        audit.log(by=found, verb="streaming.guest.entered", target=found.broadcast, prison=found.broadcast.prison_id)
    return found


def guest_by_id(guest_id: UUID | str) -> Guest:
    """A guest who is still welcome. Raises NotFoundHere."""
    found = Guest.objects.filter(pk=guest_id).select_related("broadcast", "sponsor").first()
    if found is None or not is_valid(found):
        raise NotFoundHere
    return found


@transaction.atomic
def revoke_guest(guest_id: UUID | str, *, by: Officer) -> None:
    guest = Guest.objects.select_related("broadcast").filter(pk=guest_id).first()
    if guest is None:
        raise NotFoundHere
    broadcast = broadcast_for(by, guest.broadcast_id)
    check_can_change(by, broadcast)
    if guest.revoked_at is None:
        guest.revoked_at = timezone.now()
        guest.save(update_fields=["revoked_at"])
        audit.log(
            by=by,
            verb="streaming.guest.revoked",
            target=broadcast,
            detail={"guest": guest.name},
            prison=broadcast.prison_id,
        )


def is_valid(guest: Guest) -> bool:
    """For everything a guest does; kept chunks of a broadcast that is over are taken all the same (see ingest)."""
    return guest.revoked_at is None and guest.expires_at > timezone.now() and guest.sponsor.may_sign_in


def _hash(code: str) -> str:
    plain = "".join(letter for letter in code.upper() if letter in _ALPHABET)
    return sha256(f"newleaf guest {plain}".encode()).hexdigest()

"""What officers do with tablets: pair, assign, rename, revoke."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.errors import Conflict, Invalid, NotFoundHere

from .devices import CODE_MINUTES, code_hash, new_code
from .learners import learner_for
from .models import Device, DeviceLearner, Learner, Officer, PairingCode, Prison, Ward
from .names import clean
from .permissions import check_has_role, scope_q
from .roles import Role

KEEPERS = (Role.DEVICE_KEEPER, Role.EDUCATION_OFFICE)


def devices_for(officer: Officer, *roles: Role) -> QuerySet[Device]:
    return Device.objects.filter(scope_q(officer, *(roles or KEEPERS))).select_related("prison", "ward", "learner")


def device_for(officer: Officer, device_id: UUID | str, *roles: Role) -> Device:
    try:
        return devices_for(officer, *roles).get(pk=device_id)
    except (Device.DoesNotExist, ValidationError) as error:
        raise NotFoundHere(_("This tablet was not found among those you look after.")) from error


@transaction.atomic
def create_pairing_code(
    *,
    by: Officer,
    prison: Prison,
    ward: Ward | None = None,
    kind: str = Device.Kind.SHARED,
    learner: Learner | None = None,
    device_name: str = "",
) -> str:
    """A code that pairs one tablet within 15 minutes. The plain code is returned once and kept nowhere."""
    ward = learner.ward if learner else ward
    _check_may_place(by, prison, ward)
    _check_place(prison, ward, kind, learner)
    code = new_code()
    pairing = PairingCode.objects.create(
        code_hash=code_hash(code),
        prison=prison,
        ward=ward,
        kind=kind,
        learner=learner,
        device_name=clean(device_name)[:100],
        created_by=by,
        expires_at=timezone.now() + timedelta(minutes=CODE_MINUTES),
    )
    audit.log(
        by=by,
        verb="people.device.code_made",
        target=pairing,
        detail={"kind": kind, "ward": ward.code if ward else ""},
        prison=prison,
    )
    return code


@transaction.atomic
def assign_device(
    device_id: UUID,
    *,
    by: Officer,
    kind: str,
    ward: Ward | None = None,
    learner: Learner | None = None,
    members: Iterable[UUID] | None = None,
) -> Device:
    """Give the tablet to one learner, or share it: in a ward, or (members) among named learners, who can then be prepared on it."""
    device = device_for(by, device_id)
    if device.state == Device.State.REVOKED:
        raise Conflict(_("This tablet is revoked. Pair it again first."))
    ward = learner.ward if learner else ward
    _check_may_place(by, device.prison, ward)
    _check_place(device.prison, ward, kind, learner)
    before = {
        "kind": device.kind,
        "ward": device.ward.code if device.ward else "",
        "learner": str(device.learner_id or ""),
    }
    device.kind, device.ward, device.learner = kind, ward, learner
    device.save(update_fields=["kind", "ward", "learner"])
    after = {"kind": kind, "ward": ward.code if ward else "", "learner": str(learner.pk) if learner else ""}
    if members is not None:
        _set_members(device, members, by=by)
    audit.log(by=by, verb="people.device.assigned", target=device, detail={"before": before, "after": after})
    return device


@transaction.atomic
def rename_device(device_id: UUID, name: str, *, by: Officer) -> Device:
    device = device_for(by, device_id)
    name, before = clean(name)[:100], device.name
    if not name:
        raise Invalid(_("A tablet needs a name."))
    if name != before:
        device.name = name
        device.save(update_fields=["name"])
        audit.log(by=by, verb="people.device.renamed", target=device, detail={"before": before, "after": name})
    return device


@transaction.atomic
def revoke_device(device_id: UUID, *, by: Officer) -> Device:
    """Ends the tablet's access at its next contact, and off line when the prison's lease is over. Its unsent work is still taken."""
    device = device_for(by, device_id)
    if device.state == Device.State.REVOKED:
        raise Conflict(_("This tablet is revoked already."))
    device.state, device.revoked_at = Device.State.REVOKED, timezone.now()
    device.save(update_fields=["state", "revoked_at"])
    audit.log(by=by, verb="people.device.revoked", target=device)
    return device


def _set_members(device: Device, members: Iterable[UUID], *, by: Officer) -> None:
    """Exactly these are expected on the tablet; those who have signed in stay known."""
    chosen = [learner_for(by, learner_id) for learner_id in members]
    if any(learner.prison_id != device.prison_id for learner in chosen):
        raise Invalid(_("The tablet and its learners must be in the same prison."))
    DeviceLearner.objects.filter(device=device, signed_in_at=None).exclude(learner__in=chosen).delete()
    DeviceLearner.objects.bulk_create(
        [DeviceLearner(device=device, learner=learner) for learner in chosen], ignore_conflicts=True
    )


def _check_may_place(by: Officer, prison: Prison, ward: Ward | None) -> None:
    """A tablet without a ward takes an officer of the whole prison."""
    if ward is not None:
        check_has_role(by, *KEEPERS, ward=ward)
    else:
        check_has_role(by, *KEEPERS, prison=prison)


def _check_place(prison: Prison, ward: Ward | None, kind: str, learner: Learner | None) -> None:
    if kind not in Device.Kind.values:
        raise Invalid
    if (kind == Device.Kind.PERSONAL) != (learner is not None):
        raise Invalid(_("A personal tablet needs its learner, a shared one has none."))
    if (ward is not None and ward.prison_id != prison.pk) or (learner is not None and learner.prison_id != prison.pk):
        raise Invalid(_("The tablet and its learners must be in the same prison."))
    if learner is not None and learner.state == Learner.State.RETIRED:
        raise Conflict(_("This learner has left. Take the learner back first."))

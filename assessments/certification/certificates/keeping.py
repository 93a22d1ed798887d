"""The keys that sign in the name of a body: making, changing, taking out of use, carrying elsewhere under a passphrase."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.errors import Invalid, NotFoundHere
from lms.lib.sealing import seal, unseal
from lms.people.grants import check_two_people
from lms.people.models import Officer

from ..credentials import keys
from ..credentials.errors import PassphraseTooShort
from ..errors import NoKey, NotNow
from ..models import AwardingBody, IssuingKey
from ..permissions import bodies_for, body_for, check_can_change_keys
from .proposing import said

PURPOSE = "certification.issuing_key"
HALF = "certification.issuing_key.passphrase"
EXPORT_WAITS = timedelta(days=7)
State = IssuingKey.State


@transaction.atomic
def make_key(body_id: UUID | str, *, by: Officer, algorithm: str = "EdDSA") -> IssuingKey:
    """A new key signs from now on; the one before it only verifies. Raises NotFoundHere, PermissionDenied, Invalid."""
    body = body_to_change(body_id, by)
    if algorithm not in keys.ALGORITHMS:
        raise Invalid(_("Choose a kind of key."))
    return put_in_use(body, keys.new_key(algorithm), by=by, verb="assessments.issuing_key.made")


@transaction.atomic
def ask_export(key_id: UUID | str, *, passphrase: str, by: Officer) -> IssuingKey:
    """The first officer's half of a copy for the safe: whoever had the key alone could sign alone.

    Raises NotFoundHere, PermissionDenied, Invalid, NotNow.
    """
    key = _locked(key_id, by)
    private_key(key)
    if len(passphrase) < keys.PASSPHRASE_CHARACTERS:
        raise PassphraseTooShort
    key.export_asked_by, key.export_asked_at = by, timezone.now()
    key.export_half = seal(HALF, passphrase.encode())
    key.save(update_fields=["export_asked_by", "export_asked_at", "export_half"])
    _log(key, "export_asked", by, {})
    return key


@transaction.atomic
def export_key(key_id: UUID | str, *, passphrase: str, by: Officer) -> tuple[IssuingKey, bytes]:
    """The second officer's half: the private key in a file that only both passphrases open, in this order.

    Raises NotFoundHere, PermissionDenied, NotAllowed, Invalid, NotNow.
    """
    key = _locked(key_id, by)
    if key.export_asked_by is None or key.export_half is None:
        raise NotNow(_("Another officer has to ask for the copy first."))
    check_two_people(key.export_asked_by, by)
    if len(passphrase) < keys.PASSPHRASE_CHARACTERS:
        raise PassphraseTooShort
    first = unseal(HALF, bytes(key.export_half)).decode()
    data = keys.export(private_key(key), together(first, passphrase))
    detail = {"proposed_by": audit.label(key.export_asked_by)}
    _end_export(key)
    _log(key, "exported", by, detail)
    return key, data


@transaction.atomic
def forget_export(key_id: UUID | str, *, by: Officer) -> IssuingKey:
    """No copy after all. Raises NotFoundHere, PermissionDenied."""
    key = _locked(key_id, by)
    if key.export_asked_by_id:
        _end_export(key)
        _log(key, "export_forgotten", by, {})
    return key


def forget_old_exports() -> int:
    """Halves that nobody completed within a week."""
    old = IssuingKey.objects.filter(export_asked_at__lt=timezone.now() - EXPORT_WAITS)
    return old.update(export_asked_by=None, export_asked_at=None, export_half=None)


def together(first: str, second: str) -> str:
    return f"{first}\n{second}"


def _end_export(key: IssuingKey) -> None:
    key.export_asked_by = key.export_asked_at = key.export_half = None
    key.save(update_fields=["export_asked_by", "export_asked_at", "export_half"])


@transaction.atomic
def doubt_key(key_id: UUID | str, *, by: Officer, reason: str) -> IssuingKey:
    """The first officer says that somebody else may have it. It signs no more at once; a second officer confirms, and what it signed is void.

    Raises NotFoundHere, PermissionDenied, NotNow, Invalid.
    """
    key = _locked(key_id, by)
    if key.state == State.COMPROMISED or key.doubted_by_id:
        raise NotNow
    key.doubted_by, key.doubt = by, said(reason)
    if key.state == State.ACTIVE:
        key.state, key.retired_at = State.RETIRED, timezone.now()
    key.save(update_fields=["doubted_by", "doubt", "state", "retired_at"])
    _log(key, "doubted", by, {"reason": key.doubt})
    return key


@transaction.atomic
def confirm_compromise(key_id: UUID | str, *, by: Officer) -> IssuingKey:
    """The second officer's half; it cannot be undone. Raises NotFoundHere, PermissionDenied, NotAllowed, NotNow."""
    key = _locked(key_id, by)
    if key.state == State.COMPROMISED or key.doubted_by is None:
        raise NotNow
    check_two_people(key.doubted_by, by)
    key.confirmed_by, key.state = by, State.COMPROMISED
    key.save(update_fields=["confirmed_by", "state"])
    _log(key, "compromised", by, {"reason": key.doubt})
    return key


@transaction.atomic
def clear_doubt(key_id: UUID | str, *, by: Officer, reason: str) -> IssuingKey:
    """It was a mistake: the key stays retired and goes on verifying. By a second officer. Raises NotFoundHere, PermissionDenied, NotAllowed, NotNow, Invalid."""
    key = _locked(key_id, by)
    if key.state == State.COMPROMISED or key.doubted_by is None:
        raise NotNow
    check_two_people(key.doubted_by, by)
    words = said(reason)
    key.doubted_by, key.doubt = None, ""
    key.save(update_fields=["doubted_by", "doubt"])
    _log(key, "cleared", by, {"reason": words})
    return key


def key_for(officer: Any, key_id: UUID | str) -> IssuingKey:
    """Raises NotFoundHere."""
    found = (
        IssuingKey.objects.select_related("body", "doubted_by").filter(pk=key_id, body__in=bodies_for(officer)).first()
    )
    if found is None:
        raise NotFoundHere
    return found


def signing_key_of(body: AwardingBody) -> IssuingKey:
    """Raises NoKey."""
    found = body.keys.filter(state=State.ACTIVE, sealed_private__isnull=False).first()
    if found is None:
        raise NoKey
    return found


def private_key(key: IssuingKey) -> Any:
    """The key with its private half, as `credentials.keys` takes it. Raises NotNow."""
    if key.sealed_private is None:
        raise NotNow(_("The private half of this key is not kept here."))
    return keys.from_jwk(json.loads(unseal(PURPOSE, bytes(key.sealed_private))))


def put_in_use(
    body: AwardingBody, private: Any, *, by: Officer, verb: str, detail: dict[str, Any] | None = None
) -> IssuingKey:
    """The key before it only verifies from now on. The body is locked."""
    body.keys.filter(state=State.ACTIVE).update(state=State.RETIRED, retired_at=timezone.now())
    jwk = keys.private_jwk(private)
    key = IssuingKey.objects.create(
        body=body,
        kid=keys.kid_of(private),
        algorithm=keys.algorithm_of(private),
        public_jwk=keys.public_jwk(private),
        sealed_private=seal(PURPOSE, json.dumps(jwk).encode()),
        created_by=audit.label(by),
    )
    audit.log(by=by, verb=verb, target=key, detail={"body": str(body), **(detail or {})}, prison=body.prison_id)
    return key


def body_to_change(body_id: UUID | str, by: Officer) -> AwardingBody:
    """Locked. Raises NotFoundHere, PermissionDenied, NotNow."""
    body = body_for(by, body_id)
    check_can_change_keys(by, body)
    if body.outside:
        raise NotNow(_("This body issues its certificates itself. It needs no key here."))
    return AwardingBody.objects.select_for_update(of=("self",)).get(pk=body.pk)


def _locked(key_id: UUID | str, by: Officer) -> IssuingKey:
    key = key_for(by, key_id)
    check_can_change_keys(by, key.body)
    return (
        IssuingKey.objects.select_for_update(of=("self",))
        .select_related("body", "doubted_by", "export_asked_by")
        .get(pk=key.pk)
    )


def _log(key: IssuingKey, what: str, by: Officer, detail: dict[str, Any]) -> None:
    audit.log(by=by, verb=f"assessments.issuing_key.{what}", target=key, detail=detail, prison=key.body.prison_id)

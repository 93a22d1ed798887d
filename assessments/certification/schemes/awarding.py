"""Awarding bodies: entering, changing, taking out of use."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.errors import Invalid, NotFoundHere

from ..models import AwardingBody
from ..permissions import body_for, check_can_change, prison_of_new

FIELDS = ("name", "name_en", "code", "domain", "outside")
FIXED = ("code", "domain", "outside")  # once it has a key or a certificate: both name the body by them


@transaction.atomic
def create_body(*, by: Any, **fields: Any) -> AwardingBody:
    """Raises PermissionDenied, Invalid."""
    body = AwardingBody(prison=prison_of_new(by))
    _fill(body, fields)
    body.save()
    audit.log(by=by, verb="assessments.body.created", target=body, prison=body.prison_id)
    return body


@transaction.atomic
def revise_body(body_id: UUID | str, *, by: Any, **changes: Any) -> AwardingBody:
    """Raises NotFoundHere, PermissionDenied, Invalid."""
    body = _locked(body_id, by)
    changed = {
        name: [str(getattr(body, name)), str(new)] for name, new in changes.items() if getattr(body, name) != new
    }
    if changed.keys() & set(FIXED) and (body.keys.exists() or body.certificates.exists()):
        raise Invalid(_("This body has a key or certificates: its code, its domain and who issues stay as they are."))
    _fill(body, changes)
    body.save()
    if changed:
        audit.log(by=by, verb="assessments.body.revised", target=body, prison=body.prison_id, detail=changed)
    return body


@transaction.atomic
def retire_body(body_id: UUID | str, *, by: Any, back: bool = False) -> AwardingBody:
    """No new scheme takes it; what it awarded stays. Raises NotFoundHere, PermissionDenied, Invalid."""
    body = _locked(body_id, by)
    if not back and body.schemes.filter(retired_at=None).exists():
        raise Invalid(_("This body has schemes in use. Take those out of use first."))
    if bool(body.retired_at) == back:
        body.retired_at = None if back else timezone.now()
        body.save(update_fields=["retired_at"])
        verb = "assessments.body.unretired" if back else "assessments.body.retired"
        audit.log(by=by, verb=verb, target=body, prison=body.prison_id)
    return body


def _locked(body_id: UUID | str, by: Any) -> AwardingBody:
    try:
        found = body_for(by, body_id)
    except (ValueError, ValidationError) as error:
        raise NotFoundHere from error
    check_can_change(by, found)
    return AwardingBody.objects.select_for_update(of=("self",)).select_related("prison").get(pk=found.pk)


def _fill(body: AwardingBody, changes: dict[str, Any]) -> None:
    for name in changes.keys() & set(FIELDS):
        value = changes[name]
        setattr(body, name, value.strip() if isinstance(value, str) else value)
    try:
        body.full_clean()
    except ValidationError as error:
        raise Invalid(" ".join(error.messages)) from error

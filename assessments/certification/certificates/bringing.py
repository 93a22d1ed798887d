"""A key comes back from the safe: one officer brings the file with one passphrase, a second adds the other.

Alone, somebody could bring a key that was made elsewhere and sign with it.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.errors import Invalid
from lms.lib.sealing import seal, unseal
from lms.people.grants import check_two_people
from lms.people.models import Officer

from ..credentials import keys
from ..errors import NotNow
from ..models import AwardingBody, BroughtKey, IssuingKey
from .keeping import EXPORT_WAITS, body_to_change, put_in_use, together

HALF = "certification.brought_key.passphrase"


@transaction.atomic
def bring_key(body_id: UUID | str, data: bytes, *, passphrase: str, by: Officer) -> BroughtKey:
    """The first officer's half: what `export_key` gave, with its first passphrase. What was brought before is forgotten.

    Raises NotFoundHere, PermissionDenied, Invalid, NotNow.
    """
    body = body_to_change(body_id, by)
    if not data.strip() or not passphrase:
        raise Invalid(_("Choose the file with the key."))
    BroughtKey.objects.filter(body=body).delete()
    made = BroughtKey.objects.create(
        body=body, by=by, at=timezone.now(), file=data, half=seal(HALF, passphrase.encode())
    )
    audit.log(by=by, verb="assessments.issuing_key.file_brought", target=body, prison=body.prison_id)
    return made


@transaction.atomic
def import_key(body_id: UUID | str, *, passphrase: str, by: Officer) -> IssuingKey:
    """The second officer's half: the second passphrase. The key signs from now on.

    Raises NotFoundHere, PermissionDenied, NotAllowed, Invalid, NotNow.
    """
    body = body_to_change(body_id, by)
    brought = _brought(body)
    check_two_people(brought.by, by)
    first = unseal(HALF, bytes(brought.half)).decode()
    private = keys.open_export(bytes(brought.file), together(first, passphrase))
    if IssuingKey.objects.filter(kid=keys.kid_of(private)).exists():
        raise NotNow(_("This key is here already."))
    detail = {"proposed_by": audit.label(brought.by)}
    brought.delete()
    return put_in_use(body, private, by=by, verb="assessments.issuing_key.brought", detail=detail)


@transaction.atomic
def forget_brought(body_id: UUID | str, *, by: Officer) -> AwardingBody:
    """It is not taken in after all. Raises NotFoundHere, PermissionDenied, NotNow."""
    body = body_to_change(body_id, by)
    _brought(body).delete()
    audit.log(by=by, verb="assessments.issuing_key.file_forgotten", target=body, prison=body.prison_id)
    return body


def forget_old_brought() -> int:
    """Files that nobody completed within a week."""
    return BroughtKey.objects.filter(at__lt=timezone.now() - EXPORT_WAITS).delete()[0]


def _brought(body: AwardingBody) -> BroughtKey:
    found = BroughtKey.objects.select_for_update(of=("self",)).select_related("by").filter(body=body).first()
    if found is None:
        raise NotNow(_("Another officer has to bring the file first."))
    return found

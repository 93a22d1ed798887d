"""The signed catalogue of each prison.

A serial is the larger of "the last one plus one" and the seconds since 1970: it also grows over a restore from backup,
so that tablets can refuse every older catalogue without exception.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from lms.lib.canonical import canonical_json, sha256_hex
from lms.lib.faults import faultpoint
from lms.people.models import Prison

from .keys import sign_document
from .models import CourseEdition, Epoch, PrisonCatalogue
from .shapes import Catalogue, CatalogueCourse

VALID = timedelta(days=30)
RENEW_BEFORE = timedelta(days=10)


def catalogue_jws(prison: Prison | UUID) -> tuple[int, str]:
    """The prison's catalogue as (serial, compact JWS); signs one when there is none or it has run out."""
    prison_id = prison.pk if isinstance(prison, Prison) else prison
    row = PrisonCatalogue.objects.filter(pk=prison_id).only("serial", "jws", "expires_at").first()
    if row is None or row.expires_at <= timezone.now():
        row = issue_catalogue(prison_id)
    return row.serial, row.jws


def bump_catalogues(prison: Prison | None) -> None:
    """Renew the catalogue of the prison, or of all of them."""
    audiences = [prison.pk] if prison else Prison.objects.order_by("pk").values_list("pk", flat=True)
    for prison_id in audiences:
        issue_catalogue(prison_id, only_if_changed=True)


@transaction.atomic
def issue_catalogue(prison_id: UUID, *, only_if_changed: bool = False) -> PrisonCatalogue:
    """Sign what the prison should hold now, under a new serial."""
    from .courses import editions_of

    row = PrisonCatalogue.objects.select_for_update().filter(pk=prison_id).first()
    courses = [_entry(edition) for edition in editions_of(prison_id)]
    content = sha256_hex(canonical_json([course.model_dump(mode="json") for course in courses]))
    now = timezone.now().replace(microsecond=0)
    if row and only_if_changed and row.content_sha256 == content and row.expires_at > now + RENEW_BEFORE:
        return row
    serial = max(row.serial + 1 if row else 1, int(now.timestamp()))
    signed = sign_document(_document(prison_id, serial, now, courses))
    fields = {"serial": serial, "jws": signed, "content_sha256": content, "issued_at": now, "expires_at": now + VALID}
    row, _ = PrisonCatalogue.objects.update_or_create(pk=prison_id, defaults=fields)
    faultpoint("packages.publish.after_catalogue")
    return row


def _document(prison_id: UUID, serial: int, now: datetime, courses: list[CatalogueCourse]) -> dict:
    return Catalogue(
        audience=f"urn:newleaf:prison:{prison_id}",
        serial=serial,
        epoch=str(current_epoch().id),
        issued_at=now,
        expires_at=now + VALID,
        courses=courses,
    ).model_dump(mode="json")


def _entry(edition: CourseEdition) -> CatalogueCourse:
    return CatalogueCourse(
        course=edition.iri, manifest=edition.manifest_sha256, bytes=edition.bytes, priority=edition.priority
    )


def renew_catalogues() -> int:
    """Sign again what runs out soon; returns how many."""
    due = PrisonCatalogue.objects.filter(expires_at__lt=timezone.now() + RENEW_BEFORE).values_list("pk", flat=True)
    return len([issue_catalogue(prison_id) for prison_id in list(due)])


def current_epoch() -> Epoch:
    """The epoch that this server lives in; the first one starts by itself."""
    return Epoch.objects.first() or Epoch.objects.get_or_create(number=1, defaults={"reason": "first start"})[0]


@transaction.atomic
def start_epoch(reason: str) -> Epoch:
    """A new life after a restore; every catalogue is signed again under it."""
    epoch = Epoch.objects.create(number=current_epoch().number + 1, reason=reason[:200])
    for prison_id in PrisonCatalogue.objects.values_list("pk", flat=True):
        issue_catalogue(prison_id)
    return epoch

"""Courses as they stand for a prison: setting, withdrawing, listing, and what a change would mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from lms.audit import api as audit
from lms.lib.canonical import canonical_json
from lms.people.models import Prison

from .blobs import keep_blobs, release_blobs, store_blob
from .catalogues import bump_catalogues
from .errors import CourseUnknown, NotBuilt
from .models import BlobUse, CourseEdition, Package
from .shapes import CourseManifest, LessonManifest, LessonRef, Texts, Topic

MANIFEST_TYPE = "application/vnd.newleaf.manifest+json"


@dataclass(frozen=True)
class CourseView:
    """A course of the catalogue as learning and the screens see it."""

    iri: str
    kind: str
    titles: Texts
    summaries: Texts
    lessons: list[LessonRef]
    open_enrolment: bool
    priority: int
    topic: Topic | None
    bytes: int
    prison: UUID | None = None
    requires: list[str] = field(default_factory=list)

    def title(self, language: str = "zh-hans") -> str:
        return self.titles.get(language) or next(iter(self.titles.values()), self.iri)


@dataclass(frozen=True)
class CourseChange:
    """What applying a course manifest would mean, before it is applied. Lessons by IRI; `fetch_bytes` per tablet."""

    added: list[str]
    changed: list[str]
    removed: list[str]
    fetch_bytes: int


@transaction.atomic
def set_course(
    manifest: CourseManifest, *, prison: Prison | None = None, by: object, priority: int = 100
) -> CourseEdition:
    """Make this the course for one prison or for all, and renew the catalogues. Raises NotBuilt when a lesson's package is not ready."""
    wanted = {ref.package for ref in manifest.lessons}
    if Package.objects.filter(pk__in=wanted).count() != len(wanted):
        raise NotBuilt
    edition = CourseEdition.objects.select_for_update().filter(iri=manifest.course, prison=prison).first()
    edition = edition or CourseEdition(iri=manifest.course, prison=prison)
    edition.state, edition.priority = CourseEdition.State.LIVE, priority
    _write(edition, manifest)
    bump_catalogues(prison)
    audit.log(
        by=by,
        verb="packages.course.set",
        target=manifest.course,
        detail={"manifest": edition.manifest_sha256},
        prison=prison,
    )
    return edition


def _write(edition: CourseEdition, manifest: CourseManifest) -> None:
    document = canonical_json(manifest.model_dump(mode="json"))
    ref = store_blob(document, MANIFEST_TYPE)
    edition.manifest_sha256, edition.manifest = ref.sha256, document.decode()
    edition.bytes = (
        ref.bytes
        + sum(lesson.bytes for lesson in manifest.lessons)
        + (manifest.picture.bytes if manifest.picture else 0)
    )
    edition.save()
    holder = f"course:{edition.pk}"
    needed = {ref.sha256} | ({manifest.picture.sha256} if manifest.picture else set())
    release_blobs(holder, keeping=needed)
    keep_blobs(needed, holder)


def replace_lesson(package: Package) -> None:
    """Point every live course that lists the lesson at this package."""
    manifest = LessonManifest.model_validate_json(package.manifest)
    for edition in CourseEdition.objects.select_for_update().filter(iri=package.course, state=CourseEdition.State.LIVE):
        course = CourseManifest.model_validate_json(edition.manifest)
        refs = [_renewed(ref, package, manifest) if ref.lesson == package.lesson else ref for ref in course.lessons]
        if refs != course.lessons:
            _write(edition, course.model_copy(update={"lessons": refs}))
            bump_catalogues(edition.prison)


def _renewed(ref: LessonRef, package: Package, manifest: LessonManifest) -> LessonRef:
    fresh = {"package": package.pk, "bytes": package.bytes, "titles": manifest.titles, "minutes": manifest.minutes}
    return ref.model_copy(update={**fresh, "completion": manifest.completion})


@transaction.atomic
def withdraw_course(course_iri: str, *, by: object, prison: Prison | None = None) -> None:
    """Take a course out of the catalogues; tablets that hold it let go of it, learners' records stay. Raises CourseUnknown."""
    editions = CourseEdition.objects.select_for_update().filter(iri=course_iri, state=CourseEdition.State.LIVE)
    if prison is not None:
        editions = editions.filter(prison=prison)
    found = list(editions)
    if not found:
        raise CourseUnknown
    for edition in found:
        edition.state = CourseEdition.State.WITHDRAWN
        edition.save()
        release_blobs(f"course:{edition.pk}")
        bump_catalogues(edition.prison)
    audit.log(by=by, verb="packages.course.withdrawn", target=course_iri, prison=prison)


def editions_of(prison: Prison | UUID | None) -> list[CourseEdition]:
    """Live editions that a prison sees; its own one stands before the one for all. None: of every prison."""
    editions = CourseEdition.objects.filter(state=CourseEdition.State.LIVE)
    if prison is not None:
        editions = editions.filter(Q(prison=None) | Q(prison=prison))
    chosen: dict[str, CourseEdition] = {}
    for edition in editions.order_by("priority", "iri"):
        if edition.iri not in chosen or edition.prison_id is not None:
            chosen[edition.iri] = edition
    return list(chosen.values())


def list_courses(prison: Prison | UUID | None = None) -> list[CourseView]:
    return [_view(edition) for edition in editions_of(prison)]


def course(course_iri: str, prison: Prison | UUID | None = None) -> CourseView:
    """Also a withdrawn course, since records refer to it. Raises CourseUnknown."""
    editions = CourseEdition.objects.filter(iri=course_iri)
    if prison is not None:
        editions = editions.filter(Q(prison=None) | Q(prison=prison))
    found = sorted(editions, key=lambda edition: (edition.state != "live", edition.prison_id is None))
    if not found:
        raise CourseUnknown
    return _view(found[0])


def _view(edition: CourseEdition) -> CourseView:
    manifest = CourseManifest.model_validate_json(edition.manifest)
    return CourseView(
        iri=edition.iri,
        kind=manifest.course_kind,
        titles=manifest.titles,
        summaries=manifest.summaries,
        lessons=manifest.lessons,
        open_enrolment=manifest.open_enrolment,
        priority=edition.priority,
        topic=manifest.topic,
        bytes=edition.bytes,
        prison=edition.prison_id,
        requires=manifest.requires,
    )


def preview_course(manifest: CourseManifest, *, prison: Prison | None = None) -> CourseChange:
    """What `set_course` would change for a tablet that holds the course as it stands now."""
    now = CourseEdition.objects.filter(iri=manifest.course, prison=prison, state=CourseEdition.State.LIVE).first()
    before = (
        {ref.lesson: ref.package for ref in CourseManifest.model_validate_json(now.manifest).lessons} if now else {}
    )
    after = {ref.lesson: ref.package for ref in manifest.lessons}
    held = blobs_of(before.values())
    fresh = {sha: size for sha, size in blobs_of(after.values()).items() if sha not in held}
    document = canonical_json(manifest.model_dump(mode="json"))
    return CourseChange(
        added=[lesson for lesson in after if lesson not in before],
        changed=[lesson for lesson in after if lesson in before and before[lesson] != after[lesson]],
        removed=[lesson for lesson in before if lesson not in after],
        fetch_bytes=sum(fresh.values()) + (0 if now and now.manifest == document.decode() else len(document)),
    )


def blobs_of(package_ids: Iterable[str]) -> dict[str, int]:
    holders = [f"package:{package_id}" for package_id in package_ids]
    return dict(BlobUse.objects.filter(holder__in=holders).values_list("blob_id", "blob__bytes"))

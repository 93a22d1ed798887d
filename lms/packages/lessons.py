"""Lesson packages: building, going live, going one step back."""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.db import transaction

from lms.audit import api as audit
from lms.lib.canonical import canonical_json, sha256_hex
from lms.lib.faults import faultpoint

from .blobs import has_blob, keep_blobs, store_blob
from .courses import CourseChange, blobs_of, replace_lesson
from .errors import BlobMissing, NotBuilt, NothingToUndo
from .models import Blob, LiveLesson, Package
from .shapes import LessonManifest

MANIFEST_TYPE = "application/vnd.newleaf.manifest+json"


def build_lesson_package(manifest: LessonManifest) -> Package:
    """Store the manifest and make the package ready. Safe to run twice. Raises BlobMissing when an entry is not stored as it says."""
    document = canonical_json(manifest.model_dump(mode="json"))
    package_id = sha256_hex(document)
    if found := Package.objects.filter(pk=package_id).first():
        return found
    _check_entries(manifest)
    store_blob(document, MANIFEST_TYPE)
    faultpoint("packages.publish.after_manifest")
    hashes = {entry.sha256 for entry in manifest.entries} | {package_id}
    with transaction.atomic():
        size = len(document) + sum({entry.sha256: entry.bytes for entry in manifest.entries}.values())
        package, _ = Package.objects.get_or_create(
            pk=package_id,
            defaults={
                "lesson": manifest.lesson,
                "course": manifest.course,
                "bytes": size,
                "manifest": document.decode(),
            },
        )
        keep_blobs(hashes, f"package:{package_id}")
    return package


def _check_entries(manifest: LessonManifest) -> None:
    sizes = dict(Blob.objects.filter(pk__in={entry.sha256 for entry in manifest.entries}).values_list("pk", "bytes"))
    for entry in manifest.entries:
        if sizes.get(entry.sha256) != entry.bytes or not has_blob(entry.sha256):
            raise BlobMissing


@transaction.atomic
def set_live_lesson(package_id: str, *, by: object) -> Package:
    """Make a built package the live one of its lesson, in every course that lists it. The one before stays for one undo."""
    package = Package.objects.filter(pk=package_id).first()
    if package is None:
        raise NotBuilt
    live, created = LiveLesson.objects.select_for_update().get_or_create(
        lesson=package.lesson, defaults={"package": package}
    )
    if not created and live.package_id == package.pk:
        return package
    if not created:
        live.previous, live.package = live.package, package
        live.save()
    faultpoint("packages.publish.after_live")
    replace_lesson(package)
    audit.log(by=by, verb="packages.lesson.live", target=package.lesson, detail={"package": package.pk})
    return package


@transaction.atomic
def undo_lesson(lesson_iri: str, *, by: object) -> Package:
    """Go back to the package before the live one, once. Raises NothingToUndo."""
    live = LiveLesson.objects.select_for_update().filter(lesson=lesson_iri).first()
    if live is None or live.previous is None:
        raise NothingToUndo
    left, package = live.package, live.previous
    live.package, live.previous = package, None
    live.save()
    replace_lesson(package)
    audit.log(
        by=by, verb="packages.lesson.undone", target=lesson_iri, detail={"package": package.pk, "instead_of": left.pk}
    )
    return package


def live_package(lesson_iri: str) -> Package | None:
    live = LiveLesson.objects.select_related("package").filter(pk=lesson_iri).first()
    return live.package if live else None


def live_package_ids() -> list[str]:
    """The live package of every lesson."""
    return list(LiveLesson.objects.order_by("lesson").values_list("package_id", flat=True))


def minutes_of(lessons: Iterable[str]) -> dict[str, int]:
    """How many minutes each of these lessons takes, as it was built last; unknown ones are left out."""
    rows = Package.objects.filter(lesson__in=list(lessons)).order_by("built_at")
    return {lesson: int(json.loads(manifest)["minutes"]) for lesson, manifest in rows.values_list("lesson", "manifest")}


def preview_lesson(package_id: str) -> CourseChange:
    """What `set_live_lesson` would change for a tablet that holds the lesson as it stands now. Raises NotBuilt."""
    package = Package.objects.filter(pk=package_id).first()
    if package is None:
        raise NotBuilt
    live = live_package(package.lesson)
    held = blobs_of([live.pk]) if live else {}
    return CourseChange(
        added=[] if live else [package.lesson],
        changed=[package.lesson] if live and live.pk != package.pk else [],
        removed=[],
        fetch_bytes=sum(size for sha256, size in blobs_of([package.pk]).items() if sha256 not in held),
    )


def lesson_manifest(package_id: str) -> LessonManifest:
    """Raises NotBuilt."""
    package = Package.objects.filter(pk=package_id).first()
    if package is None:
        raise NotBuilt
    return LessonManifest.model_validate_json(package.manifest)

"""Bytes that were cleared once need no second look; not in another prison, though: its officers answer for its own tablets."""

from __future__ import annotations

from collections.abc import Iterable

from content.models import Clearance, ClearedFile, Publication
from lms.lib.canonical import sha256_hex
from lms.packages.shapes import LessonManifest


def hashes_of(publication: Publication) -> dict[str, str]:
    """What an officer looks at: path in the package → SHA-256. A course is its card and its picture."""
    if publication.kind == Publication.Kind.LESSON:
        manifest = LessonManifest.model_validate_json(publication.manifest)
        return {entry.path: entry.sha256 for entry in manifest.entries}
    return {"course.json": sha256_hex(publication.manifest.encode())}


def is_cleared(publication: Publication) -> bool:
    """Whether every file was cleared before for this same lesson or course: a language taken out, an order changed, a version undone."""
    wanted = set(hashes_of(publication).values())
    return bool(wanted) and _known(publication, wanted) == wanted


def new_paths(publication: Publication) -> set[str]:
    """The files that nobody has cleared for this lesson yet."""
    files = hashes_of(publication)
    known = _known(publication, files.values())
    return {path for path, sha256 in files.items() if sha256 not in known}


def _known(publication: Publication, hashes: Iterable[str]) -> set[str]:
    cleared = ClearedFile.objects.filter(
        iri=publication.iri,
        sha256__in=hashes,
        clearance__decision=Clearance.Decision.CLEARED,
        clearance__publication__prison=publication.prison_id,
    )
    return set(cleared.values_list("sha256", flat=True))


def remember_cleared(clearance: Clearance) -> None:
    publication = clearance.publication
    rows = [
        ClearedFile(clearance=clearance, iri=publication.iri, sha256=sha256)
        for sha256 in set(hashes_of(publication).values())
    ]
    ClearedFile.objects.bulk_create(rows, ignore_conflicts=True)

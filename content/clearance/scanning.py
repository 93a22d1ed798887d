"""Scanning a package candidate: every file by its bytes, every document block by block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation

from content.models import Publication, ScanFinding
from lms.packages import api as packages
from lms.packages.shapes import CourseManifest, Entry, LessonDocument, LessonManifest

from .scanners import scan_bytes, scan_html, scan_text

_OURS = {
    "media": ("video/", "audio/"),
    "narration": ("audio/",),
}  # made by our own ffmpeg from checked uploads: no metadata is left


def scan_publication(publication: Publication) -> None:
    """Replace the findings of a publication. Safe to run twice."""
    found: list[tuple[str, Any]] = []
    if publication.kind == Publication.Kind.LESSON:
        for entry in LessonManifest.model_validate_json(publication.manifest).entries:
            found += [(entry.path, finding) for finding in _scan_entry(entry)]
    else:
        card = CourseManifest.model_validate_json(publication.manifest)
        words = [
            *card.titles.values(),
            *card.summaries.values(),
            *(title for unit in card.units for title in unit.titles.values()),
        ]
        found += [("course.json", finding) for text in words for finding in scan_text(text, text[:80])]
        if card.picture:
            found += [(card.picture.path, finding) for finding in _scan_entry(card.picture)]
    with transaction.atomic():
        publication.findings.all().delete()
        ScanFinding.objects.bulk_create(_row(publication, path, finding) for path, finding in found)


def _row(publication: Publication, path: str, finding: Any) -> ScanFinding:
    sentences = {}
    for language, _name in settings.INTERFACE_LANGUAGES:
        with translation.override(language):
            sentences[language] = str(finding.sentence)
    return ScanFinding(
        publication=publication,
        code=finding.code,
        severity=finding.severity,
        path=path,
        place=str(finding.where)[:500],
        sentences=sentences,
    )


def _scan_entry(entry: Entry) -> Iterable[Any]:
    if any(entry.media_type.startswith(kind) for kind in _OURS.get(entry.role, ())):
        return []
    with packages.open_blob(entry.sha256) as file:
        data = file.read()
    if entry.role == "document":
        return list(_scan_document(LessonDocument.model_validate_json(data)))
    return scan_bytes(entry.path, data)


def _scan_document(document: LessonDocument) -> Iterator[Any]:
    yield from scan_text(document.title, document.title)
    for objective in document.objectives:
        yield from scan_text(objective, document.title)
    for number, block in enumerate(document.blocks, start=1):
        for key, text in _texts(block.model_dump(mode="json", exclude={"id", "narration"})):
            scan = scan_html if key.endswith("html") else scan_text
            yield from scan(text, f"{number}. {block.type}")


_NOT_WORDS = {"path", "media_type", "type", "kind", "id", "language", "strokes"}


def _texts(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str) and value and key not in _NOT_WORDS:
        yield key, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts(inner, name)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner, key)

"""What is to be indexed of a publication: its lesson or course in each language, and the captions of its videos."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass, field

import pysubs2

from content.models import Publication
from lms.packages import api as packages
from lms.packages.shapes import CourseManifest, LessonDocument, LessonManifest, VideoBlock

from .models import SearchDocument
from .texts import Part, document_parts

Kind = SearchDocument.Kind


@dataclass(frozen=True)
class Entry:
    """One document of the index before it is cut into passages. `written`: each version of its text."""

    subject: str
    kind: str
    iri: str
    title: str
    language: str
    lesson_iri: str = ""
    path: str = ""
    address: str = ""
    scope: list[str] = field(default_factory=list)
    heading: list[Part] = field(default_factory=list)
    written: list[list[Part]] = field(default_factory=list)
    spoken: list[Part] = field(default_factory=list)


def entries_of(publication: Publication) -> Iterator[Entry]:
    """Read from the package itself: what is found is what learners have."""
    if publication.kind == Publication.Kind.COURSE:
        yield from _course(CourseManifest.model_validate_json(publication.manifest))
    else:
        yield from _lesson(LessonManifest.model_validate_json(publication.manifest))


def _course(card: CourseManifest) -> Iterator[Entry]:
    for language, title in card.titles.items():
        texts = [title, card.summaries.get(language, ""), *(unit.titles.get(language, "") for unit in card.units)]
        yield Entry(
            subject=f"{card.course}#{language}",
            kind=Kind.COURSE,
            iri=card.course,
            title=title,
            language=language,
            heading=[Part(title)],
            written=[[Part(text) for text in texts if text]],
        )


def _lesson(manifest: LessonManifest) -> Iterator[Entry]:
    files = {entry.path: entry.sha256 for entry in manifest.entries}
    said: set[str] = set()  # the same captions stand in every language version
    for language in manifest.languages:
        path = f"lesson.{language}.json"
        document = _document(files[path])
        versions = [document]
        if language in manifest.plain_languages:
            versions.append(_document(files[f"lesson.{language}.plain.json"]))
        yield Entry(
            subject=f"{manifest.lesson}#{language}",
            kind=Kind.LESSON,
            iri=manifest.lesson,
            lesson_iri=manifest.lesson,
            title=document.title,
            language=language,
            path=path,
            heading=[Part(document.title)],
            written=[document_parts(version) for version in versions],
        )
        for block in document.blocks:
            if isinstance(block, VideoBlock):
                yield from _captions(manifest.lesson, document, path, block, files, said)


def _captions(
    lesson: str, document: LessonDocument, path: str, block: VideoBlock, files: dict[str, str], said: set[str]
) -> Iterator[Entry]:
    for track in block.captions:
        if files[track.path] in said:
            continue
        said.add(files[track.path])
        yield Entry(
            subject=f"{lesson}#{block.id}#{document.language}#{track.language}",
            kind=Kind.CAPTION,
            iri=lesson,
            lesson_iri=lesson,
            title=f"{document.title} · {block.title}" if block.title else document.title,
            language=track.language,
            path=path,
            spoken=[Part(text, block.id, seconds) for seconds, text in _cues(files[track.path])],
        )


def _document(sha256: str) -> LessonDocument:
    with packages.open_blob(sha256) as source:
        return LessonDocument.model_validate_json(source.read())


def _cues(sha256: str) -> list[tuple[float, str]]:
    with packages.open_blob(sha256) as source:
        lines = pysubs2.SSAFile.from_string(source.read().decode("utf-8"), format_="vtt")
    return [(line.start / 1000, html.unescape(" ".join(line.plaintext.split()))) for line in lines]

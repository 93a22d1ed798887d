"""One language version of a lesson as the document that a tablet renders; its files are gathered on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from content.models import LessonPage
from lms.lib.canonical import canonical_json
from lms.packages import api as packages
from lms.packages import shapes

from .files import Files
from .kinds import to_blocks
from .narrating import add_narration

Tick = Callable[[int, int], None]  # blocks done, blocks in all


def build_document(
    page: LessonPage, files: Files, *, plain: bool = False, narrated: bool = True, tick: Tick | None = None
) -> shapes.LessonDocument:
    """The document of a page as it stands in memory (a revision, or an unsaved form). Raises NotReady and NotYet with a sentence."""
    stream = page.plain_body if plain else page.body
    built: list[Any] = []
    for number, child in enumerate(stream, start=1):
        built += to_blocks(child, files, page.language)
        if tick:
            tick(number, len(stream))
    if narrated:
        built = add_narration(built, files, page.language)
    return shapes.LessonDocument(
        lesson=page.iri,
        language=page.language,
        plain=plain,
        title=page.title,
        objectives=page.objective_lines,
        blocks=built,
    )


def store_document(document: shapes.LessonDocument, files: Files) -> None:
    """Put the document into the package under its name."""
    ref = packages.store_blob(canonical_json(document.model_dump(mode="json")), "application/json")
    files.add(
        ref, f"lesson.{document.language}{'.plain' if document.plain else ''}.json", "document", document.language
    )

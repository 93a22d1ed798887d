"""The terms that lessons explain: what a course's words are, and how a term was explained before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import QuerySet

from .models import CoursePage, LessonPage, LibraryPage


class Explained(NamedTuple):
    term: str
    reading: str
    meaning: str


def terms_of_course(course: CoursePage) -> list[Explained]:
    """Every term of the course's lessons once, in the order of the lessons; as explained first."""
    return list(_explained(LessonPage.objects.descendant_of(course).order_by("path")).values())


def explained_in(library: LibraryPage) -> dict[str, Explained]:
    """Term → how the newest lesson on the tablets explains it."""
    return _explained(LessonPage.objects.live().descendant_of(library).order_by("-last_published_at"))


def _explained(lessons: QuerySet[LessonPage]) -> dict[str, Explained]:
    found: dict[str, Explained] = {}
    for entry in _entries(lessons):
        if entry.term:
            found.setdefault(entry.term, entry)
    return found


def _entries(lessons: QuerySet[LessonPage]) -> Iterator[Explained]:
    """From the stored JSON: no picture or film of the lessons is loaded."""
    for body in lessons.values_list("body", flat=True).iterator(chunk_size=200):
        for block in body.raw_data:
            for item in block["value"]["terms"] if block["type"] == "glossary" else []:
                entry = item.get("value", item)
                yield Explained(*(str(entry.get(name) or "").strip() for name in Explained._fields))

"""Statements in the words of a person: what stands on a learner's record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.packages import api as packages
from lms.people.models import Prison
from lms.records.api import Statement, verbs

from .completion import dig
from .models import Outcome


@dataclass(frozen=True)
class Line:
    """One statement on a record. `at` is the device's time as far as it is believed; `voided`: taken back, still shown."""

    id: UUID
    at: datetime
    stored_at: datetime
    sentence: str
    text: str = ""  # the learner's own words, where the learner meant them to be read
    voided: bool = False


def titles_of(prison: Prison | UUID) -> dict[str, str]:
    """Titles of all courses and lessons of a prison, by IRI, in the reader's language."""
    language = get_language() or "zh-hans"
    titles: dict[str, str] = {}
    for course in packages.list_courses(prison):
        titles[course.iri] = course.title(language)
        for ref in course.lessons:
            titles[ref.lesson] = ref.titles.get(language) or next(iter(ref.titles.values()), "")
    return titles


def marks_of(statements: list[Statement]) -> dict[UUID, float]:
    return dict(Outcome.objects.filter(pk__in=[one.id for one in statements]).values_list("statement_id", "scaled"))


def line(statement: Statement, titles: Mapping[str, str], marks: Mapping[UUID, float], voided: set[UUID]) -> Line:
    """The sentence for one statement; a verb that we do not know is named as it is."""
    lesson = titles.get(statement.lesson_iri) or _("a lesson that is no longer here")
    course = titles.get(statement.course_iri) or _("a course that is no longer here")
    text = dig(statement.body, "result", "response")
    readable = statement.verb in (verbs.ASKED, verbs.CONTESTED, verbs.REFLECTED, verbs.VOIDED)
    return Line(
        id=statement.id,
        at=statement.at,
        stored_at=statement.stored_at,
        sentence=_sentence(statement, lesson, course, marks.get(statement.id)),
        text=text if readable and isinstance(text, str) else "",
        voided=statement.id in voided,
    )


def _sentence(statement: Statement, lesson: str, course: str, mark: float | None) -> str:
    names = {"lesson": lesson, "course": course}
    if statement.verb == verbs.ANSWERED:
        return _answered(mark) % names
    if statement.verb == verbs.PROGRESSED:
        fraction = dig(statement.body, "result", "extensions", verbs.VIDEO_PROGRESS)
        if isinstance(fraction, int | float):
            return _("Watched %(percent)s %% of a video in “%(lesson)s”") % {
                **names,
                "percent": round(min(max(fraction, 0), 1) * 100),
            }
    known = _known()
    if statement.verb in known:
        return known[statement.verb] % names
    return _("Recorded “%(verb)s” in “%(lesson)s”") % {**names, "verb": statement.verb.rsplit("/", 1)[-1][:60]}


def _known() -> dict[str, str]:
    return {
        verbs.EXPERIENCED: _("Opened “%(lesson)s”"),
        verbs.INITIALIZED: _("Began “%(lesson)s”"),
        verbs.TERMINATED: _("Left “%(lesson)s”"),
        verbs.COMPLETED: _("Reached the end of “%(lesson)s”"),
        verbs.PROGRESSED: _("Went on in “%(lesson)s”"),
        verbs.PLAYED: _("Played a video in “%(lesson)s”"),
        verbs.PAUSED: _("Paused a video in “%(lesson)s”"),
        verbs.SEEKED: _("Moved to another place of a video in “%(lesson)s”"),
        verbs.REFLECTED: _("Thought about “%(lesson)s” (done)"),
        verbs.ASKED: _("Asked the teacher about “%(lesson)s”"),
        verbs.CONTESTED: _("Says that a record is not right, in “%(lesson)s”"),
        verbs.ENROLLED: _("Chose the course “%(course)s”"),
        verbs.WITHDREW: _("Left the course “%(course)s”"),
        verbs.NOTED: _("Kept a copy of the notes of “%(lesson)s”; nobody can read them"),
        verbs.OWN + "attended": _("Took part in “%(lesson)s” on paper, entered by an officer"),
        verbs.VOIDED: _("An earlier record was taken back"),
    }


def _answered(mark: float | None) -> str:
    if mark is None:
        return _("Answered a question in “%(lesson)s”; not marked yet")
    if mark >= 1:
        return _("Answered a question in “%(lesson)s”: right")
    if mark > 0:
        return _("Answered a question in “%(lesson)s”: partly right")
    return _("Answered a question in “%(lesson)s”: not right yet")

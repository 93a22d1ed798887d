"""Chapters of a video: what its author names, one line each, and what its recording says of itself (interruptions)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from lms.packages.shapes import Chapter

MOST, LONGEST = 100, 120
_LINE = re.compile(r"\[?(?:(\d{1,2})[:：])?(\d{1,3})[:：]([0-5]?\d)(?:\.\d+)?\]?[\s,，、]+(.+)")


class ChaptersError(ValueError):
    """Its text is a sentence for the author."""


def parse_chapters(text: str) -> list[Chapter]:
    """Lines such as "12:30 Changing the fuse" or "1:05:00 Questions", in order of time. Raises ChaptersError."""
    found: dict[int, Chapter] = {}
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip().lstrip("\ufeff")
        if not line:
            continue
        read = _LINE.fullmatch(line)
        if read is None:
            raise ChaptersError(
                _("Line %(number)d has no time and name, such as 12:30 Questions.") % {"number": number}
            )
        hours, minutes, seconds, title = read.groups()
        at = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
        found[at] = Chapter(at_seconds=at, title=" ".join(title.split())[:LONGEST])
    if len(found) > MOST:
        raise ChaptersError(_("These are too many chapters: at most %(count)d.") % {"count": MOST})
    return [found[at] for at in sorted(found)]


def chapters_of(named: str, interruptions: Sequence[Sequence[float]], seconds: float | None) -> list[Chapter]:
    """Both together; nothing behind the end of the film. An interruption has no title: the tablet says it in the learner's language."""
    cuts = [Chapter(at_seconds=at, interruption_seconds=max(1, round(length))) for at, length in interruptions]
    there = [one for one in [*parse_chapters(named), *cuts] if seconds is None or one.at_seconds < seconds]
    return sorted(there, key=lambda one: (one.at_seconds, one.interruption_seconds))

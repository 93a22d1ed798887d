"""Synchronised lyrics: the LRC format (https://en.wikipedia.org/wiki/LRC_(file_format)), with a translation after a bar."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from lms.packages.shapes import LyricLine

_TIME = re.compile(r"\[(\d{1,3}):([0-5]?\d)(?:[.:](\d{1,3}))?\]")
_TAG = re.compile(r"^\[[a-z]+:.*\]$")  # [ti:…], [ar:…]: about the song, not sung


class LyricsError(ValueError):
    """Its text is a sentence for the author."""


def parse_lyrics(text: str) -> list[LyricLine]:
    """The lines in the order they are sung. A line may carry several times (a refrain)."""
    found: list[LyricLine] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip().lstrip("\ufeff")
        if not line or _TAG.match(line):
            continue
        times = list(_TIME.finditer(line))
        if not times or times[0].start() != 0:
            raise LyricsError(_("Line %(number)d has no time, such as [00:12.50].") % {"number": number})
        words, _bar, translation = line[times[-1].end() :].partition("|")
        found += [
            LyricLine(at_seconds=_seconds(time), text=words.strip(), translation=translation.strip()) for time in times
        ]
    if not found:
        raise LyricsError(_("There are no lyrics yet."))
    return sorted(found, key=lambda line: line.at_seconds)


def _seconds(time: re.Match[str]) -> float:
    minutes, seconds, fraction = time.groups()
    return int(minutes) * 60 + int(seconds) + (float(f"0.{fraction}") if fraction else 0.0)

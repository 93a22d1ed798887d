"""Asking: titles before texts before what was spoken, each hit with its words marked and its second."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lms.lib.search_text import Run, Token, find, runs, tokens

from . import backends
from .models import SearchDocument, SearchPassage
from .permissions import keys_of, prisons_for

MOST_HITS = 200  # a person reads no further; what is asked is then too wide
PER_PAGE = 20
MOST_RUNS = 12
_BEFORE, _AFTER = 30, 90  # characters of a snippet around the first word found
_NEAR = 400  # characters read around it
_BETWEEN = r"[\W_]*"

Snippet = list[tuple[str, bool]]  # text, whether it was looked for


@dataclass(frozen=True)
class Hit:
    document: SearchDocument
    place: str
    snippet: Snippet
    block: str
    seconds: float | None


@dataclass(frozen=True)
class Found:
    """`total` counts up to MOST_HITS; `more` says that there are more than that."""

    hits: list[Hit]
    total: int
    more: bool
    page: int
    pages: int


def search(officer: Any, query: str, *, places: Collection[str] = (), page: int = 1) -> Found:
    """What the officer may see of it. `places`: titles, texts, spoken (SearchPassage.Place); none means all of them."""
    asked, prisons = runs(query[:200])[:MOST_RUNS], prisons_for(officer)
    if not asked or prisons == set():
        return Found([], 0, False, 1, 1)
    rows = _rows(asked, places or SearchPassage.Place.values, prisons, keys_of(officer))
    total = min(len(rows), MOST_HITS)
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(1, page), pages)
    shown = rows[:total][(page - 1) * PER_PAGE : page * PER_PAGE]
    passages = (
        SearchPassage.objects.select_related("document__prison")
        .defer("words", "marks")
        .in_bulk([key for key, _ in shown])
    )
    hits = [hit_in(passages[key], asked) for key, _ in shown if key in passages]
    return Found(_once(hits), total, len(rows) > total, page, pages)


def _rows(asked: list[Run], places: Iterable[str], prisons: set[UUID] | None, keys: list[str]) -> list[tuple[int, Any]]:
    """Passages in their order. A lesson found by its title is not found again by its text."""
    rows: list[tuple[int, Any]] = []
    known: set[Any] = set()
    for place in sorted(places):
        for key, document in backends.matches(asked, place, prisons, MOST_HITS + 1, keys):
            if place != SearchPassage.Place.SPOKEN and document in known:
                continue
            known.add(document)
            rows.append((key, document))
        if len(rows) > MOST_HITS:
            break
    return rows


def _once(hits: list[Hit]) -> list[Hit]:
    """Passages overlap: what was said in one second is one hit."""
    seen: set[tuple[Any, float | None]] = set()
    kept = []
    for hit in hits:
        key = (hit.document.pk, hit.seconds)
        if hit.seconds is None or key not in seen:
            kept.append(hit)
        seen.add(key)
    return kept


def hit_in(passage: SearchPassage, asked: list[Run]) -> Hit:
    """Where in the passage it stands, and the text around it."""
    at = _first(passage.text, asked)
    block, seconds = "", None
    for offset, each_block, each_seconds in passage.places:
        if offset > at:
            break
        block, seconds = each_block, each_seconds
    return Hit(passage.document, passage.place, _snippet(passage.text, at, asked), block, seconds)


def _first(text: str, asked: list[Run]) -> int:
    """Where the first of the runs stands; the longest counts first. The whole text is read character by character only if need be."""
    run = max(asked, key=lambda one: sum(map(len, one.words)))
    quick = _pattern(run).search(text)
    if quick:
        return quick.start()
    words = tokens(text)
    at = find(run, words)
    return words[at].start if at >= 0 else 0


def _pattern(run: Run) -> re.Pattern[str]:
    """Finds most of what is there, at the speed of C; what is written otherwise (wide, traditional) it misses."""
    if len(run.words) == 1 and not tokens(run.words[0])[0].single:
        return re.compile(rf"\b{re.escape(run.words[0])}{'' if run.prefix else chr(92) + 'b'}", re.IGNORECASE)
    return re.compile(_BETWEEN.join(map(re.escape, run.words)))


def _snippet(text: str, at: int, asked: list[Run]) -> Snippet:
    """The text around a place, cut in what was looked for and what was not."""
    start = max(0, at - _NEAR)
    near = text[start : at + _NEAR]
    words = tokens(near)
    begin, end = max(0, at - start - _BEFORE), min(len(near), at - start + _AFTER)
    begin = next((word.start for word in words if word.start >= begin), begin) if begin else 0
    cut: Snippet = [("…", False)] if start + begin > 0 else []
    for first, last in _marked(words, asked):
        if last <= begin or first >= end:
            continue
        cut += [(near[begin:first], False), (near[first:last], True)]
        begin = last
    cut.append((near[begin:end].rstrip(), False))
    if start + end < len(text.rstrip()):
        cut.append(("…", False))
    return [(part, marked) for part, marked in cut if part]


def _marked(words: list[Token], asked: list[Run]) -> list[tuple[int, int]]:
    """Stretches of the text that were looked for, in order, none inside another."""
    found: list[tuple[int, int]] = []
    for run in asked:
        at = find(run, words)
        while at >= 0:
            found.append((words[at].start, words[at + len(run.words) - 1].end))
            at = find(run, words, at + 1)
    merged: list[tuple[int, int]] = []
    for first, last in sorted(found):
        if merged and first < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged

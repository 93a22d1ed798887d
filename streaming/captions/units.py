"""Units: the pieces between which a caption may be broken. A Latin word, or a Chinese word as jieba cuts it, with its punctuation."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

import rjieba

CLOSING = frozenset("，。！？；：、,.!?;:%…—～)）]】}》〉」』”’\"'·")
OPENING = frozenset("(（[【{《〈「『“‘")
BEGINS_A_WORD = frozenset(".'\"")
SENTENCE_END = frozenset("。！？!?…")
CLAUSE_END = frozenset("，；：、,;:—")
LONGEST_WIDE, LONGEST_NARROW = 14, 30  # characters of one unit; with its punctuation it still fits a Chinese line
LONGEST_ROOM = 32  # half-width columns of a Chinese line


@dataclass(frozen=True)
class TimedText:
    """A stretch of speech with its times in seconds: a word of an engine, or a whole segment where there are no word times."""

    start: float
    end: float
    text: str


@dataclass(frozen=True)
class Unit:
    """Never divided. `spaced`: a space stands before it when it is not the first of its line."""

    start: float
    end: float
    text: str
    spaced: bool

    @property
    def ends_sentence(self) -> bool:
        bare = self.text.rstrip("”’\"')）」』》")
        return bool(bare) and (bare[-1] in SENTENCE_END or (bare[-1] == "." and not bare[:-1].isdigit()))

    @property
    def ends_clause(self) -> bool:
        return self.text[-1] in CLAUSE_END


def is_wide(character: str) -> bool:
    """Whether a character takes the room of a full-width one on the screen."""
    return unicodedata.east_asian_width(character) in "WF"


def units_of(pieces: Iterable[TimedText]) -> list[Unit]:
    """Pieces in order of time → units. A piece longer than a unit is divided, its time by the room its characters take.

    Pieces keep the spaces that the engine wrote before Latin words. What is longer than a line (an endless number) is cut hard.
    """
    characters = _characters(pieces)
    units: list[Unit] = []
    spaced, at = False, 0
    for text in _cut("".join(character.text for character in characters)):
        part = characters[at : at + len(text)]
        at += len(text)
        if text.isspace():
            spaced = True
            continue
        before = units[-1].text if units else ""
        if before and not spaced and _belongs(before, text):
            units[-1] = replace(units[-1], end=part[-1].end, text=before + text)
        else:
            units += _divided(part, spaced)
        spaced = False
    return units


def _belongs(before: str, text: str) -> bool:
    """Closing punctuation stays with the word before it, a word with the bracket that opens before it."""
    near = before[-1] in OPENING or all(character in CLOSING for character in text)
    return near and sum(2 if is_wide(character) else 1 for character in before + text) <= LONGEST_ROOM


def _divided(part: list[TimedText], spaced: bool) -> list[Unit]:
    limit = LONGEST_WIDE if any(is_wide(one.text) for one in part) else LONGEST_NARROW
    runs = [part[at : at + limit] for at in range(0, len(part), limit)]
    return [
        Unit(run[0].start, run[-1].end, "".join(one.text for one in run), spaced and number == 0)
        for number, run in enumerate(runs)
    ]


def _characters(pieces: Iterable[TimedText]) -> list[TimedText]:
    """Every character with its share of its piece's time."""
    found: list[TimedText] = []
    for piece in pieces:
        text = "".join(" " if one.isspace() else one for one in unicodedata.normalize("NFC", piece.text))
        widths = [2 if is_wide(one) else 1 if not one.isspace() else 0 for one in text]
        total, passed, span = sum(widths) or 1, 0, max(0.0, piece.end - piece.start)
        for one, width in zip(text, widths, strict=True):
            begin = piece.start + span * passed / total
            passed += width
            found.append(TimedText(begin, piece.start + span * passed / total, one))
    return found


def _cut(text: str) -> list[str]:
    """Spaces, Latin words whole, Chinese words as jieba sees them, and the punctuation that a Latin word only touches."""
    found: list[str] = []
    for wide, run in groupby(text, key=lambda one: "space" if one.isspace() else "wide" if is_wide(one) else "narrow"):
        joined = "".join(run)
        found += rjieba.cut(joined) if wide == "wide" else _cut_narrow(joined)
    return found


def _cut_narrow(run: str) -> list[str]:
    """In "好,then" the comma ends what is before it. A point or a straight quote can also begin a word: ".NET", "'tis"."""
    word = run.lstrip("".join(CLOSING))
    closing = run[: len(run) - len(word)]
    if not closing or not word or closing in BEGINS_A_WORD:
        return [run]
    return [closing, word]

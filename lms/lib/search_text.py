"""The one text normaliser of the search: both databases index what it makes, and the tablet has its exact twin.

NFKC, lower case, Traditional → Simplified character by character, every character of a script without spaces a word of
its own, Latin and digit runs whole. All of it looks at one character at a time, so a part of a text always becomes a
part of its words: that is why one character already finds exactly what holds it.
`lms/tablet/frontend/src/search-text.ts` is the twin; `tests/samples/search_text.json` holds them together.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).with_name("simplified.json")
LONGEST = 60  # characters of a word that count; PostgreSQL takes no lexeme over 2 kB
_GAP, _SINGLE, _WORD = range(3)
# Scripts that are written without spaces, and Hangul, whose endings hang on the word: [first, last] code points.
_SINGLES = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x2FDF),  # radicals
    (0x3005, 0x3007),
    (0x3021, 0x3029),
    (0x3031, 0x3035),
    (0x3038, 0x30FF),  # Hiragana, Katakana
    (0x3100, 0x318F),  # Bopomofo, Jamo
    (0x31A0, 0x31BF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xA960, 0xA97F),
    (0xAC00, 0xD7FF),
    (0xF900, 0xFAFF),
    (0x1B000, 0x1B2FF),
    (0x20000, 0x3FFFF),
)


@dataclass(frozen=True)
class Token:
    """One word of the index; `start` and `end` are places in the text that it came from."""

    word: str
    start: int
    end: int
    single: bool


@dataclass(frozen=True)
class Run:
    """Words that must stand next to each other; with `prefix` the last may go on."""

    words: tuple[str, ...]
    prefix: bool = False


class _Kinds(dict[str, int]):
    """What a character is; worked out once for each that occurs."""

    def __missing__(self, character: str) -> int:
        category = unicodedata.category(character)
        kind = _GAP
        if category[0] in "LMN":
            point = ord(character)
            kind = _SINGLE if any(first <= point <= last for first, last in _SINGLES) else _WORD
        self[character] = kind
        return kind


class _Folds(dict[str, str]):
    """The one character that a character becomes; empty where it takes more than itself to say."""

    def __missing__(self, character: str) -> str:
        folded = _fold(character)
        alone = (
            len(folded) == 1 and not _joins(character) and unicodedata.category(folded) not in ("Cf", "Mn", "Mc", "Me")
        )
        self[character] = folded if alone else ""
        return self[character]


def _table() -> dict[int, str]:
    stored = json.loads(TABLE.read_text(encoding="utf-8"))
    return {ord(old): new for old, new in zip(stored["from"], stored["to"], strict=True)} | {ord("ς"): "σ"}


_KINDS = _Kinds()
_FOLDS = _Folds()
_SIMPLIFIED = _table()


def tokens(text: str) -> list[Token]:
    """The words of a text in their order, each with its place in `text` as it was given."""
    folded, places = _folded(text)
    found: list[Token] = []
    start = -1
    for at, character in enumerate(folded):
        kind = _KINDS[character]
        if kind != _WORD and start >= 0:
            found.append(
                Token(folded[start : min(at, start + LONGEST)], _place(places, start), _end(places, at), False)
            )
            start = -1
        if kind == _SINGLE:
            found.append(Token(character, _place(places, at), _end(places, at + 1), True))
        elif kind == _WORD and start < 0:
            start = at
    if start >= 0:
        found.append(Token(folded[start : start + LONGEST], _place(places, start), _end(places, len(folded)), False))
    return found


def normalise(text: str) -> str:
    """The words with one space between them: what is indexed."""
    return " ".join(token.word for token in tokens(text))


def runs(query: str) -> list[Run]:
    """What a text must hold: a phrase for each run of single characters, each other word, the last of them as a beginning."""
    found: list[Run] = []
    phrase: list[str] = []
    end = -1
    for token in tokens(query):
        if phrase and (not token.single or token.start > end):
            found.append(Run(tuple(phrase)))
            phrase = []
        if token.single:
            phrase.append(token.word)
        else:
            found.append(Run((token.word,), prefix=True))
        end = token.end
    if phrase:
        found.append(Run(tuple(phrase)))
    last = max((at for at, run in enumerate(found) if run.prefix), default=-1)
    return [Run(run.words, run.prefix and at == last) for at, run in enumerate(found)]


def find(run: Run, words: list[Token], begin: int = 0) -> int:
    """Where a run stands in the words, from `begin` on; -1 where it does not."""
    size = len(run.words)
    for at in range(begin, len(words) - size + 1):
        if words[at].word == run.words[0] or (run.prefix and size == 1):
            if run.prefix and size == 1:
                if words[at].word.startswith(run.words[0]):
                    return at
            elif all(words[at + step].word == run.words[step] for step in range(1, size)):
                return at
    return -1


def _folded(text: str) -> tuple[str, list[int] | None]:
    """The text as it is compared, and for each of its characters the place it came from (None: the same place)."""
    if all(_FOLDS[character] for character in set(text)):
        return "".join(map(_FOLDS.__getitem__, text)), None
    parts: list[str] = []
    places: list[int] = []
    for start, end in _clusters(text):
        part = "".join(one for one in _fold(text[start:end]) if unicodedata.category(one) != "Cf")
        parts.append(part)
        places += [start] * len(part)
    return "".join(parts), [*places, len(text)]


def _fold(part: str) -> str:
    return unicodedata.normalize("NFKC", part).lower().translate(_SIMPLIFIED)


def _clusters(text: str) -> list[tuple[int, int]]:
    """Characters with what NFKC may join to them: marks, the later letters of a Hangul syllable, half-width voicing signs."""
    starts = [at for at, character in enumerate(text) if at == 0 or not _joins(character)]
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def _joins(character: str) -> bool:
    return unicodedata.category(character)[0] == "M" or "\u1160" <= character <= "\u11ff" or character in "\uff9e\uff9f"


def _place(places: list[int] | None, at: int) -> int:
    return at if places is None else places[at]


def _end(places: list[int] | None, at: int) -> int:
    """The end of what stands before `at`."""
    if places is None:
        return at
    before = places[at - 1]
    while places[at] == before and at < len(places) - 1:
        at += 1
    return places[at] if places[at] > before else places[-1]

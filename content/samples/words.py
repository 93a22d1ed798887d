"""How the sample courses are written down: texts in two languages, and references to pictures, films, sounds and questions by name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class T:
    """One text in Chinese and in English."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True)
class Named:
    """A reference: `kind` is picture, film, sound, song, document or question."""

    kind: str
    name: str


def picture(name: str) -> Named:
    return Named("picture", name)


Block = tuple[str, Any]


def show(name: str, alt: T, caption: T | str = "") -> Block:
    return "picture", {"picture": picture(name), "alt": alt, "caption": caption}


def note(tone: str, title: T, text: T) -> Block:
    return "callout", {"tone": tone, "title": title, "text": text}


def ask(name: str) -> Block:
    return "question", {"item": Named("question", name)}


def film(name: str, title: T) -> Block:
    return "video", {"title": title, "video": Named("film", name)}


def table(*rows: tuple[T, ...]) -> Block:
    return "table", {"data": [list(row) for row in rows], "cell": [], "first_row_is_table_header": True, "first_col_is_header": False, "table_header_choice": "row", "table_caption": ""}  # fmt: skip


def steps(title: T, *each: tuple[T, T, str, T]) -> Block:
    """Each step: title, text, name of the picture (may be empty), what it shows."""
    made = [{"title": a, "text": b, "picture": picture(c) if c else None, "alt": d if c else ""} for a, b, c, d in each]
    return "steps", {"title": title, "steps": made}


def terms(*each: tuple[T, T]) -> Block:
    """Each term in its language, and what it means. The Chinese reading is made from the characters."""
    return "glossary", {"terms": [{"term": term, "reading": T("", ""), "meaning": meaning} for term, meaning in each]}


@dataclass(frozen=True)
class Question:
    """A practice item of the kinds of lms/packages/shapes.py; `fields` hold its texts, the key and the ids."""

    kind: str
    prompt: T
    right: T
    wrong: T
    fields: dict[str, Any]


def choice(prompt: T, options: list[T], correct: str, right: T, wrong: T) -> Question:
    """`correct`: letters of the right options, "b" or "acd"."""
    made = [{"id": "abcdefgh"[n], "text": text} for n, text in enumerate(options)]
    return Question(
        "choice", prompt, right, wrong, {"options": made, "correct": list(correct), "multiple": len(correct) > 1}
    )


def order(prompt: T, shown: list[T], correct: str, right: T, wrong: T) -> Question:
    """`shown` as the learner sees them first; `correct`: their letters in the right order."""
    made = [{"id": "abcdefgh"[n], "text": text} for n, text in enumerate(shown)]
    return Question("order", prompt, right, wrong, {"entries": made, "correct": list(correct)})


def match(prompt: T, pairs: list[tuple[T, T]], shown: str, right: T, wrong: T) -> Question:
    """`pairs` that belong together; `shown`: the order of the right-hand side, as digits counted from 1."""
    left = [{"id": f"l{n}", "text": pair[0]} for n, pair in enumerate(pairs, start=1)]
    other = [{"id": f"r{digit}", "text": pairs[int(digit) - 1][1]} for digit in shown]
    correct = [[f"l{n}", f"r{n}"] for n in range(1, len(pairs) + 1)]
    return Question("match", prompt, right, wrong, {"left": left, "right": other, "correct": correct})


def fill_in(prompt: T, text: T, gaps: list[T], right: T, wrong: T) -> Question:
    """`text` with [[g1]], [[g2]] …; each gap: the accepted answers, separated by a bar."""
    made = [{"id": f"g{n}", "accept": accepted} for n, accepted in enumerate(gaps, start=1)]
    return Question("fill_in", prompt, right, wrong, {"text": text, "gaps": made})


@dataclass(frozen=True)
class Lesson:
    title: T
    minutes: int
    objectives: list[T]
    blocks: list[Block]
    plain: list[Block] = field(default_factory=list)
    rule: str = "opened"
    percent: int = 80


@dataclass(frozen=True)
class Unit:
    title: T
    lessons: list[Lesson]


@dataclass(frozen=True)
class Course:
    """`everywhere`: for all prisons, written by the province; otherwise by the first prison."""

    name: str
    kind: str
    title: T
    summary: T
    picture: str
    units: list[Unit]
    questions: dict[str, Question]
    everywhere: bool = False
    open_enrolment: bool = False
    of_the_month: bool = False

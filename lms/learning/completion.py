"""When a lesson counts as completed: pure, the same for any order in which statements arrived.

What the tablet claims about itself (success, score, completion) is never read: only that a lesson was open, which parts
of a video were played, and the server's own marks of the answers.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from lms.packages.shapes import Completion
from lms.records.api import Statement, verbs

_SEGMENT = re.compile(r"^\s*(\d+(?:\.\d+)?)\[\.\](\d+(?:\.\d+)?)\s*$")


@dataclass(frozen=True)
class DocumentFacts:
    """What one language version holds: its items, and the block and length of its longest video (None when unknown)."""

    items: frozenset[str] = frozenset()
    video: str = ""
    video_seconds: float | None = None


@dataclass(frozen=True)
class LessonFacts:
    """One package's rule, and its documents: a learner completes the lesson in any one of its languages."""

    completion: Completion
    documents: Sequence[DocumentFacts]


@dataclass(frozen=True)
class LessonState:
    """`fraction` is the share of what completes the lesson, 1 when completed."""

    course_iri: str
    fraction: float
    opened_at: datetime
    last_at: datetime
    completed_at: datetime | None


@dataclass
class _Evidence:
    played: dict[str, list[tuple[float, float]]] = field(default_factory=dict)  # block → seconds played
    claimed: dict[str, float] = field(default_factory=dict)  # block → fraction, where no segments were told
    best: dict[str, float] = field(default_factory=dict)  # item → best mark

    def take(self, statement: Statement, mark: float | None) -> None:
        if statement.verb == verbs.ANSWERED and mark is not None:
            self.best[statement.object_iri] = max(mark, self.best.get(statement.object_iri, 0.0))
        elif "#" in statement.object_iri:
            extensions = dig(statement.body, "result", "extensions")
            block = statement.object_iri
            if segments := segments_of(dig(extensions, verbs.VIDEO_SEGMENTS)):
                self.played[block] = merged([*self.played.get(block, []), *segments])
            elif (claim := _share(dig(extensions, verbs.VIDEO_PROGRESS))) is not None:
                self.claimed[block] = max(claim, self.claimed.get(block, 0.0))

    def fraction(self, facts: LessonFacts) -> float:
        return max((self._of(document, facts.completion.rule) for document in facts.documents), default=1.0)

    def _of(self, document: DocumentFacts, rule: str) -> float:
        if rule == "watched" and document.video:
            seconds = document.video_seconds
            played = sum(end - start for start, end in self.played.get(document.video, []))
            watched = min(1.0, played / seconds) if seconds else 0.0
            return max(watched, self.claimed.get(document.video, 0.0))
        if rule == "passed" and document.items:
            return sum(self.best.get(item, 0.0) for item in document.items) / len(document.items)
        return 1.0  # opened, or nothing there to watch or answer


def lesson_state(
    statements: Iterable[Statement],
    marks: Mapping[UUID, float],
    facts: Sequence[LessonFacts],
    attended: Set[UUID] = frozenset(),
) -> LessonState | None:
    """The state that these statements of one learner and lesson amount to (voided ones left out by the caller).

    `marks` by statement id; `attended`: statements by which an officer entered that the learner took part, which completes; `facts` of every package that the learner had before them: reaching the goal of one is enough.
    None when the lesson was never open.
    """
    ordered = sorted(
        (one for one in statements if one.verb in verbs.LEARNING or one.id in attended), key=lambda one: one.order
    )
    if not ordered:
        return None
    evidence, reached, completed_at = _Evidence(), 0.0, None
    for statement in ordered:
        evidence.take(statement, marks.get(statement.id))
        if completed_at is None:
            reached = max((_reached(evidence.fraction(one), one) for one in facts), default=0.0)
            reached = 1.0 if statement.id in attended else reached
            if reached >= 1.0:
                completed_at = statement.at
    return LessonState(
        course_iri=next((one.course_iri for one in reversed(ordered) if one.course_iri), ""),
        fraction=round(reached, 4),
        opened_at=ordered[0].at,
        last_at=ordered[-1].at,
        completed_at=completed_at,
    )


def _reached(fraction: float, facts: LessonFacts) -> float:
    """The share of the goal; watching has a hundredth of slack, since players round and rarely report the last frame."""
    rule, goal = facts.completion.rule, facts.completion.fraction
    slack = 0.01 if rule == "watched" else 1e-9
    if rule == "opened" or goal <= 0 or fraction >= goal - slack:
        return 1.0
    return min(fraction / goal, 0.99)


def merged(segments: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The union of stretches of time, in order, none touching another."""
    union: list[tuple[float, float]] = []
    for start, end in sorted(segments):
        if union and start <= union[-1][1]:
            union[-1] = (union[-1][0], max(end, union[-1][1]))
        else:
            union.append((start, end))
    return union


def segments_of(text: Any) -> list[tuple[float, float]]:
    """`0[.]12.5[,]20[.]40` of the xAPI video profile, in seconds; what cannot be read is left out."""
    if not isinstance(text, str) or len(text) > 20_000:
        return []
    found = (_SEGMENT.match(part) for part in text.split("[,]"))
    pairs = [(float(match[1]), float(match[2])) for match in found if match]
    return merged([(start, end) for start, end in pairs if start < end and math.isfinite(end)])


def _share(value: Any) -> float | None:
    return min(max(float(value), 0.0), 1.0) if isinstance(value, int | float) and not isinstance(value, bool) else None


def dig(tree: Any, *path: str) -> Any:
    """What lies at the end of a path through objects; None where anything else is in the way."""
    for name in path:
        tree = tree.get(name) if isinstance(tree, dict) else None
    return tree

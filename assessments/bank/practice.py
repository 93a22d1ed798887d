"""Marking practice answers on the server: the tablet's own score is feedback, never a mark.

A follower of the statement log. The item is read from the package that the learner had, so a question that was mended
later does not change what an answer was worth.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lms.learning import api as learning
from lms.packages import api as packages
from lms.packages import shapes
from lms.records import api as records

from .documents import read_item
from .scoring import score

FOLLOWER = "practice"
_HASH = re.compile(r"^[0-9a-f]{64}$")


def mark_practice(*, limit: int = 500) -> int:
    """Catch up with the log; returns how many statements were new. Marking twice changes nothing."""
    return records.follow(FOLLOWER, mark_batch, limit=limit)


def remark_practice() -> int:
    """Mark every answer again from the beginning of the log, after a change of the rules of marking."""
    records.restart(FOLLOWER)
    return mark_practice()


def mark_batch(batch: Sequence[records.Statement]) -> None:
    answered = (statement for statement in batch if statement.verb == records.verbs.ANSWERED)
    marks = [answer.mark for statement in answered if (answer := answer_of(statement))]
    if marks:
        learning.record_outcomes(marks)


@dataclass(frozen=True)
class Answer:
    """What a learner answered, to which item as they saw it, and the mark."""

    mark: learning.Mark
    item: shapes.Item
    response: str


def answer_of(statement: records.Statement) -> Answer | None:
    """None for an answer to something that no package of this lesson holds: it counts for nothing."""
    body = statement.body
    response = _dig(body, "result", "response")
    item = _item(statement.lesson_iri, statement.object_iri, _dig(body, "context", "extensions", records.verbs.PACKAGE))
    if item is None or not isinstance(response, str):
        return None
    response = response[:10_000]
    mark = learning.Mark(
        learner_id=statement.learner_id,
        lesson_iri=statement.lesson_iri,
        item_iri=statement.object_iri,
        statement_id=statement.id,
        scaled=score(item, response),
    )
    return Answer(mark, item, response)


def items_in_package(package_id: str) -> list[str]:
    """IRIs of the items that a lesson's package carries with their keys; none when it is not here."""
    try:
        return list(_read(package_id)[1])
    except (packages.NotBuilt, packages.BlobMissing):
        return []


def _item(lesson_iri: str, item_iri: str, package_id: Any) -> shapes.Item | None:
    """From the package that the statement names if it is one of this lesson, else from the live one."""
    if isinstance(package_id, str) and _HASH.match(package_id):
        found = _items_of(package_id, lesson_iri).get(item_iri)
        if found:
            return found
    live = packages.live_package(lesson_iri)
    return _items_of(live.pk, lesson_iri).get(item_iri) if live else None


def _items_of(package_id: str, lesson_iri: str) -> dict[str, shapes.Item]:
    try:
        owner, items = _read(package_id)
    except (packages.NotBuilt, packages.BlobMissing):
        return {}
    return items if owner == lesson_iri else {}


@lru_cache(maxsize=1024)
def _read(package_id: str) -> tuple[str, dict[str, shapes.Item]]:
    """All items of a package's documents; packages never change. Raises NotBuilt, BlobMissing."""
    manifest = packages.lesson_manifest(package_id)
    items: dict[str, shapes.Item] = {}
    for entry in manifest.entries:
        if entry.role == "document":
            with packages.open_blob(entry.sha256) as source:
                blocks = json.load(source).get("blocks", [])
            for block in blocks:
                if block.get("type") == "question":
                    item = read_item.validate_python(block["item"])
                    items[item.id] = item
    return manifest.lesson, items


def _dig(tree: Any, *path: str) -> Any:
    for name in path:
        tree = tree.get(name) if isinstance(tree, dict) else None
    return tree

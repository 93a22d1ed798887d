"""What others may ask of the statement log."""

from __future__ import annotations

import json
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from lms.audit import api as audit
from lms.lib.errors import Invalid
from lms.lib.ids import new_id

from . import verbs
from .following import follow, restart, waiting
from .log import AppendResult, append
from .models import ArrivedAttachment, Statement, StatementAttachment
from .statements import NewStatement, NotAStatement, parse_statement
from .tally import Beyond, beyond, head, mark_safe, safe_through

__all__ = [
    "AppendResult",
    "Beyond",
    "NewStatement",
    "NotAStatement",
    "Statement",
    "append",
    "attachment_arrived",
    "beyond",
    "find_statement",
    "follow",
    "head",
    "mark_safe",
    "missing_attachments",
    "parse_statement",
    "restart",
    "safe_through",
    "statements_for",
    "verbs",
    "void",
    "voided_among",
    "waiting",
    "work_of",
]


def statements_for(learner_id: UUID, *, course: str = "", lesson: str = "") -> QuerySet[Statement]:
    """All that is stored of a learner, oldest first; of one course or lesson when named. Voided ones too: see voided_among."""
    return Statement.objects.of(learner_id, course=course, lesson=lesson)


def work_of(learner_id: UUID, *, after: int = 0, besides: UUID | None = None, limit: int) -> list[Statement]:
    """The next of a learner's statements in the order of the log; without those that the tablet `besides` made."""
    found = Statement.objects.of(learner_id).filter(seq__gt=after).order_by("seq")
    return list((found.exclude(device_id=besides) if besides else found)[:limit])


def find_statement(statement_id: UUID) -> Statement | None:
    return Statement.objects.filter(id=statement_id).first()


def voided_among(statements: Iterable[Statement]) -> set[UUID]:
    """Those of these statements that a later one takes back: one about the same learner, and not itself a voiding."""
    owners = {statement.id: statement.learner_id for statement in statements if statement.verb != verbs.VOIDED}
    voided: set[UUID] = set()
    targets = [f"urn:uuid:{statement_id}" for statement_id in owners]
    for start in range(0, len(targets), 500):
        rows = Statement.objects.filter(verb=verbs.VOIDED, object_iri__in=targets[start : start + 500])
        for target, learner_id in rows.order_by().values_list("object_iri", "learner_id"):
            statement_id = UUID(target.removeprefix("urn:uuid:"))
            if owners[statement_id] == learner_id:
                voided.add(statement_id)
    return voided


@transaction.atomic
def void(statement_id: UUID, *, by: object, reason: str) -> Statement:
    """Take a statement back by a new one that says who did it and why; both stay. Who may is the caller's question.

    Raises Invalid when there is no such statement, or it is a voiding itself.
    """
    target = find_statement(statement_id)
    if target is None or target.verb == verbs.VOIDED:
        raise Invalid()
    now = timezone.now()
    tree = {
        "id": str(new_id()),
        "actor": {"objectType": "Agent", "account": {"homePage": "urn:newleaf", "name": str(target.learner_id)}},
        "verb": {"id": verbs.VOIDED},
        "object": {"objectType": "StatementRef", "id": str(target.id)},
        "result": {"response": reason},
        "context": {
            "contextActivities": {"parent": _activities(target.lesson_iri), "grouping": _activities(target.course_iri)},
            "instructor": {"objectType": "Agent", "name": audit.label(by)},
        },
        "timestamp": now.isoformat(),
    }
    new = parse_statement(json.dumps(tree), prison_id=target.prison_id)
    append([new])
    audit.log(
        by=by,
        verb="records.statement.voided",
        target=f"statement:{target.id}",
        detail={"reason": reason},
        prison=target.prison_id,
    )
    return Statement.objects.get(id=new.id)


def attachment_arrived(sha256: str, size: int) -> None:
    """These bytes are durable now (fsynced, and checked against their hash by the caller). Safe to say twice."""
    ArrivedAttachment.objects.get_or_create(sha256=sha256, defaults={"bytes": size})


def missing_attachments(statement_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """The hashes that statements name and whose bytes have not arrived, per statement; complete statements are left out."""
    missing: dict[UUID, list[str]] = {}
    named = StatementAttachment.objects.filter(statement_id__in=list(statement_ids))
    for statement_id, sha256 in named.exclude(sha256__in=ArrivedAttachment.objects.values("sha256")).values_list(
        "statement_id", "sha256"
    ):
        missing.setdefault(statement_id, []).append(sha256)
    return missing


def _activities(iri: str) -> list[dict[str, str]]:
    return [{"objectType": "Activity", "id": iri}] if iri else []

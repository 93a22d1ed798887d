"""Statements for tests, as a tablet writes them, through the real parser and log."""

import json
from datetime import UTC, datetime
from uuid import UUID

from lms.lib.ids import new_id
from lms.records import api as records

LESSON = "urn:newleaf:lesson:0190aaaa-0000-7000-8000-000000000001"
COURSE = "urn:newleaf:course:0190bbbb-0000-7000-8000-000000000001"


def tree(
    learner,
    verb=records.verbs.EXPERIENCED,
    object_iri=LESSON,
    *,
    lesson=LESSON,
    course=COURSE,
    statement_id=None,
    at=None,
    **more,
):
    """The JSON of one statement; `more` is merged in (result=…, attachments=…); package= goes into the context."""
    package = more.pop("package", None)
    context = {
        "contextActivities": {
            "parent": [{"id": lesson}] if lesson else [],
            "grouping": [{"id": course}] if course else [],
        },
        "language": "zh-hans",
        "extensions": {"urn:newleaf:package": package} if package else {},
    }
    return {
        "id": str(statement_id or new_id()),
        "actor": {"objectType": "Agent", "account": {"homePage": "urn:newleaf", "name": str(learner.pk)}},
        "verb": {"id": verb},
        "object": {"objectType": "Activity", "id": object_iri},
        "context": context,
        "timestamp": (at or datetime(2026, 3, 1, 8, tzinfo=UTC)).isoformat(),
        **more,
    }


def new_statement(learner, *args, device=None, seq=None, **kwargs):
    """A NewStatement that has not been appended."""
    raw = json.dumps(tree(learner, *args, **kwargs))
    return records.parse_statement(raw, prison_id=learner.prison_id, device_id=getattr(device, "pk", None), seq=seq)


def a_statement(learner, *args, **kwargs):
    """A statement in the log."""
    new = new_statement(learner, *args, **kwargs)
    records.append([new])
    return records.Statement.objects.get(id=UUID(str(new.id)))

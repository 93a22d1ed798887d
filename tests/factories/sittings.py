"""Sittings through the real api, and a candidate's tablet in Python."""

import uuid
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from assessments.exams import api as exams
from assessments.exams.sittings import api as sittings
from assessments.exams.sittings.package import open_paper, unb64
from lms.packages import api as packages
from lms.people import api as people
from lms.sync.protocol import SealedPaper
from tests.factories import people as a
from tests.factories.bank import KINDS, an_item
from tests.factories.papers import a_paper, fixed

FAST = 1_000  # iterations: a test seals many packages


def an_approved_paper(by, *, kinds=("choice", "order", "fill_in"), points=2, **fields):
    paper = a_paper(by, *(fixed(an_item(by, kind), points=points) for kind in kinds), **fields)
    return exams.approve_paper(paper.pk, by=by)


def candidates(ward, count, *, by=None, first=2001):
    """Learners; with a PIN of their own where somebody (`by`) gives it: 248160 and so on."""
    made = [a.learner(ward, number=str(first + n), name=f"考生{n + 1}") for n in range(count)]
    for n, learner in enumerate(made if by else []):
        people.set_pin(learner.pk, by=by, pin=f"24816{n % 10}")
    return made


def a_sitting(by, learners, *, version=None, invigilator=None, room="一号教室", **fields):
    version = version or an_approved_paper(by)
    start = fields.pop("planned_start", None) or timezone.now() + timedelta(minutes=5)
    sitting = sittings.plan_sitting(
        by=by,
        version=version,
        prison=learners[0].prison,
        room=room,
        planned_start=start,
        invigilator=invigilator or by,
        **fields,
    )
    sittings.add_candidates(sitting.pk, [one.pk for one in learners], by=by)
    return sitting


def a_sealed_sitting(by, learners, **fields):
    return sittings.seal_sitting(a_sitting(by, learners, **fields).pk, by=by, iterations=FAST)


def an_open_sitting(by, learners, **fields):
    return sittings.open_sitting(a_sealed_sitting(by, learners, **fields).pk, by=by)


def package_of(sitting):
    with packages.open_blob(sitting.package) as file:
        return SealedPaper.model_validate_json(file.read())


def paper_of(sitting, **how):
    return open_paper(package_of(sitting), **how)


class Candidate:
    """One candidate at one tablet (tests/factories/tablet.py): answers as the app does, and counts the time used."""

    def __init__(self, tablet, sitting, seat, *, used_ms=0):
        self.tablet, self.sitting, self.seat, self.used_ms = tablet, sitting, seat, used_ms
        self.boot, self.monotonic_ms = str(uuid.uuid4()), 1_000
        self.statement_ids = []

    def passes(self, seconds):
        self.used_ms += int(seconds * 1000)
        self.monotonic_ms += int(seconds * 1000)
        return self

    def restart(self):
        """The app begins anew: its monotonic clock too."""
        self.boot, self.monotonic_ms = str(uuid.uuid4()), 1_000
        return self

    def begin(self):
        return self._write("initialized")

    def answer(self, item, response, **fields):
        """`fields`: further members of the statement, such as its attachments."""
        return self._write("answered", item, {"response": response}, **fields)

    def submit(self):
        return self._write("terminated")

    def _write(self, verb, item=None, result=None, **fields):
        place = f"urn:newleaf:sitting:{self.sitting}" + (f"#{item}" if item is not None else "")
        now = datetime.now(UTC).isoformat()
        document = {
            "id": str(uuid.uuid4()),
            "actor": {"objectType": "Agent", "account": {"homePage": "urn:newleaf", "name": str(self.seat.learner_id)}},
            "verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}"},
            "object": {"objectType": "Activity", "id": place},
            "context": {
                "registration": str(self.seat.pk),
                "language": "zh-Hans",
                "extensions": {
                    "urn:newleaf:device": self.tablet.device,
                    "urn:newleaf:monotonic_ms": self.monotonic_ms,
                    "urn:newleaf:boot": self.boot,
                    "urn:newleaf:used_ms": self.used_ms,
                    "urn:newleaf:now": now,
                },
            },
            "timestamp": now,
        }
        self.statement_ids.append(uuid.UUID(document["id"]))
        return self.tablet.write(document | ({"result": result} if result else {}) | fields)

    def api(self, verb, body=None):
        return self.tablet.json("POST", f"/api/v1/exams/{self.sitting}/seats/{self.seat.pk}/{verb}", body)


__all__ = ["KINDS", "Candidate", "unb64"]

"""A sitting with practical tasks, and an evaluator's tablet in Python: signs and delivers as the app does."""

import json
import uuid
from datetime import UTC, datetime, timedelta

from joserfc import jws
from joserfc.jwk import ECKey

from assessments.exams import api as exams
from assessments.exams.models import ItemVersion, Performance
from assessments.exams.practical import api as practical
from assessments.exams.practical.shapes import Key
from lms.lib.canonical import canonical_json, sha256_hex
from lms.lib.keys import public_jwk
from tests.factories import sittings as some
from tests.factories.bank import an_item
from tests.factories.papers import a_paper, fixed

RUBRIC = [
    {"title": "安全", "levels": [{"points": 0, "description": "没有断电"}, {"points": 2, "description": "已断电"}]},
    {
        "title": "焊缝",
        "levels": [
            {"points": 0, "description": "有裂纹"},
            {"points": 1, "description": "有小缺陷"},
            {"points": 2, "description": "均匀"},
        ],
    },
]
PROMPT = "<p>焊接一条平焊缝。</p>"


def a_practical_paper(by, *, points=10, tasks=1):
    made = [
        an_item(by, "practical", prompt=PROMPT, answers={"minutes": 30, "materials": "焊枪", "rubric": RUBRIC})
        for _ in range(tasks)
    ]
    parts = [fixed(an_item(by), points=2), *(fixed(one, points=points) for one in made)]
    return exams.approve_paper(a_paper(by, *parts, title="焊工实操").pk, by=by)


def a_practical_sitting(by, learners, **fields):
    """Open, with one choice and one practical task worth 10 points in each form."""
    return some.an_open_sitting(by, learners, version=a_practical_paper(by), **fields)


def task_of(sitting, number=1):
    """(seat, the ItemVersion of its practical task)."""
    seat = sitting.seats.get(number=number)
    items = ItemVersion.objects.in_bulk([place["item"] for place in seat.form]).values()
    return seat, next(one for one in items if one.document["kind"] == "practical")


def levels(item, *places):
    return {criterion["id"]: place for criterion, place in zip(item.document["rubric"], places, strict=True)}


class Pen:
    """One evaluator's key on one tablet."""

    def __init__(self, officer, *, registered=True):
        self.officer, self.id = officer, uuid.uuid4()
        self.private = ECKey.generate_key("P-256", private=True)
        if registered:
            practical.register_key(self.key(), by=officer)

    def key(self):
        return Key(id=self.id, jwk=public_jwk(self.private), label="工位一")

    def sign(self, content, **changes):
        said = {
            "id": str(uuid.uuid4()),
            "assessment": content["assessment"],
            "content": sha256_hex(canonical_json(content)),
            "officer": self.officer.pk,
            "signed_at": datetime.now(UTC).isoformat(),
        } | changes
        return said["id"], jws.serialize_compact(
            {"alg": "ES256", "kid": str(self.id)}, canonical_json(said), self.private, algorithms=["ES256"]
        )

    def assess(self, seat, item, *places, **changes):
        """An assessment with the first signature, as a record."""
        now = datetime.now(UTC)
        content = {
            "assessment": str(uuid.uuid4()),
            "replaces": None,
            "sitting": str(seat.sitting_id),
            "seat": str(seat.pk),
            "item": item.pk,
            "assessor": self.officer.pk,
            "levels": levels(item, *places) if places else levels(item, 1, 1),
            "note": "焊缝均匀",
            "photos": [],
            "began_at": (now - timedelta(minutes=20)).isoformat(),
            "ended_at": now.isoformat(),
            "seconds": 1100,
        } | changes
        return {
            "kind": "assessment",
            "id": content["assessment"],
            "content": content,
            "jws": self.sign(content)[1],
        }

    def countersign(self, record):
        name, token = self.sign(record["content"])
        return {"kind": "signature", "id": name, "assessment": record["id"], "jws": token}


def deliver(*records, by):
    """[(state, code)] in their order, through JSON as over the line."""
    verdicts = practical.take_in(json.loads(json.dumps(records)), by=by)
    return [(one.state, one.code) for one in verdicts]


def standing(seat, item):
    return practical.task_of(Performance.objects.get(seat=seat, item=item)).standing

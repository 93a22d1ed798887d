"""Some weeks of learning: statements as the tablet of the first ward would have sent them, questions and answers, plans."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from assessments.bank import api as bank
from lms.learning import api as learning
from lms.lib.ids import new_id
from lms.packages import api as packages
from lms.packages.shapes import LessonDocument, LessonRef
from lms.people import api as people
from lms.people.models import Device, Learner
from lms.records import api as records

from .people import Cast

WATCHERS = 40  # learners with a history
QUESTIONS = [
    ("老师，36伏的灯在干燥的地方安全吗？", "干燥的地方一般可以。潮湿的地方只能用24伏以下，金属容器里用12伏。"),
    ("验电笔亮得很弱，是有电还是没有电？", "弱亮也当作有电。换一支好的笔，在有电的地方先试一试，再测。"),
    ("宪法和民法典哪个大？", "宪法最大。民法典也要依据宪法来制定。"),
    ("我看字很慢，考试时间能长一点吗？", ""),
    ("接地线先接哪一头？我老是记反。", ""),
]


def load_plans(cast: Cast, groups: dict[str, Any], iris: dict[str, str]) -> None:
    """The civic topic for every ward, the trades for a group, Chinese for those from abroad."""
    office, today = cast.officers["education_office"], timezone.localdate()
    other = cast.officers["education_office2"]
    for ward in cast.wards:
        by = office if ward.prison_id == cast.first.pk else other
        learning.assign_course(iris["constitution"], by=by, ward=ward, due_on=today + timedelta(days=21))
    learning.assign_course(
        iris["electrician"], by=office, group=groups["低压电工一班"], due_on=today + timedelta(days=60)
    )
    learning.assign_course(
        iris["chinese"], by=office, group=groups["外籍学员中文班"], due_on=today + timedelta(days=45)
    )


def load_history(cast: Cast, device: Device, iris: dict[str, str]) -> None:
    """Once: a tablet that has sent nothing yet gets its past."""
    if records.Statement.objects.filter(device_id=device.pk).exists():
        return
    chance = random.Random(7)  # noqa: S311 (a made-up past, no secret)
    learners = list(Learner.objects.filter(ward=cast.wards[0]).order_by("number")[:WATCHERS])
    trees = []
    for place, learner in enumerate(learners):
        diligence = 1.0 if place < 2 else chance.random()
        for name in ("constitution", "electrician"):
            trees += list(_course(iris[name], learner, diligence if place != 0 else 0.6, chance))
    for (text, _answer), learner in zip(QUESTIONS, learners[2:], strict=False):
        trees.append(_statement(learner, records.verbs.ASKED, _first_lesson(iris["electrician"]), iris["electrician"], _first_lesson(iris["electrician"]), _ago(chance.uniform(1, 6)), result={"response": text}))  # fmt: skip
    trees.sort(key=lambda tree: tree["timestamp"])
    new = [
        records.parse_statement(
            json.dumps(tree, ensure_ascii=False), prison_id=cast.first.pk, device_id=device.pk, seq=seq
        )
        for seq, tree in enumerate(trees, start=1)
    ]
    for start in range(0, len(new), 100):
        records.append(new[start : start + 100])
    for learner in learners:
        people.note_sign_in(device, learner)
    people.record_contact(device, app_version="1.0.0", free_bytes=21 << 30, waiting=0)
    while learning.project_progress():
        pass
    while bank.mark_practice():
        pass
    _answer_questions(cast)


def _answer_questions(cast: Cast) -> None:
    answers = dict(QUESTIONS)
    teacher = cast.officers["teacher"]
    for question in learning.questions_for(teacher):
        if answers.get(question.text):
            learning.answer_question(question.pk, answers[question.text], by=teacher)


def _course(iri: str, learner: Learner, diligence: float, chance: random.Random) -> Iterator[dict[str, Any]]:
    """Lessons one after another, as far as this learner got."""
    lessons = packages.course(iri).lessons
    reached = round(diligence * len(lessons) + chance.uniform(-0.4, 0.4))
    at = _ago(28 - chance.uniform(0, 6))
    for ref in lessons[: max(0, reached)]:
        yield from _lesson(iri, ref, learner, diligence, at, chance)
        at += timedelta(days=chance.uniform(0.8, 3), minutes=chance.uniform(0, 300))


def _lesson(
    course: str, ref: LessonRef, learner: Learner, diligence: float, at: datetime, chance: random.Random
) -> Iterator[dict[str, Any]]:
    def one(verb: str, thing: str, minutes: float, **result: Any) -> dict[str, Any]:
        return _statement(
            learner,
            verb,
            thing,
            course,
            ref.lesson,
            at + timedelta(minutes=minutes),
            package=ref.package,
            result=result,
        )

    yield one(records.verbs.EXPERIENCED, ref.lesson, 0)
    for block in _document(ref).blocks:
        if block.type == "video":
            seen = 1.0 if chance.random() < diligence + 0.2 else chance.uniform(0.2, 0.7)
            until = round((block.video.seconds or 60) * seen, 1)
            segments = {records.verbs.VIDEO_PROGRESS: round(seen, 3), records.verbs.VIDEO_SEGMENTS: f"0[.]{until}"}
            yield one(records.verbs.PROGRESSED, f"{ref.lesson}#{block.id}", 4, extensions=segments)
        elif block.type == "question":
            right = chance.random() < 0.55 + 0.4 * diligence
            response = _response(block.item, right)
            yield one(
                records.verbs.ANSWERED,
                block.item.id,
                chance.uniform(5, 18),
                response=response,
                success=right,
                score={"scaled": 1 if right else 0},
            )
        elif block.type == "reflection" and chance.random() < diligence:
            yield one(records.verbs.REFLECTED, f"{ref.lesson}#{block.id}", 19, completion=True)


def _response(item: Any, right: bool) -> str:
    """In the formats of xAPI's interactions; a wrong one is the right one turned round."""
    if item.kind == "choice":
        others = [one.id for one in item.options if one.id not in item.correct]
        return "[,]".join(item.correct if right else others[:1])
    if item.kind == "order":
        return "[,]".join(item.correct if right else item.correct[::-1])
    if item.kind == "match":
        lefts, rights = [pair[0] for pair in item.correct], [pair[1] for pair in item.correct]
        return "[,]".join(
            f"{left}[.]{other}" for left, other in zip(lefts, rights if right else rights[::-1], strict=True)
        )
    return "[,]".join(gap.accept[0] if right else "？" for gap in item.gaps)


def _document(ref: LessonRef) -> LessonDocument:
    entries = packages.lesson_manifest(ref.package).entries
    entry = next(
        one for one in entries if one.role == "document" and one.language == "zh-hans" and "plain" not in one.path
    )
    with packages.open_blob(entry.sha256) as file:
        return LessonDocument.model_validate_json(file.read())


def _first_lesson(course: str) -> str:
    return packages.course(course).lessons[0].lesson


def _ago(days: float) -> datetime:
    return timezone.now() - timedelta(days=days)


def _statement(
    learner: Learner,
    verb: str,
    thing: str,
    course: str,
    lesson: str,
    at: datetime,
    *,
    package: str = "",
    result: dict[str, Any] | None = None,
) -> dict[str, Any]:
    extensions = {records.verbs.PACKAGE: package} if package else {}
    tree = {
        "id": str(new_id()),
        "actor": {"objectType": "Agent", "account": {"homePage": "urn:newleaf", "name": str(learner.pk)}},
        "verb": {"id": verb},
        "object": {"objectType": "Activity", "id": thing},
        "context": {
            "contextActivities": {"parent": [{"id": lesson}], "grouping": [{"id": course}]},
            "language": learner.language,
            "extensions": extensions,
        },
        "timestamp": at.isoformat(),
    }
    return tree | ({"result": result} if result else {})

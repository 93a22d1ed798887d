"""The sample bank, its papers, a sitting that is over and one that is about to begin, in the database. Each step makes only what is missing."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments.bank.drafts import Draft, Outcome, Verdict, read_any_item
from assessments.bank.exchange.taking import take_items
from assessments.bank.models import Item, Occupation
from assessments.exams import api as exams
from assessments.exams.models import Incident, ItemVersion, Paper, PaperVersion, Seat, Sitting
from assessments.exams.sittings import api as sittings
from assessments.exams.sittings.attempts import BOOT, MONOTONIC, NOW, USED
from assessments.exams.sittings.sealing import disguise_of
from assessments.exams.sittings.states import SittingState
from lms.lib.ids import new_id
from lms.people.models import Device, Learner, Officer, Prison
from lms.records import api as records

from .certification import load_certification
from .items import SOURCES, drafts
from .marking import mark_past_sitting
from .papers import COOK, PAPERS, WELDER, Draw, Fixed, SamplePaper
from .sitting import answers

Report = Callable[[int, str], None]  # of 100
AT_ONCE = 10  # questions in one transaction: the demo's web server writes beside us
PAST_CANDIDATES, READY_CANDIDATES = 60, 12
PAST, READY = "焊工（五级）理论考试 · 上一期", "中式烹调师（五级）理论考试"


@dataclass(frozen=True)
class Cast:
    """Who holds the sample exams, on which tablet, and who sits them."""

    prison: Prison
    evaluator: Officer
    second: Officer  # evaluator
    chief: Officer
    invigilator: Officer
    office: Officer  # of education: releases the marks
    device: Device
    past: Sequence[Learner]
    ready: Sequence[Learner]


def load_exams(cast: Cast, report: Report) -> None:
    load_bank(cast.evaluator, lambda percent, sentence: report(percent * 8 // 10, sentence))
    report(82, "正在组卷")
    versions = load_papers(cast.evaluator)
    report(86, "正在准备一场待开始的考试")
    ready = load_ready_sitting(cast, versions)
    report(90, "正在准备一场已结束的考试")
    past = load_past_sitting(cast, versions)
    report(95, "正在阅卷")
    past = mark_past_sitting(past, markers=(cast.evaluator, cast.second), chief=cast.chief, releaser=cast.office)
    report(98, "正在登记考生")
    load_certification(
        by=cast.evaluator,
        second=cast.second,
        chief=cast.chief,
        versions=versions,
        past=past,
        ready=ready,
        others=list(cast.past),
    )


def load_bank(by: Officer, report: Report) -> None:
    """403 questions with their pictures."""
    for name, code in (("焊工", "6-18-02-04"), ("中式烹调师", "4-03-02-01")):
        Occupation.objects.get_or_create(name=name, defaults={"code": code})
    known = set(Item.objects.filter(source__in=SOURCES.values()).values_list("name", flat=True))
    missing = [draft for draft in drafts() if draft.name not in known]
    for start in range(0, len(missing), AT_ONCE):
        some = missing[start : start + AT_ONCE]
        take_items([Verdict(draft.name, Outcome.TAKEN, draft) for draft in some], by=by)
        report(100 * (start + len(some)) // len(missing), "正在写入题库")


def load_papers(by: Officer) -> dict[str, PaperVersion]:
    """By title: each paper's approved version."""
    found = {}
    for sample in PAPERS:
        paper = Paper.objects.filter(title=sample.title).first() or _paper(sample, by)
        found[sample.title] = paper.newest or exams.approve_paper(paper.pk, by=by)
    return found


def _paper(sample: SamplePaper, by: Officer) -> Paper:
    by_name = {item.name: item for item in Item.objects.filter(source=SOURCES[sample.language])}
    sections = [
        (
            "section",
            {
                "title": section.title,
                "instructions": "",
                "parts": [_part(part, section.points_each, by_name) for part in section.parts],
            },
        )
        for section in sample.sections
    ]
    return exams.create_paper(
        by=by,
        title=sample.title,
        kind=sample.kind,
        sections=sections,
        occupation=Occupation.objects.filter(name=sample.occupation).first() if sample.occupation else None,
        language=sample.language,
        points=Decimal(100),
        pass_mark=Decimal(str(sample.pass_mark)),
        minutes=sample.minutes,
    )


def _part(part: Fixed | Draw, points: float, by_name: dict[str, Item]) -> tuple[str, dict[str, Any]]:
    worth = Decimal(str(points))
    if isinstance(part, Fixed):
        return ("fixed", {"item": by_name[part.name].pk, "points": worth})
    easiest, hardest = part.difficulty
    return (
        "draw",
        {
            "count": part.count,
            "points": worth,
            "topics": "，".join(part.topics),
            "easiest": str(easiest),
            "hardest": str(hardest),
            "kinds": list(part.kinds),
            "several": {None: "", True: "several", False: "one"}[part.several],
        },
    )


# ── A sitting that is over ───────────────────────────────────────────────────────────────────────


def load_past_sitting(cast: Cast, versions: dict[str, PaperVersion]) -> Sitting:
    """60 attempts, three weeks ago, as a tablet would have sent them. It ends here: marking is another step."""
    began = timezone.now().replace(hour=1, minute=0, second=0, microsecond=0) - timedelta(days=21)
    sitting = Sitting.objects.filter(title=PAST, prison=cast.prison).first()
    if sitting is None:
        sitting = _planned(cast, versions[WELDER.title], PAST, began, cast.past)
    if sitting.state == SittingState.PLANNED:
        sitting = sittings.seal_sitting(sitting.pk, by=cast.evaluator)
    if sitting.state == SittingState.SEALED:
        sitting = sittings.open_sitting(sitting.pk, by=cast.invigilator)
        Sitting.objects.filter(pk=sitting.pk).update(opened_at=began)
    if sitting.state == SittingState.OPEN:
        _write_attempts(sitting, cast.device, began)
        sittings.follow_sittings()
        sittings.note_incident(sitting.pk, "第二排灯管闪烁，已请电工处理，没有影响考试。", by=cast.invigilator)
        sitting = sittings.end_sitting(sitting.pk, by=cast.invigilator)
        ended = began + timedelta(minutes=sitting.minutes + 5)
        Sitting.objects.filter(pk=sitting.pk).update(ended_at=ended)
        Incident.objects.filter(sitting=sitting, kind=Incident.Kind.NOTE).update(at=began + timedelta(minutes=12))
        sitting.refresh_from_db()
    return sitting


@transaction.atomic
def _planned(
    cast: Cast, version: PaperVersion, title: str, start: datetime, learners: Sequence[Learner], room: str = "第一教室"
) -> Sitting:
    sitting = sittings.plan_sitting(
        by=cast.evaluator,
        version=version,
        prison=cast.prison,
        title=title,
        room=room,
        planned_start=start,
        invigilator=cast.invigilator,
    )
    sittings.add_candidates(sitting.pk, [one.pk for one in learners], by=cast.evaluator)
    return sitting


def _write_attempts(sitting: Sitting, device: Device, began: datetime) -> None:
    """Statements into the log, once: one who is killed in between has written all of a candidate's or none."""
    seats = list(sitting.seats.select_related("learner"))
    items = {
        one.pk: one
        for one in ItemVersion.objects.filter(
            pk__in={place["item"] for seat in seats for place in seat.form}
        ).select_related("item")
    }
    for seat in seats:
        if records.statements_for(seat.learner_id).filter(object_iri=sitting.iri).exists():
            continue
        trees = _attempt(sitting, seat, items, device, began)
        records.append(
            [
                records.parse_statement(
                    json.dumps(tree, ensure_ascii=False), prison_id=sitting.prison_id, device_id=device.pk
                )
                for tree in trees
            ]
        )


def _attempt(
    sitting: Sitting, seat: Seat, items: dict[int, ItemVersion], device: Device, began: datetime
) -> list[dict[str, Any]]:
    form = [items[place["item"]] for place in seat.form]
    made = [
        Draft(item=read_any_item.validate_python(one.document), name=one.item.name, difficulty=one.item.difficulty)
        for one in form
    ]
    given = answers(made, candidates=1, minutes=sitting.minutes, first=seat.number)
    began += timedelta(seconds=random.Random(seat.number).randint(20, 90))  # noqa: S311
    boot, used = str(new_id()), 0.0

    def tree(verb: str, item: int | None = None, response: str | None = None) -> dict[str, Any]:
        now = (began + timedelta(seconds=used)).isoformat()
        found: dict[str, Any] = {
            "id": str(new_id()),
            "actor": {"objectType": "Agent", "account": {"homePage": "urn:newleaf", "name": str(seat.learner_id)}},
            "verb": {"id": verb},
            "object": {"objectType": "Activity", "id": sitting.iri + (f"#{item}" if item else "")},
            "context": {
                "registration": str(seat.pk),
                "extensions": {
                    "urn:newleaf:device": str(device.pk),
                    USED: round(used * 1000),
                    MONOTONIC: round(used * 1000) + 5000,
                    BOOT: boot,
                    NOW: now,
                },
            },
            "timestamp": now,
        }
        return found | ({"result": {"response": response}} if response is not None else {})

    trees = [tree(records.verbs.INITIALIZED)]
    for version, answer in zip(form, given, strict=True):
        used += answer.seconds
        if answer.response:
            told = disguise_of(sitting, version).done(answer.response)
            trees.append(tree(records.verbs.ANSWERED, version.pk, told))
    used = min(used + 20, sitting.minutes * 60)
    return [*trees, tree(records.verbs.TERMINATED)]


# ── A sitting that is about to begin ─────────────────────────────────────────────────────────────


def load_ready_sitting(cast: Cast, versions: dict[str, PaperVersion]) -> Sitting:
    """Sealed, for today: the invigilator only has to open it."""
    sitting = Sitting.objects.filter(title=READY, prison=cast.prison).first()
    if sitting is None:
        start = (timezone.now() + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
        sitting = _planned(cast, versions[COOK.title], READY, start, cast.ready, room="第二教室")
        slow = sitting.seats.order_by("number")[1]
        sittings.grant_accommodation(sitting.pk, slow.pk, by=cast.evaluator, extra_minutes=15, read_aloud=True)
    if sitting.state == SittingState.PLANNED:
        sitting = sittings.seal_sitting(sitting.pk, by=cast.evaluator)
    return sitting

"""The past sitting of the samples marked by two officers, moderated and released; two learners contest their marks."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from decimal import Decimal

from django.utils import timezone

from assessments.bank.drafts import read_any_item
from assessments.exams.marking import api as marking
from assessments.exams.models import Appeal, Mark, Seat, Sitting
from assessments.exams.sittings.states import SittingState
from lms.lib.ids import new_id
from lms.packages import shapes
from lms.people.models import Officer
from lms.records import api as records

COMMENTS = ("写得清楚，步骤完整。", "方法对，但少写了一步。", "请再看一遍课文，想一想为什么这样做。")
CONTESTED = "第二大题我觉得答案也可以是另一个，请老师再看一看。"


def mark_past_sitting(sitting: Sitting, *, markers: Sequence[Officer], chief: Officer, releaser: Officer) -> Sitting:
    """Goes on where it stopped."""
    if sitting.state == SittingState.ENDED:
        marking.score_sitting(sitting.pk)
        for officer in (*markers, chief):  # the third decides where two differ
            _mark_all(sitting, officer)
        sitting = marking.close_marking(sitting.pk, by=chief)
    if sitting.state == SittingState.MARKED:
        marking.approve_marks(sitting.pk, by=chief)
        sitting.refresh_from_db()
    if sitting.state == SittingState.MODERATED:
        sitting = marking.release_marks(sitting.pk, by=releaser)
    if not Appeal.objects.filter(seat__sitting=sitting).exists():
        _contest(sitting)
    return sitting


def _mark_all(sitting: Sitting, officer: Officer) -> None:
    for pile in marking.piles_for(officer):
        if pile.sitting.pk != sitting.pk:
            continue
        while (mark := marking.claim_next(sitting.pk, pile.item, by=officer)) is not None:
            levels, comment = _judged(mark, officer)
            marking.give_mark(mark.pk, by=officer, levels=levels, comment=comment)


def _judged(mark: Mark, officer: Officer) -> tuple[dict[str, int], str]:
    """By how much of the model answer a text says; now and then two officers see it differently."""
    item = read_any_item.validate_python(mark.score.item.document)
    assert isinstance(item, shapes.ExtendedTextItem)
    said = len(mark.response) / len(item.model_answer) if item.model_answer else 0.0
    levels = {}
    for criterion in item.rubric:
        chance = random.Random(f"{mark.score_id} {criterion.id} {officer.username}")  # noqa: S311
        fair = min(len(criterion.levels) - 1, int(said * len(criterion.levels) + 0.15))
        slip = chance.choice((-1, 1)) if said and chance.random() < 0.12 else 0
        levels[criterion.id] = max(0, min(len(criterion.levels) - 1, fair + slip))
    return levels, COMMENTS[0 if said > 0.8 else 1 if said > 0.4 else 2]


def _contest(sitting: Sitting) -> None:
    """What the tablets of two learners would send: they have seen the result, and are not content with it."""
    near = sitting.seats.filter(outcome__points__lt=Decimal(65), outcome__points__gt=Decimal(50)).order_by("number")[:2]
    trees = [tree for seat in near for tree in _letters(sitting, seat)]
    records.append(
        [records.parse_statement(json.dumps(tree, ensure_ascii=False), prison_id=sitting.prison_id) for tree in trees]
    )
    marking.follow_letters()


def _letters(sitting: Sitting, seat: Seat) -> list[dict]:
    common = {
        "actor": {"objectType": "Agent", "account": {"homePage": "urn:newleaf", "name": str(seat.learner_id)}},
        "timestamp": timezone.now().isoformat(),
    }
    seen = {"verb": {"id": records.verbs.EXPERIENCED}, "object": {"id": f"{sitting.iri}#result"}}
    contested = {
        "verb": {"id": records.verbs.CONTESTED},
        "object": {"id": sitting.iri},
        "result": {"response": CONTESTED},
    }
    context = {"registration": str(seat.pk), "extensions": {"urn:newleaf:contest": "marks"}}
    return [{"id": str(new_id()), **common, **one, "context": context} for one in (seen, contested)]

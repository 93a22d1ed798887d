"""How items do in practice: a second follower of the statement log, which counts each learner's first answer to an item.

Later answers count for nothing here: the learner has seen the key by then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from lms.packages import shapes
from lms.records import api as records

from .exposure import key_of
from .models import FirstAnswer, Item, ItemUse, OptionCount
from .practice import Answer, answer_of
from .scoring import SEPARATOR
from .statistics import sum_up

FOLLOWER = "item-statistics"


def count_practice(*, limit: int = 500) -> int:
    """Catch up with the log; returns how many statements were new."""
    return records.follow(FOLLOWER, count_batch, limit=limit)


def recount_practice() -> int:
    """Count all of practice again from the beginning of the log. Figures of exams stay."""
    with transaction.atomic():
        touched = list(ItemUse.objects.filter(source=ItemUse.PRACTICE).values_list("item_id", flat=True))
        ItemUse.objects.filter(source=ItemUse.PRACTICE).delete()
        FirstAnswer.objects.all().delete()
        sum_up(touched)
        records.restart(FOLLOWER)
    return count_practice()


def count_batch(batch: Sequence[records.Statement]) -> None:
    answers: dict[tuple[UUID, UUID], tuple[Answer, datetime]] = {}
    for statement in batch:
        answer = answer_of(statement) if statement.verb == records.verbs.ANSWERED else None
        key = key_of(answer.item.id) if answer else None
        if answer and key:
            answers.setdefault((key, answer.mark.learner_id), (answer, statement.stored_at))
    if not answers:
        return
    known = set(Item.objects.filter(pk__in={key for key, _ in answers}).values_list("pk", flat=True))
    counted = FirstAnswer.objects.filter(item__in=known, learner__in={learner for _, learner in answers})
    seen = set(counted.values_list("item_id", "learner_id"))
    new = {pair: found for pair, found in answers.items() if pair[0] in known and pair not in seen}
    FirstAnswer.objects.bulk_create(FirstAnswer(item_id=item, learner_id=learner) for item, learner in new)
    for (item_id, _learner), (answer, at) in new.items():
        _count(item_id, answer, at)
    sum_up({item_id for item_id, _ in new})


def _count(item_id: UUID, answer: Answer, at: datetime) -> None:
    use, _ = ItemUse.objects.get_or_create(item_id=item_id, source=ItemUse.PRACTICE, defaults={"used_at": at})
    ItemUse.objects.filter(pk=use.pk).update(
        takers=F("takers") + 1, score_sum=F("score_sum") + answer.mark.scaled, used_at=at
    )
    for option in options_chosen(answer.item, answer.response):
        OptionCount.objects.get_or_create(use=use, option=option)
        OptionCount.objects.filter(use=use, option=option).update(chosen=F("chosen") + 1)


def options_chosen(item: shapes.Item | shapes.MarkedItem, response: str) -> list[str]:
    """The options of the item that a response names, each once; pairs as "left[.]right". None for what is written freely."""
    valid = option_keys(item)
    return [part for part in dict.fromkeys(part.strip() for part in response.split(SEPARATOR)) if part in valid]


def option_keys(item: shapes.Item | shapes.MarkedItem) -> set[str]:
    """Every option that there is to choose."""
    if isinstance(item, shapes.ChoiceItem):
        return {option.id for option in item.options}
    if isinstance(item, shapes.HotspotItem):
        return {area.id for area in item.areas}
    if isinstance(item, shapes.MatchItem):
        return {f"{left.id}[.]{right.id}" for left in item.left for right in item.right}
    if isinstance(item, shapes.InlineChoiceItem):
        return {f"{gap.id}[.]{option.id}" for gap in item.gaps for option in gap.options}
    return set()

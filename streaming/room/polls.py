"""Polls and quick questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from lms.audit import api as audit
from lms.lib.errors import NotFoundHere
from lms.people.models import Learner, Officer
from streaming.models import Broadcast, Poll, PollAnswer
from streaming.permissions import check_can_send

from .board import write_board
from .errors import BadPoll, NotNow, PollClosed, PollOpen

FEWEST, MOST, LONGEST = 2, 6, 100


def open_poll(
    broadcast: Broadcast, question: str, options: Sequence[str], *, by: Officer, right: int | None = None
) -> Poll:
    """Shows the poll on every tablet that watches. Raises BadPoll, PollOpen, NotNow."""
    check_can_send(by, broadcast)
    question = " ".join(question.split())
    texts = [text for text in (" ".join(option.split()) for option in options) if text]
    if not question or len(question) > 200 or not FEWEST <= len(texts) <= MOST or len(set(texts)) != len(texts):
        raise BadPoll
    if any(len(text) > LONGEST for text in texts) or (right is not None and not 0 <= right < len(texts)):
        raise BadPoll
    with transaction.atomic():
        locked = Broadcast.objects.select_for_update().get(pk=broadcast.pk)
        if not locked.is_running:
            raise NotNow
        if locked.polls.filter(closed_at=None).exists():
            raise PollOpen
        poll = Poll.objects.create(broadcast=locked, question=question, options=texts, right=right)
        audit.log(by=by, verb="streaming.poll.opened", target=locked, detail={"question": question})
        transaction.on_commit(lambda: write_board(broadcast.pk))
    return poll


def close_poll(broadcast: Broadcast, poll_id: UUID, *, by: Officer, show: bool) -> Poll:
    """No more answers; `show`: the learners see the tally."""
    check_can_send(by, broadcast)
    with transaction.atomic():
        poll = Poll.objects.select_for_update().filter(pk=poll_id, broadcast=broadcast).first()
        if poll is None:
            raise NotFoundHere
        poll.closed_at, poll.shown = poll.closed_at or timezone.now(), show
        poll.save()
        audit.log(by=by, verb="streaming.poll.closed", target=broadcast, detail={"tally": tally(poll), "shown": show})
        transaction.on_commit(lambda: write_board(broadcast.pk))
    return poll


def answer_poll(broadcast: Broadcast, learner: Learner, poll_id: UUID, option: int) -> None:
    """The last answer of a learner counts. Raises NotFoundHere, PollClosed, BadPoll."""
    poll = Poll.objects.filter(pk=poll_id, broadcast=broadcast).first()
    if poll is None:
        raise NotFoundHere
    if poll.closed_at is not None:
        raise PollClosed
    if not 0 <= option < len(poll.options):
        raise BadPoll
    PollAnswer.objects.update_or_create(poll=poll, learner=learner, defaults={"option": option})


def tally(poll: Poll) -> list[int]:
    """Answers per option."""
    counted = Counter(poll.answers.values_list("option", flat=True))
    return [counted[at] for at in range(len(poll.options))]

"""Questions that learners ask during a broadcast."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.errors import Conflict, Invalid, NotFoundHere
from lms.people.models import Learner, Officer
from streaming.models import Broadcast, LiveQuestion
from streaming.permissions import check_can_send

from .board import write_board
from .errors import NotNow, TooManyQuestions

MOST_WAITING = 5  # of one learner
PAUSE = timedelta(seconds=5)


def ask(broadcast: Broadcast, learner: Learner, question_id: UUID, text: str) -> LiveQuestion:
    """A learner asks; the same id again changes nothing. Raises NotNow, Invalid, TooManyQuestions, Conflict."""
    text = " ".join(text.split())
    if not text or len(text) > 500:
        raise Invalid(_("Write your question in at most 500 characters."))
    with transaction.atomic():
        known = LiveQuestion.objects.filter(pk=question_id).first()
        if known is not None:
            if (known.broadcast_id, known.learner_id) != (broadcast.pk, learner.pk):
                raise Conflict
            return known
        if not broadcast.is_running:
            raise NotNow
        mine = LiveQuestion.objects.filter(broadcast=broadcast, learner=learner)
        waiting = mine.filter(state=LiveQuestion.State.WAITING).count()
        if waiting >= MOST_WAITING or mine.filter(asked_at__gt=timezone.now() - PAUSE).exists():
            raise TooManyQuestions(retry_after_seconds=int(PAUSE.total_seconds()))
        return LiveQuestion.objects.create(id=question_id, broadcast=broadcast, learner=learner, text=text)


def settle(broadcast: Broadcast, question_id: UUID, state: str, *, by: Officer, answer: str = "") -> LiveQuestion:
    """The teacher has answered by voice, shows it to all, or puts it aside. Raises NotFoundHere, Invalid."""
    check_can_send(by, broadcast)
    if state not in LiveQuestion.State.values:
        raise Invalid
    with transaction.atomic():
        question = LiveQuestion.objects.select_for_update().filter(pk=question_id, broadcast=broadcast).first()
        if question is None:
            raise NotFoundHere
        question.state, question.answer = state, answer.strip()[:1000]
        question.settled_by, question.settled_at = by, timezone.now()
        question.save()
        audit.log(by=by, verb="streaming.question.settled", target=broadcast, detail={"question": str(question.pk), "state": state})  # fmt: skip
        transaction.on_commit(lambda: write_board(broadcast.pk))
    return question


def questions_of(broadcast: Broadcast) -> list[LiveQuestion]:
    return list(broadcast.questions.select_related("learner").order_by("asked_at"))

"""The board: one small static file a broadcast that every watching tablet reads, so that a thousand viewers cost what one costs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from lms.sync.protocol import LiveBoard, LivePoll, ReleasedQuestion
from streaming.live_captions.state import state_of
from streaming.models import Broadcast, LiveQuestion, Poll

NAME = "room.json"
MOST_RELEASED = 20


def board_of(broadcast: Broadcast) -> LiveBoard:
    """What learners may see now: the state, the open poll or the last tally, questions that were released."""
    poll = broadcast.polls.order_by("-opened_at").first()
    released = broadcast.questions.filter(state=LiveQuestion.State.RELEASED).order_by("-settled_at")[:MOST_RELEASED]
    return LiveBoard(
        state=broadcast.state,
        since=broadcast.started_at,
        captions=broadcast.live_captions,
        captions_state=captions_state(broadcast),
        poll=_poll(poll) if poll and (poll.closed_at is None or poll.shown) else None,
        released=[ReleasedQuestion(id=str(one.pk), text=one.text, answer=one.answer) for one in released],
    )


def captions_state(broadcast: Broadcast) -> Any:
    """What has become of the live captions; empty without the switch."""
    return state_of(Path(settings.DATA_DIR, "live", str(broadcast.pk))) if broadcast.live_captions else ""


def _poll(poll: Poll) -> LivePoll:
    from .polls import tally

    shown = poll.shown and poll.closed_at is not None
    return LivePoll(
        id=str(poll.pk),
        question=poll.question,
        options=poll.options,
        open=poll.closed_at is None,
        tally=tally(poll) if shown else [],
        right=poll.right if shown else None,
    )


def write_board(broadcast_id: UUID) -> None:
    """Replace the file at once as a whole; readers see the old one or the new one."""
    broadcast = Broadcast.objects.get(pk=broadcast_id)
    folder = Path(settings.DATA_DIR, "live", str(broadcast.pk))
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f".{NAME}.{os.getpid()}.part"
    fresh.write_text(board_of(broadcast).model_dump_json(), encoding="utf-8")
    fresh.replace(folder / NAME)


def desk_of(broadcast: Broadcast) -> dict[str, Any]:
    """What the teacher sees: everything above, every question, the running tally, and who is there."""
    from .attendance import presence
    from .polls import tally
    from .questions import questions_of

    poll = broadcast.polls.order_by("-opened_at").first()
    return {
        "state": broadcast.state,
        "since": broadcast.started_at.isoformat() if broadcast.started_at else None,
        "questions": [
            {"id": str(one.pk), "who": str(one.learner), "text": one.text, "state": one.state, "answer": one.answer}
            for one in questions_of(broadcast)
        ],
        "poll": poll
        and {
            "id": str(poll.pk),
            "question": poll.question,
            "options": poll.options,
            "open": poll.closed_at is None,
            "shown": poll.shown,
            "right": poll.right,
            "tally": tally(poll),
        },
        "wards": presence(broadcast),
    }

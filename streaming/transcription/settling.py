"""What a transcript's state is, judged from its blocks."""

from __future__ import annotations

import functools
import logging
from collections import Counter

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_noop

from lms.lib.leases import JobState

from ..models.transcripts import Transcript, TranscriptBlock, TranscriptState

logger = logging.getLogger(__name__)

SOME_FAILED = gettext_noop("Parts of this recording could not be transcribed. They are marked.")
ALL_FAILED = gettext_noop("This recording could not be transcribed. The recording itself is safe.")

transcript_finished = Signal()  # argument `transcript`; sent after the commit, once for each that is done or failed


@transaction.atomic
def settle(origin: Transcript) -> None:
    """When every block is done or failed the transcript is too, and so are those that share its result."""
    blocks = list(TranscriptBlock.objects.filter(transcript=origin).defer("raw"))
    states = Counter(JobState(block.job_state) for block in blocks)
    if origin.job_state != JobState.DONE or states[JobState.DUE] or states[JobState.RUNNING]:
        return
    failed = states[JobState.FAILED]
    state = TranscriptState.FAILED if failed and failed == len(blocks) else TranscriptState.DONE
    heard, probability = _language_of(origin)
    changes = {
        "state": state,
        "error": (ALL_FAILED if state == TranscriptState.FAILED else SOME_FAILED) if failed else "",
        "heard_language": heard,
        "heard_probability": probability,
        "finished_at": timezone.now(),
    }
    for transcript in [origin, *origin.followers.all()]:
        if transcript.finished_at is None:
            Transcript.objects.filter(pk=transcript.pk).update(**changes)
            transcript.refresh_from_db()
            transaction.on_commit(functools.partial(_tell, transcript))


def _tell(transcript: Transcript) -> None:
    """A listener that stumbles stops neither the others nor the worker."""
    for listener, answer in transcript_finished.send_robust(Transcript, transcript=transcript):
        if isinstance(answer, Exception):
            logger.error("%s stumbled over transcript %s", listener, transcript.pk, exc_info=answer)


def _language_of(transcript: Transcript) -> tuple[str, float]:
    """The language of most of the speech, and how sure the engine was of it at best."""
    spoken: Counter[str] = Counter()
    surest: dict[str, float] = {}
    for raw, seconds in transcript.blocks.values_list("raw", "speech_s"):
        heard = (raw or {}).get("heard") or {}
        if language := heard.get("language"):
            spoken[language] += max(int(1000 * seconds), 1)
            surest[language] = max(surest.get(language, 0.0), heard["probability"])
    if not spoken:
        return "", 0.0
    language = spoken.most_common(1)[0][0]
    return language, surest[language]

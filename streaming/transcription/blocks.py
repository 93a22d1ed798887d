"""One block: take the lease, have the engine decode it, store the result in one transaction."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.db import transaction

from lms.lib.faults import faultpoint

from ..models.transcripts import TranscriptBlock, TranscriptState
from .engines.base import EngineFailed
from .engines.client import EngineProcess
from .languages import whisper_code
from .leasing import LEASE_SECONDS, Heart, LeaseLost, Stopping, dead_for_good, give_back, put_back, still_ours
from .sentences import SENTENCES
from .settling import settle
from .shapes import Span

logger = logging.getLogger(__name__)

_LISTEN_SECONDS = 30.0


def take_block(fingerprints: list[str]) -> TranscriptBlock | None:
    """The oldest waiting block whose model is on this machine, with its lease; None when there is nothing to do."""
    waiting = (
        TranscriptBlock.objects.claimable()
        .filter(transcript__model_fingerprint__in=fingerprints)
        .exclude(transcript__state=TranscriptState.FAILED)
        .select_related("transcript")
        .order_by("transcript__created_at", "number")
    )
    for block in waiting[:20]:
        if dead_for_good(block):
            settle(block.transcript)
        elif block.claim(seconds=LEASE_SECONDS):
            return block
    return None


def decode_block(block: TranscriptBlock, engine: EngineProcess, stopping: Callable[[], bool] = lambda: False) -> None:
    """With the lease taken and the model loaded. A failure is written down and the block is due again; raises EngineFailed then."""
    transcript = block.transcript
    began = time.monotonic()
    faultpoint("streaming.transcription.after_claim")
    try:
        heard, segments = engine.decode(
            transcript.audio_path, Span(block.start_s, block.end_s), language=whisper_code(transcript.language),
            prompt=transcript.prompt, listen=_where_to_listen(block), beat=Heart(block, block.seconds, stopping),
        )  # fmt: skip
    except LeaseLost:
        engine.close()  # it would go on with a block that is no longer ours
        return
    except Stopping:
        put_back(block)
        raise
    except EngineFailed as error:
        note_failure(block, error)
        raise
    raw = {
        "segments": [segment.as_json() for segment in segments],
        "heard": {"language": heard.language, "probability": round(heard.probability, 4)},
        "took_s": round(time.monotonic() - began, 2),
    }
    faultpoint("streaming.transcription.after_piece")
    store(block, raw)


@transaction.atomic
def store(block: TranscriptBlock, raw: dict[str, Any]) -> None:
    """The result and the end of the lease, together; nothing when the lease was lost meanwhile."""
    if not still_ours(block):
        return
    TranscriptBlock.objects.filter(pk=block.pk).update(raw=raw)
    block.finish()
    faultpoint("streaming.transcription.before_commit")
    settle(block.transcript)


def note_failure(block: TranscriptBlock, error: EngineFailed) -> None:
    logger.warning("Block %s, attempt %s: %s", block.pk, block.attempts, error)
    if give_back(block, SENTENCES.get(error.code, SENTENCES["engine_failed"])):
        settle(block.transcript)


def _where_to_listen(block: TranscriptBlock) -> Span | None:
    """The half minute from the block's first words, where its language is heard. Only when one is set: detection does it otherwise."""
    if not whisper_code(block.transcript.language):
        return None
    for start, end in block.transcript.speech:
        if end > block.start_s and start < block.end_s:
            begin = max(start, block.start_s)
            return Span(begin, min(begin + _LISTEN_SECONDS, block.end_s))
    return None

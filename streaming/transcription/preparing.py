"""Before the engine: which model, has this been computed already, where does somebody speak, where is it cut."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Protocol

from django.db import IntegrityError, transaction

from lms.lib.canonical import canonical_json
from lms.lib.faults import faultpoint
from lms.lib.leases import JobState

from ..models.transcripts import Transcript, TranscriptBlock, TranscriptState
from . import cutting, waves
from .engines.base import EngineFailed
from .engines.client import EngineProcess
from .installed import InstalledModel
from .languages import whisper_code
from .leasing import Heart
from .prompts import prompt_for
from .settling import settle
from .shapes import Decoding, Span

_WORTH_DECODING = 0.2  # seconds of speech in a block


class Origin(Protocol):
    """Whatever results come from: an installed model, or a result that is stored already."""

    @property
    def name(self) -> str: ...
    @property
    def fingerprint(self) -> str: ...
    @property
    def decoding(self) -> Decoding: ...


def key_of(audio_sha256: str, model: Origin, *, language: str, prompt: str) -> str:
    """What is never computed twice. The post-processing is not in it: that is rebuilt from the raw result at every reading."""
    parts = [audio_sha256, model.fingerprint, model.decoding.as_json(), language, prompt]
    return hashlib.sha256(canonical_json(parts)).hexdigest()


def prepare(
    transcript: Transcript,
    model: InstalledModel,
    engine: EngineProcess,
    stopping: Callable[[], bool] = lambda: False,
) -> None:
    """With the lease taken: cut it into blocks, or join the transcript that has the same key. Raises EngineFailed."""
    if take_on(transcript, model):
        keep_plan(transcript, _listen(transcript, engine, stopping))


def take_on(transcript: Transcript, model: Origin) -> bool:
    """Write down what it is made with. False: another transcript has the same key, and this one follows it."""
    language = whisper_code(transcript.language)
    prompt = prompt_for(language, transcript.terms) if model.decoding.prompt else ""
    transcript.model_name, transcript.model_fingerprint = model.name, model.fingerprint
    transcript.settings, transcript.prompt = model.decoding.as_json(), prompt
    transcript.key = key_of(transcript.audio_sha256, model, language=language, prompt=prompt)
    return not _joined(transcript)


def keep_plan(transcript: Transcript, speech: list[Span]) -> None:
    """The blocks in which it is made, each a job of its own."""
    transcript.speech = [[span.start, span.end] for span in speech]
    faultpoint("streaming.transcription.before_plan")
    try:
        with transaction.atomic():
            _store_plan(transcript, speech)
    except IntegrityError:  # another worker was faster with the same sound
        if not _joined(transcript):
            raise


def _listen(transcript: Transcript, engine: EngineProcess, stopping: Callable[[], bool]) -> list[Span]:
    path = transcript.audio_path
    try:
        waves.seconds_of(path)
        if waves.fingerprint(path) != transcript.audio_sha256:
            raise EngineFailed("sound_changed")
    except waves.WaveRefused as error:
        raise EngineFailed(error.code) from error
    return engine.speech(path, Heart(transcript, transcript.audio_seconds, stopping))


def _joined(transcript: Transcript) -> bool:
    """Whether another transcript has, or will have, the same result: then this one follows it."""
    origin = (
        Transcript.objects.filter(key=transcript.key, same_as=None)
        .exclude(pk=transcript.pk)
        .exclude(state=TranscriptState.FAILED)
        .first()
    )
    if origin is None:
        Transcript.objects.filter(key=transcript.key, same_as=None, state=TranscriptState.FAILED).exclude(
            pk=transcript.pk
        ).update(key="")
        return False
    transcript.same_as = origin
    _finish_preparing(transcript)
    settle(origin)
    return True


def _store_plan(transcript: Transcript, speech: list[Span]) -> None:
    blocks = cutting.plan_blocks(transcript.audio_seconds, speech)
    rows = [_block(transcript, number, block, speech) for number, block in enumerate(blocks)]
    _finish_preparing(transcript)
    transcript.blocks.all().delete()
    TranscriptBlock.objects.bulk_create(rows)
    settle(transcript)


def _block(transcript: Transcript, number: int, block: Span, speech: list[Span]) -> TranscriptBlock:
    """A block in which nobody speaks needs no engine."""
    spoken = cutting.speech_within(block, speech)
    row = TranscriptBlock(
        transcript=transcript, number=number, start_s=block.start, end_s=block.end, speech_s=round(spoken, 3)
    )
    if spoken < _WORTH_DECODING:
        row.job_state, row.progress, row.raw = JobState.DONE, 100, {"segments": []}
    return row


def _finish_preparing(transcript: Transcript) -> None:
    transcript.state, transcript.error = TranscriptState.RUNNING, ""
    transcript.job_state, transcript.lease_until, transcript.progress = JobState.DONE, None, 100
    transcript.save()

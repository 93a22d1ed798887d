"""The worker: looks for due work, keeps one engine process with one model loaded, and starts another when that one dies."""

from __future__ import annotations

import logging
import threading
import time
from contextlib import suppress

from django.conf import settings
from django.db import close_old_connections, connection

from lms.lib.leases import JobState

from ..models.transcripts import Transcript, TranscriptState
from . import blocks, installed
from .engines.base import EngineFailed
from .engines.client import EngineProcess
from .errors import ModelRefused
from .installed import InstalledModel
from .leasing import LEASE_SECONDS, LeaseLost, Stopping, dead_for_good, give_back, put_back
from .preparing import prepare
from .sentences import NO_MODEL, SENTENCES

logger = logging.getLogger(__name__)

POLL_SECONDS = 3.0
_RECOVER_SECONDS = 10.0
_IDLE_SECONDS = 300.0  # after which the model's memory is given back


class Worker:
    """One line of work. Several of them, on any number of machines, share the queue that the rows are."""

    def __init__(self, stop: threading.Event | None = None) -> None:
        self._stop = stop or threading.Event()
        self._engine: EngineProcess | None = None
        self._loaded: InstalledModel | None = None
        self._busy_at = time.monotonic()

    def run(self) -> None:
        """Until it is stopped. Whatever goes wrong (the database away, a disk full) is tried again."""
        while not self._stop.is_set():
            close_old_connections()
            try:
                self._pause(self.step())
            except Stopping:
                break
            except Exception:
                logger.exception("The transcriber stumbled; it goes on in %s seconds.", _RECOVER_SECONDS)
                self.rest()
                self._stop.wait(_RECOVER_SECONDS)
        self.rest()
        connection.close()

    def _pause(self, did_something: bool) -> None:
        if did_something:
            self._busy_at = time.monotonic()
            return
        if self._engine and time.monotonic() - self._busy_at > _IDLE_SECONDS:
            self.rest()
        self._stop.wait(POLL_SECONDS)

    def drain(self) -> None:
        """Until nothing is due."""
        try:
            while self.step():
                pass
        finally:
            self.rest()

    def step(self) -> bool:
        """Do one thing that is due; False when there is none."""
        models = {model.fingerprint: model for model in installed.list_models()}
        chosen = installed.chosen_model()
        if chosen is None:
            say_no_model()
        elif transcript := take_transcript():
            self._prepare(transcript, chosen)
            return True
        block = blocks.take_block(list(models))
        if block is None:
            return False
        with suppress(EngineFailed, LeaseLost):
            try:
                engine = self._with_model(models[block.transcript.model_fingerprint])
            except EngineFailed as error:
                blocks.note_failure(block, error)
                return True
            blocks.decode_block(block, engine, self._stop.is_set)
        return True

    def rest(self) -> None:
        """End the engine's process and with it the model's memory."""
        if self._engine:
            self._engine.close()
        self._engine = self._loaded = None

    def _prepare(self, transcript: Transcript, model: InstalledModel) -> None:
        try:
            prepare(transcript, model, self._running(), self._stop.is_set)
        except LeaseLost:
            self.rest()
        except Stopping:
            put_back(transcript)
            raise
        except EngineFailed as error:
            logger.warning("Transcript %s, attempt %s: %s", transcript.pk, transcript.attempts, error)
            sentence = SENTENCES.get(error.code, SENTENCES["engine_failed"])
            if give_back(transcript, sentence):
                Transcript.objects.filter(pk=transcript.pk).update(state=TranscriptState.FAILED)

    def _running(self) -> EngineProcess:
        if self._engine is None or not self._engine.alive:
            self.rest()
            self._engine = EngineProcess(stall_seconds=settings.WHISPER_STALL_SECONDS)
        return self._engine

    def _with_model(self, model: InstalledModel) -> EngineProcess:
        """Raises EngineFailed when the model cannot be loaded."""
        if self._loaded is not None and self._loaded != model:
            self.rest()
        engine = self._running()
        if self._loaded is None:
            try:
                model.check()
            except ModelRefused as error:
                raise EngineFailed(error.why) from error
            engine.load(model.folder, model.decoding, device=settings.WHISPER_DEVICE)
            self._loaded = model
        return engine


def take_transcript() -> Transcript | None:
    """The oldest one that waits to be prepared, with its lease."""
    waiting = Transcript.objects.claimable().filter(state__in=[TranscriptState.WAITING, TranscriptState.NO_MODEL])
    for transcript in waiting.order_by("created_at")[:20]:
        if dead_for_good(transcript):
            Transcript.objects.filter(pk=transcript.pk).update(state=TranscriptState.FAILED)
        elif transcript.claim(seconds=LEASE_SECONDS):
            return transcript
    return None


def say_no_model() -> None:
    """A machine without a model marks what waits; one that has a model takes it all the same."""
    Transcript.objects.filter(state=TranscriptState.WAITING, job_state=JobState.DUE).update(
        state=TranscriptState.NO_MODEL, error=NO_MODEL
    )

"""The one process that makes live captions for all lessons that want them: one engine, one queue, and nothing that a lesson waits for."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection

from ..closer.following import terms_of
from ..models import Broadcast
from ..packager.running import live_folder
from ..room.board import write_board
from ..states import RUNNING
from ..transcription import api as transcription
from ..transcription.engines.base import EngineFailed
from ..transcription.engines.client import EngineProcess
from ..transcription.errors import ModelRefused
from ..transcription.installed import InstalledModel
from ..transcription.languages import whisper_code
from ..transcription.prompts import prompt_for
from ..transcription.shapes import Span
from .captioning import Captioned, Chunk, Plan, write_wave
from .state import CaptionState, hide, state_of, write_state

logger = logging.getLogger(__name__)

LOOK_S, PAUSE_S = 1.0, 0.25
OLDEST_S = 15.0  # of what waits: beyond that captions pause, and begin again with what is said then
STALL_S = 60.0
FINISH_S = 30.0  # for the last words of a lesson that has ended
_RECOVER_S = 10.0


class Producer:
    """`step` never raises for what is wrong with an engine, a model or the database: captions pause then."""

    def __init__(self, stop: threading.Event | None = None) -> None:
        self._stop = stop or threading.Event()
        self._lessons: dict[str, Captioned] = {}
        self._ending: dict[str, float] = {}  # lessons that are over → until when their last words are waited for
        self._queue: deque[Chunk] = deque()
        self._engine: EngineProcess | None = None
        self._model: InstalledModel | None = None
        self._next_look = self._not_before = 0.0

    def run(self) -> None:
        while not self._stop.is_set():
            close_old_connections()
            try:
                busy = self.step()
            except Exception:
                logger.exception("Live captions stumbled; they go on in %s seconds.", _RECOVER_S)
                self._rest()
                self._stop.wait(_RECOVER_S)
                continue
            if not busy:
                self._stop.wait(PAUSE_S)
        self._rest()
        connection.close()

    def step(self) -> bool:
        """Look, listen, and decode one chunk; whether one was decoded."""
        self._look()
        if not self._lessons:
            self._rest()
            return False
        if time.monotonic() < self._not_before:
            return False
        model = transcription.chosen_model()
        if model is None:
            self._say(CaptionState.NO_MODEL)
            self._rest()
            return False
        try:
            engine = self._with_model(model)
            for lesson in self._lessons.values():
                self._queue.extend(lesson.chunks(engine, self._scratch()))
            self._drop_old()
            return self._decode_one(engine, model)
        except EngineFailed as error:
            logger.warning("Live captions pause: %s", error)
            self._say(CaptionState.PAUSED)
            self._rest()
            self._not_before = time.monotonic() + _RECOVER_S
            return False

    def _look(self) -> None:
        """Which lessons want captions now. A database that is away changes nothing."""
        if time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + LOOK_S
        try:
            for live in switched_off():
                self._forget(live.name)
                hide(live)
            wanted = {plan.key: plan for plan in plans()}
            for key, plan in wanted.items():
                if key not in self._lessons or self._lessons[key].plan != plan:
                    self._lessons[key] = Captioned(plan, terms_for(key))
        except (DatabaseError, OSError) as error:
            logger.warning("The live lessons could not be looked up: %s", error)
            return
        for key in list(self._lessons):
            self._end(key, over=key not in wanted)

    def _end(self, key: str, *, over: bool) -> None:
        """A lesson that is over is let go when its last words are there."""
        if not over:
            self._ending.pop(key, None)
            return
        until = self._ending.setdefault(key, time.monotonic() + FINISH_S)
        waits = any(chunk.plan.key == key for chunk in self._queue)
        if (self._lessons[key].ended and not waits) or time.monotonic() > until:
            self._forget(key)

    def _forget(self, key: str) -> None:
        self._lessons.pop(key, None)
        self._ending.pop(key, None)
        self._queue = deque(chunk for chunk in self._queue if chunk.plan.key != key)

    def _drop_old(self) -> None:
        late = {chunk.plan.key for chunk in self._queue if chunk.age > OLDEST_S}
        if late:
            self._queue = deque(chunk for chunk in self._queue if chunk.age <= OLDEST_S)
            self._say(CaptionState.PAUSED, late)

    def _decode_one(self, engine: EngineProcess, model: InstalledModel) -> bool:
        """The oldest chunk. It counts as captions in time only if it is not too old when it is done."""
        if not self._queue:
            self._say(CaptionState.RUNNING, {key for key, one in self._lessons.items() if not is_paused(one)})
            return False
        chunk = self._queue.popleft()
        lesson = self._lessons.get(chunk.plan.key)
        if lesson is None:
            return True
        prompt = prompt_for(chunk.plan.language, lesson.terms) if model.decoding.prompt else ""
        scratch = self._scratch()
        write_wave(scratch, chunk.samples)
        whole = Span(0.0, chunk.seconds)
        _heard, segments = engine.decode(scratch, whole, language=chunk.plan.language, prompt=prompt)
        lesson.take(chunk, segments, prompt=prompt)
        self._say(CaptionState.PAUSED if chunk.age > OLDEST_S else CaptionState.RUNNING, {chunk.plan.key})
        return True

    def _say(self, state: CaptionState, keys: set[str] | None = None) -> None:
        """Write the state down, and tell those who watch when it is another one."""
        for key in keys if keys is not None else set(self._lessons):
            if key in self._lessons and write_state(self._lessons[key].plan.live, state):
                tell(key)

    def _with_model(self, model: InstalledModel) -> EngineProcess:
        if self._engine is not None and (self._model != model or not self._engine.alive):
            self._rest()
        if self._engine is None:
            self._engine = EngineProcess(stall_seconds=STALL_S)
            try:
                model.check()
            except ModelRefused as error:
                raise EngineFailed(error.why) from error
            self._engine.load(model.folder, model.decoding, device=settings.WHISPER_DEVICE)
            self._model = model
        return self._engine

    def _rest(self) -> None:
        """Give the model's memory back."""
        if self._engine:
            self._engine.close()
        self._engine = self._model = None

    def _scratch(self) -> Path:
        """One file for the sound that the engine is asked about; written over again and again, so that a kill leaves no litter."""
        folder = Path(settings.DATA_DIR, "live", ".captions")
        folder.mkdir(parents=True, exist_ok=True)
        return folder / "sound.wav"


def plans() -> list[Plan]:
    """Of every lesson that runs and has the switch on."""
    found = Broadcast.objects.filter(state__in=RUNNING, live_captions=True, started_at__isnull=False)
    return [
        Plan(str(pk), live_folder(pk), 1000 * started_at.timestamp(), whisper_code(language))
        for pk, started_at, language in found.values_list("pk", "started_at", "language")
        if started_at
    ]


def switched_off() -> list[Path]:
    """The folders of lessons that run without captions."""
    found = Broadcast.objects.filter(state__in=RUNNING, live_captions=False)
    return [live_folder(pk) for pk in found.values_list("pk", flat=True)]


def terms_for(key: str) -> list[str]:
    return terms_of(Broadcast.objects.select_related("course").get(pk=key).course)


def is_paused(lesson: Captioned) -> bool:
    return state_of(lesson.plan.live) == CaptionState.PAUSED


def tell(key: str) -> None:
    """Those who watch read the state from the board."""
    try:
        write_board(UUID(key))
    except (DatabaseError, OSError, Broadcast.DoesNotExist) as error:
        logger.warning("The board could not be written: %s", error)

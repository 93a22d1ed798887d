"""This side of the engine's process: starts it, gives it orders, notices when it is silent or dead."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

from ..shapes import Decoding, Heard, Segment, Span
from .base import Abilities, EngineFailed

_ROOT = Path(__file__).resolve().parents[3]
COMMAND = [sys.executable, "-m", "streaming.transcription.engines.process"]
_BEAT_SECONDS = 5.0
_STALL_SECONDS = 600.0
Beat = Callable[[float], None]  # hears seconds of the block that are done; called at least every few seconds


class EngineProcess:
    """One child with at most one model. Every way it can end is an EngineFailed; afterwards start another one."""

    def __init__(self, *, stall_seconds: float = _STALL_SECONDS, command: list[str] | None = None) -> None:
        self._stall = stall_seconds
        self._answers: queue.Queue[str | None] = queue.Queue()
        self._process = subprocess.Popen(
            command or COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "HF_HUB_OFFLINE": "1"},
            cwd=_ROOT,
            start_new_session=True,
            text=True,
            encoding="utf-8",
        )
        threading.Thread(target=self._read, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def load(self, folder: Path, decoding: Decoding, *, device: str = "cpu") -> Abilities:
        done = self._ask({"do": "load", "folder": str(folder), "decoding": decoding.as_json(), "device": device})
        return Abilities(**done)

    def speech(self, wave: Path, beat: Beat = lambda _seconds: None) -> list[Span]:
        """Where somebody speaks. Needs no model."""
        return [Span(*pair) for pair in self._ask({"do": "speech", "wave": str(wave)}, beat)]

    def decode(
        self, wave: Path, block: Span, *, language: str = "", prompt: str = "", listen: Span | None = None,
        beat: Beat = lambda _seconds: None,
    ) -> tuple[Heard, list[Segment]]:  # fmt: skip
        """The block's segments, with times from the block's own beginning."""
        segments: list[Segment] = []
        order = {"do": "decode", "wave": str(wave), **asdict(block), "language": language, "prompt": prompt,
                 "listen": [listen.start, listen.end] if listen else []}  # fmt: skip
        done = self._ask(order, beat, segments)
        return Heard(**done["heard"]), segments

    def close(self) -> None:
        if self.alive:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with contextlib.suppress(ValueError, OSError):  # closed under our hands
            for line in self._process.stdout:
                self._answers.put(line)
        self._answers.put(None)

    def _ask(
        self, order: dict[str, Any], beat: Beat = lambda _seconds: None, segments: list[Segment] | None = None
    ) -> Any:
        self._send(order)
        heard_at, behind = time.monotonic(), 0.0
        while True:
            try:
                line = self._answers.get(timeout=_BEAT_SECONDS)
            except queue.Empty:
                if time.monotonic() - heard_at > self._stall:
                    self.close()
                    raise EngineFailed("engine_stalled") from None
                beat(behind)
                continue
            heard_at = time.monotonic()
            answer = self._understood(line)
            if "done" in answer:
                return answer["done"]
            if "segment" in answer and segments is not None:
                segments.append(Segment.from_json(answer["segment"]))
            behind = float(answer.get("progress", behind))
            beat(behind)

    def _send(self, order: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(order, ensure_ascii=False) + "\n")
            self._process.stdin.flush()
        except (OSError, ValueError) as error:
            raise self._died() from error

    def _understood(self, line: str | None) -> dict[str, Any]:
        if line is None:
            raise self._died()
        answer: dict[str, Any] = json.loads(line)
        if "failed" in answer:
            raise EngineFailed(answer["failed"], answer.get("detail", ""))
        return answer

    def _died(self) -> EngineFailed:
        self.close()
        status = self._process.returncode
        return EngineFailed("engine_killed" if status == -signal.SIGKILL else "engine_crashed", f"exit status {status}")

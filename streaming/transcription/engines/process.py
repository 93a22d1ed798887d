"""The engine's own process: JSON lines in, JSON lines out. A native crash or lack of memory ends only this.

Orders: {"do": "load", "folder", "decoding", "device"}, {"do": "speech", "wave"},
{"do": "decode", "wave", "start", "end", "language", "prompt", "listen"}.
Answers, in any number: {"progress": seconds}, {"segment": …}; then one of {"done": …} and {"failed": code, "detail": …}.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
import warnings
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from .. import voice, waves
from ..shapes import Decoding, Heard, Span
from .base import Engine, EngineFailed, Request, make_engine


class Desk:
    """Answers orders one after the other, with the model loaded once."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._engine: Engine | None = None

    def say(self, **answer: Any) -> None:
        print(json.dumps(answer, ensure_ascii=False), file=self._out, flush=True)

    def answer(self, order: dict[str, Any]) -> None:
        try:
            self.say(done=getattr(self, f"_{order.pop('do')}")(**order))
        except EngineFailed as error:
            self.say(failed=error.code, detail=error.detail)
        except MemoryError:
            self.say(failed="no_memory")
        except waves.WaveRefused as error:
            self.say(failed=error.code)
        except Exception as error:
            self.say(failed="engine_failed", detail=f"{type(error).__name__}: {error}")

    def _load(self, folder: str, decoding: dict[str, Any], device: str) -> dict[str, Any]:
        settings = Decoding.from_json(decoding)
        engine = make_engine(settings.engine)
        abilities = engine.load(Path(folder), settings, device=device)
        self._engine = engine
        return asdict(abilities)

    def _speech(self, wave: str) -> list[list[float]]:
        path = Path(wave)
        waves.seconds_of(path)
        return [[span.start, span.end] for span in voice.speech_in(path, lambda seconds: self.say(progress=seconds))]

    def _decode(
        self, wave: str, start: float, end: float, language: str, prompt: str, listen: list[float]
    ) -> dict[str, Any]:
        """`listen`: the span from which the language is heard, even when one is set; empty for none."""
        if self._engine is None:
            raise EngineFailed("engine_failed", "no model loaded")
        path, block = Path(wave), Span(start, end)
        sounding = waves.samples(path, Span(*listen)) if listen else None
        wanted = Request(waves.samples(path, block), language, prompt)
        if not len(wanted.samples):
            return {"heard": asdict(Heard())}
        doubt = self._engine.listen(sounding) if sounding is not None and len(sounding) else None
        heard, segments = self._engine.decode(wanted, lambda seconds: self.say(progress=seconds))
        for segment in segments:
            self.say(segment=segment.as_json())
        return {"heard": asdict(doubt or heard)}


def main() -> None:
    os.environ["HF_HUB_OFFLINE"] = (
        "1"  # before the engines are imported: a missing file must never be looked for outside
    )
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    warnings.simplefilter("ignore")
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints must not stand between the answers
    _be_modest()
    orders: queue.Queue[dict[str, Any]] = queue.Queue()
    threading.Thread(target=_read, args=(orders,), daemon=True).start()
    desk = Desk(answers)
    while True:
        desk.answer(orders.get())


def _read(orders: queue.Queue[dict[str, Any]]) -> None:
    """Orders wait in line; when the one who gives them is gone, this process goes too, in the middle of a word."""
    for line in sys.stdin:
        orders.put(json.loads(line))
    os._exit(0)


def _be_modest() -> None:
    """Live lessons go first; and when memory runs out, the kernel takes this process and no other."""
    os.nice(10)
    try:
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    except OSError:
        return


if __name__ == "__main__":
    main()

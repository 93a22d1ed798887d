"""What an engine is: it loads one model and turns one block of sound into segments. Nothing else in the product knows which one it is."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from ..shapes import Decoding, Heard, Segment

FASTER, OFFICIAL = "faster-whisper", "openai-whisper"
_MODULES = {FASTER: "faster_whisper", OFFICIAL: "whisper"}


class EngineFailed(Exception):
    """`code` becomes a sentence for the operator (sentences.py); `detail` is what the engine itself said, for the log."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code, self.detail = code, detail
        super().__init__(f"{code}: {detail}" if detail else code)


@dataclass(frozen=True)
class Abilities:
    """What a loaded model says of itself."""

    multilingual: bool
    languages: int
    mels: int
    device: str
    precision: str


@dataclass(frozen=True)
class Request:
    """One block. `samples` 16 kHz float32; `language` a code of Whisper's, empty to detect; `prompt` terms and style of punctuation."""

    samples: Any
    language: str = ""
    prompt: str = ""


class Engine(Protocol):
    def load(self, folder: Path, decoding: Decoding, *, device: str) -> Abilities:
        """Raises EngineFailed when the model cannot be used."""

    def listen(self, samples: Any) -> Heard:
        """Which language the first half minute sounds like."""

    def decode(self, request: Request, on_progress: Callable[[float], None]) -> tuple[Heard, Iterator[Segment]]:
        """The language and the segments, as they are made. `on_progress` hears seconds of the block that are behind us."""


def is_installed(engine: str) -> bool:
    """Whether the engine's package is on this machine."""
    module = _MODULES.get(engine)
    return module is not None and importlib.util.find_spec(module) is not None


def make_engine(name: str) -> Engine:
    if not is_installed(name):
        raise EngineFailed("engine_not_installed", name)
    if name == FASTER:
        from .faster import FasterWhisper

        return FasterWhisper()
    from .official import OfficialWhisper

    return OfficialWhisper()

"""What engines return and what readers get: plain values, JSON in and out. No Django: the engine's process uses it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

RATE = 16_000  # samples a second of every sound that an engine sees


@dataclass(frozen=True)
class Span:
    """A stretch of the recording, in seconds from its beginning."""

    start: float
    end: float

    @property
    def seconds(self) -> float:
        return self.end - self.start

    def shared_with(self, other: Span) -> float:
        """Seconds that both have in common."""
        return max(0.0, min(self.end, other.end) - max(self.start, other.start))


@dataclass(frozen=True)
class Word:
    """`text` carries the space before it, where the language has one."""

    start: float
    end: float
    text: str
    probability: float


@dataclass(frozen=True)
class Segment:
    """One utterance. `dropped` names why it is not shown; None when it is. Scores are the engine's own."""

    start: float
    end: float
    text: str
    words: list[Word] = field(default_factory=list)
    no_speech_prob: float = 0.0
    avg_logprob: float = 0.0
    compression_ratio: float = 0.0
    dropped: str | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, raw: dict[str, Any]) -> Segment:
        return cls(**{**raw, "words": [Word(**word) for word in raw.get("words") or []]})


@dataclass(frozen=True)
class Heard:
    """The language that an engine believes to hear, and how sure it is (0–1). Empty: nothing was heard."""

    language: str = ""
    probability: float = 0.0


@dataclass(frozen=True)
class Decoding:
    """How one installed model is to be run. Kept beside the model in `settings.json`; the defaults suit the official ones."""

    engine: str = "faster-whisper"
    beam_size: int = 5
    temperature: tuple[float, ...] = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    word_timestamps: bool = True
    condition_on_previous_text: bool = False
    vad: bool = True
    prompt: bool = True
    batch_size: int = 0  # 0: one window at a time; used only with word times

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "temperature": list(self.temperature)}

    @classmethod
    def from_json(cls, raw: dict[str, Any]) -> Decoding:
        """Raises ValueError with a sentence when a setting is unknown or has the wrong kind of value."""
        defaults = cls()
        known: dict[str, Any] = {}
        for name, value in raw.items():
            if not hasattr(defaults, name) or name.startswith("_"):
                raise ValueError(f"There is no decode setting “{name}”.")
            known[name] = _of_kind(name, value, getattr(defaults, name))
        return cls(**known)


def _of_kind(name: str, value: Any, like: Any) -> Any:
    if isinstance(like, tuple):
        numbers = value if isinstance(value, list | tuple) else [value]
        if numbers and all(isinstance(number, int | float) and not isinstance(number, bool) for number in numbers):
            return tuple(float(number) for number in numbers)
    elif isinstance(like, bool):
        if isinstance(value, bool):
            return value
    elif isinstance(value, type(like)) and not isinstance(value, bool):
        return value
    raise ValueError(f"The decode setting “{name}” cannot be {value!r}.")

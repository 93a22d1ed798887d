"""One running lesson: its sound is cut into chunks, and what an engine hears in them goes onto its sheet."""

from __future__ import annotations

import time
import wave
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..captions.hearing import cues_of_segments
from ..transcription.engines.client import EngineProcess
from ..transcription.reading import readable
from ..transcription.shapes import RATE, Segment, Span
from .cutting import cut
from .sheet import Sheet
from .sound import Listener, Stretch

SEAM_MS = 300.0  # a larger jump of the clock is a gap: an interruption, another run of the recorder


@dataclass(frozen=True)
class Plan:
    """What the database says of a lesson. `since_ms`: its beginning, which captions count from; `language`: a code of Whisper's."""

    key: str
    live: Path
    since_ms: float
    language: str = ""


@dataclass(frozen=True)
class Chunk:
    """Up to eight seconds of sound. `speech`: where somebody speaks, from the chunk's beginning."""

    plan: Plan
    begin_ms: float
    samples: bytes
    speech: list[Span]
    ready_at: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        return len(self.samples) / 2 / RATE

    @property
    def age(self) -> float:
        """Seconds that it has been waiting."""
        return time.monotonic() - self.ready_at


class Captioned:
    """`chunks()` is called all the time. It never holds much more sound than one chunk."""

    def __init__(self, plan: Plan, terms: Sequence[str] = ()) -> None:
        self.plan, self.terms = plan, terms
        self.sheet = Sheet(plan.live)
        self._listener = Listener(plan.live, after_ms=self.sheet.until_ms)
        self._waiting = Stretch(0, b"")

    @property
    def ended(self) -> bool:
        return self._listener.ended

    def chunks(self, engine: EngineProcess, scratch: Path) -> list[Chunk]:
        """What is ready to be decoded. Raises EngineFailed."""
        found: list[Chunk] = []
        fresh = False
        for stretch in self._listener.hear():
            if self._waiting.samples and abs(stretch.wall_ms - self._waiting.end_ms) > SEAM_MS:
                found += self._cut(engine, scratch, over=True)
            if not self._waiting.samples:
                self._waiting = Stretch(stretch.wall_ms, b"")
            self._waiting = Stretch(self._waiting.wall_ms, self._waiting.samples + stretch.samples)
            fresh = True
            if len(self._waiting.samples) > 2 * RATE * 10:  # behind: no more than this at once
                found += self._cut(engine, scratch, over=False)
        if self._waiting.samples and (fresh or self.ended):
            found += self._cut(engine, scratch, over=self.ended)
        return found

    def _cut(self, engine: EngineProcess, scratch: Path, *, over: bool) -> list[Chunk]:
        waiting = self._waiting
        write_wave(scratch, waiting.samples)
        speech = engine.speech(scratch)
        cuts = cut(len(waiting.samples) / 2 / RATE, speech, over=over)
        self._waiting = Stretch(0, b"") if over else _part(waiting, Span(cuts.rest, len(waiting.samples) / 2 / RATE))
        found = []
        for span in cuts.chunks:
            part = _part(waiting, span)
            within = [Span(one.start - span.start, one.end - span.start) for one in speech if one.shared_with(span) > 0]
            found.append(Chunk(self.plan, part.wall_ms, part.samples, within))
        return found

    def take(self, chunk: Chunk, segments: list[Segment], *, prompt: str) -> None:
        """What was heard in the chunk."""
        shown = readable(segments, chunk.speech, prompt=prompt)
        begin = (chunk.begin_ms - self.plan.since_ms) / 1000
        moved = [_moved(segment, begin) for segment in shown if not segment.dropped and begin + segment.end > 0]
        self.sheet.add(cues_of_segments(moved), until_ms=chunk.begin_ms + 1000 * chunk.seconds)


def write_wave(path: Path, samples: bytes) -> None:
    with wave.open(str(path), "wb") as sound:
        sound.setparams((1, 2, RATE, 0, "NONE", ""))
        sound.writeframes(samples)


def _part(stretch: Stretch, span: Span) -> Stretch:
    first, last = round(span.start * RATE), round(span.end * RATE)
    return Stretch(stretch.wall_ms + 1000 * first / RATE, stretch.samples[2 * first : 2 * last])


def _moved(segment: Segment, by: float) -> Segment:
    """Times in the chunk become times in the lesson; nothing is said before it begins."""

    def at(seconds: float) -> float:
        return round(max(0.0, by + seconds), 3)

    words = [replace(word, start=at(word.start), end=at(word.end)) for word in segment.words]
    return replace(segment, start=at(segment.start), end=at(segment.end), words=words)

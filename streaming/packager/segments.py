"""From ffmpeg's fragments to segments of about one second that begin with a keyframe wherever the sender allows it."""

from __future__ import annotations

from dataclasses import dataclass

from .boxes import Fragment, Init
from .h264 import ParameterSets, parameter_sets

FRAGMENT_S = 1.4  # ffmpeg cuts here at the latest; a shorter fragment was ended by a keyframe
SHORT_S = 0.7  # shorter ones wait for the next
LONGEST_S = 4.49  # a sender with rarer keyframes gets segments that do not begin with one


@dataclass(frozen=True)
class Segment:
    """Times in seconds on the epoch's own clock."""

    data: bytes
    start_s: float
    duration_s: float
    begins_with_key: bool
    sets: ParameterSets | None
    av_ms: int  # how much later the sound ends than the picture; 0 where one is missing
    sound: bool  # whether there is any in it


@dataclass(frozen=True)
class _Held:
    fragment: Fragment
    start_s: float
    duration_s: float
    key: bool
    sets: ParameterSets | None
    av_ms: int
    sound: bool


class Joiner:
    """Fragments in, segments out. `target_s` is the playlist's target duration, fixed by the first segment."""

    def __init__(self, init: Init, *, target_s: int = 0, sets: ParameterSets | None = None) -> None:
        self.init, self.target_s = init, target_s
        self._sets = sets
        self._held: list[_Held] = []

    def add(self, fragment: Fragment) -> list[Segment]:
        new = self._measure(fragment)
        if new is None:
            return []
        done = []
        if self._held and not self._may_join(new):
            done += self.flush()
        self._held.append(new)
        if new.duration_s < FRAGMENT_S - 0.05 and self._length() >= SHORT_S:
            done += self.flush()
        return done

    def learn(self, fragment: Fragment) -> None:
        """Look at a fragment that is not needed, for its parameter sets."""
        self._measure(fragment)

    def flush(self) -> list[Segment]:
        """What is held, as it is: at the end, or when nothing has come for a while."""
        if not self._held:
            return []
        first, length = self._held[0], self._length()
        data = b"".join(held.fragment.data for held in self._held)
        sound = any(held.sound for held in self._held)
        segment = Segment(data, first.start_s, length, first.key, first.sets, self._held[-1].av_ms, sound)
        self._held = []
        self.target_s = self.target_s or max(1, int(length + 0.5))
        return [segment]

    def _may_join(self, new: _Held) -> bool:
        limit = self.target_s + 0.49 if self.target_s else LONGEST_S
        if new.sets != self._held[0].sets or self._length() + new.duration_s > limit:
            return False
        return not new.key or self._length() < SHORT_S

    def _length(self) -> float:
        last = self._held[-1]
        return last.start_s + last.duration_s - self._held[0].start_s

    def _measure(self, fragment: Fragment) -> _Held | None:
        video = self.init.video
        found = parameter_sets(self.init, fragment)
        self._sets = found or self._sets
        ends = {number: self._seconds(number, run.start + run.duration) for number, run in fragment.runs.items()}
        main = self.init.main.id if self.init.main.id in fragment.runs else next(iter(fragment.runs), None)
        if main is None:
            return None
        run = fragment.runs[main]
        av_ms = 0
        if video and len(ends) == 2:
            sound = next(number for number in ends if number != video.id)
            av_ms = round(1000 * (ends[sound] - ends[video.id]))
        key = run.begins_with_key and main == self.init.main.id
        start = self._seconds(main, run.start)
        sound = any(self.init.tracks[number].kind == "soun" for number in ends)
        return _Held(fragment, start, ends[main] - start, key, self._sets, av_ms, sound)

    def _seconds(self, track: int, ticks: int) -> float:
        return ticks / self.init.tracks[track].timescale

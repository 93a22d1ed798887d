"""The parts of a recording as they lie on the disk: how long each is, what is in it, and where time is missing."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from lms.lib import sandbox

from ..models import Broadcast, Epoch, EpochKind
from ..packager.orders import EpochOrder
from ..packager.packager import begun_ms
from ..packager.remux import DEMUXERS
from ..packager.tail import Tail
from . import tools

HOLE_S = 1.0  # nothing came for so long: a gap
_PROBING = sandbox.Limits(memory_bytes=2 * sandbox.GIB, cpu_seconds=120, wall_seconds=180, file_bytes=1 << 20)
FORMATS = ",".join(DEMUXERS.values())


@dataclass
class Part:
    """One epoch. Times in seconds; `holes`: (where, how long) on the part's own clock."""

    epoch: Epoch
    path: Path
    size: int
    begun_ms: int
    last_ms: int = 0  # when its last chunk came
    video: str = ""  # codec
    audio: str = ""
    sizes: set[tuple[int, int]] = field(default_factory=set)
    start_s: float = 0.0
    end_s: float = 0.0
    ends: dict[str, float] = field(default_factory=dict)
    starts: dict[str, float] = field(default_factory=dict)
    holes: list[tuple[float, float]] = field(default_factory=list)

    @property
    def duration_s(self) -> float:
        return max(0.0, self.end_s - self.start_s)

    @property
    def ended_ms(self) -> float:
        return self.begun_ms + 1000 * self.duration_s

    @property
    def drift_ms(self) -> float:
        """How much the sound has run away from the picture between the beginning and the end."""
        if len(self.ends) < 2:
            return 0.0
        return 1000 * ((self.ends["audio"] - self.ends["video"]) - (self.starts["audio"] - self.starts["video"]))


def parts_of(broadcast: Broadcast) -> list[Part]:
    """The epochs with something in them, measured: those that were live, or an uploaded recording when that is longer."""
    found = [part for epoch in broadcast.epochs.order_by("number") if (part := _part(epoch))]
    parts = [part for part in found if measure(part)]
    uploads = [part for part in parts if part.epoch.kind == EpochKind.UPLOAD]
    live = [part for part in parts if part.epoch.kind != EpochKind.UPLOAD]
    best = max(uploads, key=lambda part: part.duration_s, default=None)
    if best and best.duration_s >= sum(part.duration_s for part in live):
        return [best]
    return sorted(live, key=lambda part: (part.begun_ms, part.epoch.number))


def fingerprint(broadcast: Broadcast) -> list[list[int]]:
    """[[epoch number, acknowledged bytes], …]: another one means that late pieces have come."""
    tails = [(epoch.number, _tail(epoch)) for epoch in broadcast.epochs.order_by("number")]
    return [[number, tail.acknowledged] for number, tail in tails if tail.acknowledged]


def _tail(epoch: Epoch) -> Tail:
    tail = Tail(epoch.broadcast.folder, epoch.number, epoch.extension)
    tail.refresh()
    return tail


def _part(epoch: Epoch) -> Part | None:
    tail = _tail(epoch)
    if not tail.acknowledged or not tail.path.exists():
        return None
    order = EpochOrder(epoch.number, epoch.extension, epoch.media_type, epoch.captured_at or None)
    begun = begun_ms(tail, order)
    return Part(epoch, tail.path, tail.acknowledged, begun, tail.last.received_ms if tail.last else begun)


def measure(part: Part) -> bool:
    """Fill in what ffprobe finds. False when nothing in it can be read."""
    command = ["ffprobe", "-v", "error", "-protocol_whitelist", tools.PROTOCOLS, "-format_whitelist", FORMATS,
               "-show_entries", "stream=index,codec_type,codec_name", "-of", "json", str(part.path)]  # fmt: skip
    done = sandbox.run(command, limits=_PROBING, read=[part.path])
    try:
        streams = json.loads(done.output or b"{}").get("streams", [])
    except ValueError:
        streams = []
    kinds: dict[str, str] = {}
    for stream in streams:
        if stream.get("codec_type") in ("video", "audio") and stream["codec_type"] not in kinds.values():
            kinds[str(stream["index"])] = stream["codec_type"]
            setattr(part, stream["codec_type"], stream.get("codec_name", ""))
    if not kinds:
        return False
    watch = _Times(kinds)
    tools.probe_lines(part.path, FORMATS, "-show_entries", "packet=stream_index,pts_time,duration_time", "-of", "csv=p=0",
                      on_line=watch.take)  # fmt: skip
    if not watch.ends:
        return False
    part.starts, part.ends = watch.starts, watch.ends
    part.start_s, part.end_s = min(watch.starts.values()), max(watch.ends.values())
    part.video, part.audio = (
        (part.video if "video" in watch.ends else ""),
        (part.audio if "audio" in watch.ends else ""),
    )
    part.holes = [(at - part.start_s, seconds) for at, seconds in watch.holes]
    if part.video:
        part.sizes = _sizes(part.path)
    return True


class _Times:
    """Follows the packets: first and last moment of each track, and stretches where none of them had anything."""

    def __init__(self, kinds: dict[str, str]) -> None:
        self._kinds = kinds
        self.starts: dict[str, float] = {}
        self.ends: dict[str, float] = {}
        self.holes: list[tuple[float, float]] = []

    def take(self, line: str) -> None:
        index, _, rest = line.partition(",")
        kind = self._kinds.get(index)
        try:
            time, *length = [float(value) for value in rest.split(",") if value not in ("", "N/A")]
        except ValueError:
            return
        if kind is None:
            return
        if self.ends and time - max(self.ends.values()) > HOLE_S:
            end = max(self.ends.values())
            self.holes.append((end, time - end))
        self.starts.setdefault(kind, time)
        self.ends[kind] = max(self.ends.get(kind, time), time + (length[0] if length else 0.0))


def _sizes(path: Path) -> set[tuple[int, int]]:
    """Every size that the picture has, looked up at its keyframes."""
    found: set[tuple[int, int]] = set()

    def take(line: str) -> None:
        numbers = [int(value) for value in line.split(",") if value.isdigit()]
        if len(numbers) >= 2:
            found.add((numbers[0], numbers[1]))

    tools.probe_lines(path, FORMATS, "-skip_frame", "nokey", "-select_streams", "v:0", "-show_entries", "frame=width,height",
                      "-of", "csv=p=0", on_line=take)  # fmt: skip
    return found


def measure_film(film: Path) -> tuple[float, int]:
    """(length in seconds, how many milliseconds the sound ends after the picture) of a finished film."""
    found = json.loads(
        sandbox.run(
            ["ffprobe", "-v", "error", "-protocol_whitelist", tools.PROTOCOLS, "-format_whitelist", "mov",
             "-show_entries", "stream=codec_type,start_time,duration:format=duration", "-of", "json", str(film)],
            limits=_PROBING, read=[film],
        ).output or b"{}"
    )  # fmt: skip
    ends = {
        stream["codec_type"]: float(stream.get("start_time", 0)) + float(stream.get("duration", 0))
        for stream in found.get("streams", [])
    }
    seconds = float(found.get("format", {}).get("duration", 0) or 0)
    if not seconds:
        raise tools.NotRendered
    both = "video" in ends and "audio" in ends
    return seconds, round(1000 * (ends["audio"] - ends["video"])) if both else 0

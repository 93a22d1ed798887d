"""Fragmented MP4 as ffmpeg writes it, taken apart: the init segment, and fragments with each track's times (ISO/IEC 14496-12)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

LARGEST_BOX = 256 << 20
_NON_SYNC = 0x10000  # sample_is_non_sync_sample


class BadBox(ValueError):
    """What came is not MP4."""


@dataclass(frozen=True)
class Track:
    id: int
    kind: str  # "vide" or "soun"
    timescale: int
    default_duration: int
    default_size: int
    default_flags: int


@dataclass(frozen=True)
class Init:
    data: bytes  # ftyp + moov
    tracks: dict[int, Track]

    @property
    def video(self) -> Track | None:
        return next((track for track in self.tracks.values() if track.kind == "vide"), None)

    @property
    def sound(self) -> Track | None:
        return next((track for track in self.tracks.values() if track.kind == "soun"), None)

    @property
    def main(self) -> Track:
        """The track that cuts the segments: the picture, or the sound where there is none."""
        return self.video or next(iter(self.tracks.values()))


@dataclass(frozen=True)
class Run:
    """What one fragment holds of one track. Times in the track's timescale."""

    start: int
    duration: int
    begins_with_key: bool
    samples: tuple[tuple[int, int, int], ...]  # offset in the fragment, size, duration

    @property
    def first_sample(self) -> tuple[int, int]:
        return self.samples[0][:2]


@dataclass(frozen=True)
class Fragment:
    data: bytes  # moof + mdat
    runs: dict[int, Run] = field(default_factory=dict)


def boxes(data: bytes | memoryview, start: int = 0, end: int | None = None) -> Iterator[tuple[bytes, int, int]]:
    """(type, start of the content, end) of each box in data[start:end]."""
    end = len(data) if end is None else end
    while start + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, start)
        head = 8
        if size == 1 and start + 16 <= end:
            size, head = struct.unpack_from(">Q", data, start + 8)[0], 16
        if size < head or start + size > end:
            raise BadBox(f"a box {kind!r} of {size} bytes does not fit")
        yield kind, start + head, start + size
        start += size


def find(data: bytes, *path: bytes, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
    """Content of the first box at this path."""
    for kind, first, last in boxes(data, start, end):
        if kind == path[0]:
            return (first, last) if len(path) == 1 else find(data, *path[1:], start=first, end=last)
    return None


class Splitter:
    """Bytes of an endless fragmented MP4 in, the Init and then Fragments out."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._parts: list[bytes] = []
        self.init: Init | None = None

    def feed(self, data: bytes) -> Iterator[Fragment]:
        self._buffer += data
        while (box := self._next_box()) is not None:
            kind = box[4:8]
            if kind in (b"ftyp", b"moof"):
                self._parts = [box]
            elif kind == b"moov":
                self.init = parse_init(b"".join([*self._parts, box]))
            elif kind == b"mdat" and self.init and self._parts:
                yield parse_fragment(self.init, b"".join([*self._parts, box]))
                self._parts = []

    def _next_box(self) -> bytes | None:
        if len(self._buffer) < 8:
            return None
        size, kind = struct.unpack_from(">I4s", self._buffer)
        if size < 8 or size > LARGEST_BOX or not kind.isalnum():
            raise BadBox(f"a box {kind!r} of {size} bytes")
        if len(self._buffer) < size:
            return None
        box = bytes(self._buffer[:size])
        del self._buffer[:size]
        return box


def parse_init(data: bytes) -> Init:
    moov = find(data, b"moov")
    if moov is None:
        raise BadBox("no moov")
    defaults: dict[int, tuple[int, int, int]] = {}
    found: list[tuple[int, str, int]] = []
    for kind, first, last in boxes(data, *moov):
        if kind == b"trak":
            found.append(_track(data, first, last))
        elif kind == b"mvex":
            for inner, place, _end in boxes(data, first, last):
                if inner == b"trex":
                    number, _entry, duration, size, flags = struct.unpack_from(">5I", data, place + 4)
                    defaults[number] = (duration, size, flags)
    tracks = {number: Track(number, kind, scale, *defaults.get(number, (0, 0, 0))) for number, kind, scale in found}
    if not tracks:
        raise BadBox("no track")
    return Init(data, tracks)


def _track(data: bytes, first: int, last: int) -> tuple[int, str, int]:
    places = [find(data, *path, start=first, end=last) for path in ((b"tkhd",), (b"mdia", b"mdhd"), (b"mdia", b"hdlr"))]
    if None in places:
        raise BadBox("a track without its boxes")
    tkhd, mdhd, hdlr = (place[0] for place in places if place)
    number = struct.unpack_from(">I", data, tkhd + (20 if data[tkhd] else 12))[0]
    scale = struct.unpack_from(">I", data, mdhd + (20 if data[mdhd] else 12))[0]
    return number, data[hdlr + 8 : hdlr + 12].decode("ascii", "replace"), scale or 1


def parse_fragment(init: Init, data: bytes) -> Fragment:
    moof = find(data, b"moof")
    if moof is None:
        raise BadBox("no moof")
    runs = {}
    for kind, first, last in boxes(data, *moof):
        if kind == b"traf":
            number, run = _traf(init, data, first, last)
            if run:
                runs[number] = run
    return Fragment(data, runs)


def _traf(init: Init, data: bytes, first: int, last: int) -> tuple[int, Run | None]:
    track, defaults, start = None, (0, 0, 0), 0
    run: Run | None = None
    for kind, place, _end in boxes(data, first, last):
        if kind == b"tfhd":
            track, defaults = _tfhd(init, data, place)
        elif kind == b"tfdt":
            start = struct.unpack_from(">q" if data[place] else ">i", data, place + 4)[0]
        elif kind == b"trun":
            more = _trun(data, place, defaults, start)
            if more and run:
                run = Run(run.start, run.duration + more.duration, run.begins_with_key, run.samples + more.samples)
            else:
                run = run or more
    if track is None:
        raise BadBox("a fragment of an unknown track")
    return track.id, run


def _tfhd(init: Init, data: bytes, place: int) -> tuple[Track, tuple[int, int, int]]:
    flags, number = struct.unpack_from(">II", data, place)
    track = init.tracks.get(number)
    if track is None:
        raise BadBox("a fragment of an unknown track")
    place += 8 + (8 if flags & 1 else 0) + (4 if flags & 2 else 0)
    values = [track.default_duration, track.default_size, track.default_flags]
    for index, bit in enumerate((8, 0x10, 0x20)):
        if flags & bit:
            values[index] = struct.unpack_from(">I", data, place)[0]
            place += 4
    return track, (values[0], values[1], values[2])


def _trun(data: bytes, place: int, defaults: tuple[int, int, int], start: int) -> Run | None:
    flags, count = struct.unpack_from(">II", data, place)
    flags &= 0xFFFFFF
    place += 8
    offset, first_flags = 0, None
    if flags & 1:
        offset = struct.unpack_from(">i", data, place)[0]
        place += 4
    if flags & 4:
        first_flags = struct.unpack_from(">I", data, place)[0]
        place += 4
    fields = [index for index, bit in enumerate((0x100, 0x200, 0x400, 0x800)) if flags & bit]
    if not count:
        return None
    rows = [[*list(defaults), 0] for _ in range(count)]
    table = _slice(data, place, count, len(fields))
    # No table where the samples are alike in everything, such as those of pure silence.
    for number, values in enumerate(struct.iter_unpack(f">{len(fields)}I", table) if fields else ()):
        for index, value in zip(fields, values, strict=True):
            rows[number][index] = value
    first = rows[0]
    key = not (first_flags if first_flags is not None else first[2]) & _NON_SYNC
    samples = []
    for duration, size, *_rest in rows:
        samples.append((offset, size, duration))
        offset += size
    return Run(start, sum(row[0] for row in rows), key, tuple(samples))


def fragments(data: bytes) -> list[bytes]:
    """A segment's moof + mdat pairs."""
    places = [first - 8 for kind, first, _last in boxes(data) if kind == b"moof"]
    return [data[start:end] for start, end in zip(places, [*places[1:], len(data)], strict=True)]


def box(kind: bytes, *content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + sum(map(len, content)), kind) + b"".join(content)


def _slice(data: bytes, place: int, count: int, fields: int) -> bytes:
    """The table of a trun. Raises BadBox when it is cut off."""
    piece = data[place : place + 4 * count * fields]
    if len(piece) != 4 * count * fields:
        raise BadBox("a trun is cut off")
    return piece

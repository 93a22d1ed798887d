"""The sound of a picture's segments by itself, for lines that cannot carry the picture. Taken out of what ffmpeg made, frame by frame.

Pure: the same segment always gives the same bytes, so nothing about it need be remembered (ISO/IEC 14496-12, 8.8).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from .boxes import Init, Track, box, boxes, find, fragments, parse_fragment

_DEFAULT_BASE_IS_MOOF, _DEFAULT_FLAGS = 0x020000, 0x20
_OFFSET, _DURATION, _SIZE = 0x1, 0x100, 0x200
_INDEPENDENT = 0x02000000  # sample_depends_on: on no other one


@dataclass(frozen=True)
class Piece:
    """A segment of sound. Times in seconds on the epoch's own clock."""

    data: bytes
    start_s: float
    duration_s: float


def init_of(init: Init) -> bytes | None:
    """The init segment without the picture; None where there is only one of both."""
    moov = find(init.data, b"moov")
    if init.sound is None or init.video is None or moov is None:
        return None
    before = init.data[: moov[0] - 8]
    kept = []
    for kind, first, last in boxes(init.data, *moov):
        content = init.data[first:last]
        if kind == b"trak" and _number(content) != init.sound.id:
            continue
        kept.append(box(kind, _only(content, init.sound.id) if kind == b"mvex" else content))
    return before + box(b"moov", *kept)


def _number(trak: bytes) -> int:
    tkhd = find(trak, b"tkhd")
    assert tkhd is not None
    return int(struct.unpack_from(">I", trak, tkhd[0] + (20 if trak[tkhd[0]] else 12))[0])


def _only(mvex: bytes, track: int) -> bytes:
    inside = [(kind, mvex[first:last]) for kind, first, last in boxes(mvex)]
    return b"".join(
        box(kind, content)
        for kind, content in inside
        if kind != b"trex" or struct.unpack_from(">I", content, 4)[0] == track
    )


def pieces_of(init: Init, segment: bytes, *, longest_s: float) -> list[Piece]:
    """What is heard in a segment: one piece, or several where sound came late and more of it at once."""
    track = init.sound
    if track is None or init.video is None:
        return []
    frames = _frames(init, track, segment)
    pieces: list[Piece] = []
    begun = 0
    for place, (start, _duration, _data) in enumerate(frames):
        first = frames[begun][0]
        before = frames[place - 1]
        is_hole = place > begun and start != before[0] + before[1]
        if place > begun and (is_hole or start + frames[place][1] - first > longest_s * track.timescale):
            pieces.append(_piece(track, frames[begun:place]))
            begun = place
    return [*pieces, _piece(track, frames[begun:])] if frames else []


def _frames(init: Init, track: Track, segment: bytes) -> list[tuple[int, int, bytes]]:
    """(start, duration, bytes) of each frame. What lies before zero only warms the decoder up."""
    found = []
    for data in fragments(segment):
        run = parse_fragment(init, data).runs.get(track.id)
        time = run.start if run else 0
        for offset, size, duration in run.samples if run else ():
            if time >= 0:
                found.append((time, duration, data[offset : offset + size]))
            time += duration
    return found


def _piece(track: Track, frames: list[tuple[int, int, bytes]]) -> Piece:
    start, duration = frames[0][0], sum(frame[1] for frame in frames)
    head = struct.pack(">III", _DEFAULT_BASE_IS_MOOF | _DEFAULT_FLAGS, track.id, _INDEPENDENT)
    rows = b"".join(struct.pack(">II", length, len(data)) for _start, length, data in frames)

    def moof(offset: int) -> bytes:
        trun = struct.pack(">IIi", _OFFSET | _DURATION | _SIZE, len(frames), offset) + rows
        traf = box(b"traf", box(b"tfhd", head), box(b"tfdt", struct.pack(">IQ", 1 << 24, start)), box(b"trun", trun))
        return box(b"moof", box(b"mfhd", struct.pack(">II", 0, 1)), traf)

    data = moof(len(moof(0)) + 8) + box(b"mdat", *(frame[2] for frame in frames))
    return Piece(data, start / track.timescale, duration / track.timescale)

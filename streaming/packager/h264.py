"""H.264 parameter sets: found in a sample, put into an init segment. A camera that changes its size sends new ones in its stream.

Rec. ITU-T H.264, 7.3.2.1 (the sequence parameter set); ISO/IEC 14496-15, 5.3.3 (avcC).
"""

from __future__ import annotations

import struct

from .boxes import Fragment, Init, box, boxes, find

_HIGH_PROFILES = {100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135}
ParameterSets = tuple[bytes, bytes]  # sequence, picture


def parameter_sets(init: Init, fragment: Fragment) -> ParameterSets | None:
    """Those in front of the fragment's first picture; None when it carries none."""
    run = fragment.runs.get(init.video.id) if init.video else None
    if run is None:
        return None
    offset, size = run.first_sample
    found: dict[int, bytes] = {}
    end = min(offset + size, len(fragment.data))
    while offset + 5 <= end:
        length = struct.unpack_from(">I", fragment.data, offset)[0]
        kind = fragment.data[offset + 4] & 31
        if kind in (7, 8):
            found.setdefault(kind, fragment.data[offset + 4 : offset + 4 + length])
        elif kind in (1, 5):
            break
        offset += 4 + length
    return (found[7], found[8]) if len(found) == 2 and len(found[7]) >= 4 else None


def of_init(init: Init) -> ParameterSets | None:
    place = _entry(init)
    if place is None:
        return None
    avcc = find(init.data, b"avcC", start=place[0] + 78, end=place[1])
    if avcc is None or not init.data[avcc[0] + 5] & 31:
        return None
    sps, after = _counted(init.data, avcc[0] + 6)
    pps, _after = _counted(init.data, after + 1)
    return sps, pps


def with_parameter_sets(init: Init, sets: ParameterSets) -> bytes:
    """The init segment for pictures of these parameter sets: avcC and the picture's size are replaced."""
    data, place = init.data, _entry(init)
    if place is None:
        return data
    width, height = picture_size(sets[0])
    entry = bytearray(data[place[0] : place[0] + 78])
    struct.pack_into(">HH", entry, 24, width, height)
    rest = b"".join(
        data[first - 8 : last]
        for kind, first, last in _children(data, place[0] + 78, place[1])
        if kind not in (b"avcC", b"btrt")
    )
    new = bytes(entry) + box(b"avcC", _avcc(sets)) + rest
    assert init.video is not None
    made = _replace(data, [b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd", b"avc1"], new, init.video.id)
    return _with_track_size(made, init.video.id, width, height)


def _with_track_size(data: bytes, track: int, width: int, height: int) -> bytes:
    """Players take a picture's shape from the track's header."""
    made = bytearray(data)
    moov = find(data, b"moov")
    for kind, first, last in _children(data, *moov) if moov else []:
        if kind == b"trak" and _is_it(kind, data[first:last], track):
            tkhd = find(data, b"tkhd", start=first, end=last)
            assert tkhd is not None
            struct.pack_into(">II", made, tkhd[1] - 8, width << 16, height << 16)
    return bytes(made)


def picture_size(sps: bytes) -> tuple[int, int]:
    """Width and height in pixels after cropping."""
    bits = _Bits(sps[1:].replace(b"\x00\x00\x03", b"\x00\x00"))
    profile = bits.take(8)
    bits.take(16)
    bits.ue()
    chroma = 1
    if profile in _HIGH_PROFILES:
        chroma = bits.ue()
        if chroma == 3:
            bits.take(1)
        bits.ue(), bits.ue(), bits.take(1)
        if bits.take(1):
            _skip_scaling(bits, 8 if chroma != 3 else 12)
    bits.ue()
    order = bits.ue()
    if order == 0:
        bits.ue()
    elif order == 1:
        bits.take(1), bits.se(), bits.se()
        for _ in range(bits.ue()):
            bits.se()
    bits.ue(), bits.take(1)
    width, height = 16 * (bits.ue() + 1), bits.ue() + 1
    frames_only = bits.take(1)
    if not frames_only:
        bits.take(1)
    height *= 16 * (2 - frames_only)
    bits.take(1)
    if bits.take(1):
        left, right, top, bottom = (bits.ue() for _ in range(4))
        across, down = (2 if chroma in (1, 2) else 1), (2 if chroma == 1 else 1) * (2 - frames_only)
        width, height = width - across * (left + right), height - down * (top + bottom)
    return width, height


def _skip_scaling(bits: _Bits, lists: int) -> None:
    for index in range(lists):
        if not bits.take(1):
            continue
        last = following = 8
        for _ in range(16 if index < 6 else 64):
            if following:
                following = (last + bits.se()) % 256
            last = following or last


class _Bits:
    """Reads bits and Exp-Golomb numbers (9.1)."""

    def __init__(self, data: bytes) -> None:
        self._value, self._left = int.from_bytes(data, "big"), 8 * len(data)

    def take(self, count: int) -> int:
        self._left -= count
        if self._left < 0:
            raise ValueError("a parameter set is cut off")
        return (self._value >> self._left) & ((1 << count) - 1)

    def ue(self) -> int:
        zeros = 0
        while not self.take(1):
            zeros += 1
        return (1 << zeros) - 1 + (self.take(zeros) if zeros else 0)

    def se(self) -> int:
        number = self.ue()
        return (number + 1) // 2 if number & 1 else -(number // 2)


def _entry(init: Init) -> tuple[int, int] | None:
    """Content of the avc1 sample entry."""
    path = (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd")
    data = init.data
    moov = find(data, b"moov")
    if moov is None or init.video is None:
        return None
    for kind, first, last in _children(data, *moov):
        if kind == b"trak" and (stsd := find(data, *path[2:], start=first, end=last)):
            avc1 = find(data, b"avc1", start=stsd[0] + 8, end=stsd[1])
            if avc1:
                return avc1
    return None


def _children(data: bytes, start: int, end: int) -> list[tuple[bytes, int, int]]:
    return list(boxes(data, start, end))


def _replace(data: bytes, path: list[bytes], new: bytes, track: int) -> bytes:
    """`data` with the content of the box at `path` replaced; the sizes of all boxes around it follow."""
    made = []
    for kind, first, last in _children(data, 0, len(data)):
        content = data[first:last]
        if kind == path[0] and _is_it(kind, content, track):
            if len(path) == 1:
                content = new
            else:
                head = content[:8] if kind == b"stsd" else b""
                content = head + _replace(content[len(head) :], path[1:], new, track)
        made.append(box(kind, content))
    return b"".join(made)


def _is_it(kind: bytes, content: bytes, track: int) -> bool:
    if kind != b"trak":
        return True
    tkhd = find(content, b"tkhd")
    return bool(tkhd) and struct.unpack_from(">I", content, tkhd[0] + (20 if content[tkhd[0]] else 12))[0] == track  # type: ignore[index]


def _avcc(sets: ParameterSets) -> bytes:
    sps, pps = sets
    return (
        b"\x01"
        + sps[1:4]
        + b"\xff\xe1"
        + struct.pack(">H", len(sps))
        + sps
        + b"\x01"
        + struct.pack(">H", len(pps))
        + pps
    )


def _counted(data: bytes, place: int) -> tuple[bytes, int]:
    length = struct.unpack_from(">H", data, place)[0]
    return data[place + 2 : place + 2 + length], place + 2 + length

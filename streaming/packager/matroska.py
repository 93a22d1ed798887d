"""Matroska and WebM as they grow: what the header promises, and where a reader may begin again (RFC 9559).

Chromium begins a cluster at every timeslice, not only at keyframes, and leaves sizes unknown; so a cluster is a place to begin only when
a keyframe of the picture lies in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

CLUSTER = b"\x1f\x43\xb6\x75"
_SEGMENT, _CLUSTER, _TRACKS, _INFO = 0x18538067, 0x1F43B675, 0x1654AE6B, 0x1549A966
_ENTRY, _NUMBER, _TYPE, _CODEC, _SCALE = 0xAE, 0xD7, 0x83, 0x86, 0x2AD7B1
_TIME, _SIMPLE, _GROUP, _BLOCK, _REFERENCE = 0xE7, 0xA3, 0xA0, 0xA1, 0xFB
_IN_CLUSTER = {_TIME, _SIMPLE, _GROUP, 0xA7, 0xAB, 0x5854, 0xEC, 0xBF}


class Bytes(Protocol):
    """bytes or an mmap."""

    def __len__(self) -> int: ...
    def __getitem__(self, place: slice, /) -> bytes: ...
    def find(self, what: bytes, start: int = ..., end: int = ..., /) -> int: ...
    def rfind(self, what: bytes, start: int = ..., end: int = ..., /) -> int: ...


@dataclass(frozen=True)
class Header:
    size: int  # bytes before the first cluster
    video: int  # track number, 0 = none
    audio: int
    video_codec: str  # V_MPEG4/ISO/AVC, V_VP8, …
    tick_s: float


@dataclass(frozen=True)
class Cluster:
    offset: int
    end: int
    start_s: float  # its first block
    keyframes: tuple[float, ...]  # of the picture, or of the sound where there is none; seconds


def read_header(data: Bytes) -> Header | None:
    """None while the first cluster has not come. Raises ValueError when this is no Matroska."""
    if len(data) >= 4 and data[0:4] != b"\x1a\x45\xdf\xa3":
        raise ValueError("this is not a Matroska file")
    end = data.find(CLUSTER)
    if end < 0:
        return None
    tracks: list[tuple[int, int, str]] = []
    tick = 0.001
    for ident, first, last in _walk(data, 0, end, into={_SEGMENT, _INFO, _TRACKS}):
        if ident == _SCALE:
            tick = _number(data, first, last) / 1e9
        elif ident == _ENTRY:
            tracks.append(_track(data, first, last))
    video = next((track for track in tracks if track[1] == 1), (0, 1, ""))
    audio = next((track for track in tracks if track[1] == 2), (0, 2, ""))
    return Header(end, video[0], audio[0], video[2], tick)


def clusters(data: Bytes, header: Header, start: int, end: int) -> Iterator[Cluster]:
    """All that begin from `start` on, forwards; the last one may still be growing."""
    place = data.find(CLUSTER, start, end)
    while 0 <= place < end:
        cluster = _cluster(data, header, place, end)
        if cluster:
            yield cluster
        place = data.find(CLUSTER, cluster.end if cluster else place + 4, end)


def cluster_before(data: Bytes, header: Header, until_s: float, end: int) -> Cluster | None:
    """The last cluster with a keyframe at or before `until_s`: where a reader must begin to have that time whole."""
    place = data.rfind(CLUSTER, header.size, end)
    while place >= header.size:
        cluster = _cluster(data, header, place, end)
        if cluster and any(time <= until_s for time in cluster.keyframes):
            return cluster
        place = data.rfind(CLUSTER, header.size, place)
    return None


def first_time(data: Bytes, header: Header, end: int) -> float | None:
    """When the picture begins (the sound, where there is no picture)."""
    for cluster in clusters(data, header, header.size, end):
        if cluster.keyframes:
            return cluster.keyframes[0]
    return None


def _cluster(data: Bytes, header: Header, place: int, limit: int) -> Cluster | None:
    """None when the four bytes at `place` only look like a cluster."""
    size, body = _vint(data, place + 4, limit)
    if not body:
        return None
    limit = min(limit, body + size) if size > 0 else limit
    main = header.video or header.audio
    base, keys, start, end = -1, [], None, body
    for ident, first, last in _walk(data, body, limit, into=set()):
        if ident not in _IN_CLUSTER:
            break
        end = last
        if ident == _TIME:
            base = _number(data, first, last)
        elif ident in (_SIMPLE, _GROUP) and (block := _block(data, ident, first, last)):
            if base < 0:
                return None
            track, relative, key = block
            time = (base + relative) * header.tick_s
            start = time if start is None else start
            if key and track == main:
                keys.append(time)
    return None if base < 0 else Cluster(place, end, base * header.tick_s if start is None else start, tuple(keys))


def _block(data: Bytes, ident: int, first: int, last: int) -> tuple[int, int, bool] | None:
    """Track, time relative to the cluster, whether it is a keyframe."""
    key: bool | None = None
    if ident == _GROUP:
        key, body = True, None
        for inner, start, end in _walk(data, first, last, into=set()):
            if inner == _BLOCK:
                body = (start, end)
            elif inner == _REFERENCE:
                key = False
        if body is None:
            return None
        first, last = body
    track, place = _vint(data, first, last)
    head = data[place : place + 3]
    if not place or len(head) < 3:
        return None
    return track, int.from_bytes(head[:2], "big", signed=True), bool(head[2] & 0x80) if key is None else key


def _walk(data: Bytes, place: int, limit: int, *, into: set[int]) -> Iterator[tuple[int, int, int]]:
    """(id, start of the content, end) of each whole element; those of `into` are opened. Ends at what is cut off."""
    while place < limit:
        ident, after = _vint(data, place, limit, keep_marker=True)
        size, body = _vint(data, after, limit) if after else (0, 0)
        if not body:
            return
        if ident in into:
            place = body
            continue
        if size < 0 or body + size > limit:
            return
        yield ident, body, body + size
        place = body + size


def _track(data: Bytes, first: int, last: int) -> tuple[int, int, str]:
    number = kind = 0
    codec = ""
    for ident, start, end in _walk(data, first, last, into=set()):
        if ident == _NUMBER:
            number = _number(data, start, end)
        elif ident == _TYPE:
            kind = _number(data, start, end)
        elif ident == _CODEC:
            codec = data[start:end].decode("ascii", "replace").rstrip("\0")
    return number, kind, codec


def _vint(data: Bytes, place: int, limit: int, *, keep_marker: bool = False) -> tuple[int, int]:
    """(value, place after it); place 0 when it is cut off or broken, value −1 for an unknown size."""
    head = data[place : place + 8]
    if not head or place >= limit or not head[0]:
        return 0, 0
    length = 9 - head[0].bit_length()
    if place + length > limit or len(head) < length:
        return 0, 0
    value = int.from_bytes(head[:length], "big")
    if keep_marker:
        return value, place + length
    value &= (1 << (7 * length)) - 1
    return (-1 if value == (1 << (7 * length)) - 1 else value), place + length


def _number(data: Bytes, first: int, last: int) -> int:
    return int.from_bytes(data[first:last], "big")

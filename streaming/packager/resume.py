"""Where to begin reading an epoch: at its start, or, after a crash, at a keyframe before the end of what was published."""

from __future__ import annotations

import mmap
from dataclasses import dataclass

from . import matroska
from .boxes import fragments, parse_fragment, parse_init
from .orders import EpochOrder
from .remux import Recipe
from .segments import Joiner
from .shelf import Shelf
from .tail import Tail

WARM_UP_S = 0.5  # the sound's encoder needs some frames before the first one that counts
COPIED = ("V_MPEG4/ISO/AVC",)


@dataclass(frozen=True)
class Start:
    """Feed `head` bytes from the file's beginning, then everything from `offset` on; drop what lies before `published_s`."""

    recipe: Recipe
    head: int = 0
    offset: int = 0
    published_s: float | None = None


def published_until(shelf: Shelf, epoch: int) -> float | None:
    """The end of the last published segment on the epoch's own clock; None when none of this epoch was published."""
    last = shelf.playlist.entries[-1] if shelf.playlist.entries else None
    if last is None or shelf.map_of(last).epoch != epoch:
        return None
    init = parse_init(shelf.init_of(last))
    joiner = Joiner(init)
    end = 0.0
    for piece in fragments(shelf.segment(last)):
        fragment = parse_fragment(init, piece)
        made = [*joiner.add(fragment), *joiner.flush()]
        end = max([end, *(segment.start_s + segment.duration_s for segment in made)])
    return end


def plan(tail: Tail, order: EpochOrder, published_s: float | None, *, audio: bool = True) -> Start | None:
    """None while too little has come to know."""
    if order.extension not in ("mkv", "webm"):
        if not tail.acknowledged:
            return None
        transcode = any(name in order.media_type.lower() for name in ("vp8", "vp9", "vp09", "av1", "av01"))
        return Start(Recipe(order.extension, transcode=transcode, audio=audio), published_s=published_s)
    with tail.whole() as data:
        return _plan_matroska(data, tail.acknowledged, order, published_s, audio)


def _plan_matroska(
    data: mmap.mmap | bytes, end: int, order: EpochOrder, published_s: float | None, audio: bool
) -> Start | None:
    header = matroska.read_header(data) if end else None
    if header is None or header.size >= end:
        return None
    cluster = None
    if published_s is not None:
        cluster = matroska.cluster_before(data, header, published_s - WARM_UP_S, end)
    first = cluster.keyframes[0] if cluster else matroska.first_time(data, header, end)
    if first is None:
        return None
    recipe = Recipe(
        order.extension,
        transcode=bool(header.video) and header.video_codec not in COPIED,
        audio=audio and bool(header.audio),
        video=bool(header.video),
        begin_s=first,
    )
    return Start(recipe, header.size, cluster.offset if cluster else header.size, published_s)

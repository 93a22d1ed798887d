"""The multivariant playlist (RFC 8216, 4.3.4): the picture with its sound, and the sound alone. Pure: text in, text out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from . import h264
from .boxes import Init
from .playlists import PICTURE, SOUND, playlist_file

HEADROOM = 1.25  # a promise that is a little too high need not be changed with each lively second
_AAC_LC = "mp4a.40.2"


@dataclass
class Variants:
    """What is promised of both. Codecs and bandwidths only grow while a broadcast runs."""

    codecs: tuple[str, ...] = ()
    size: tuple[int, int] | None = None
    bandwidth: int = 0
    sound: int = 0

    def see(self, init: Init, sets: h264.ParameterSets | None, *, picture: int, sound: int) -> None:
        """Bits a second of a segment and of its sound alone; 0 where there is none."""
        found = [f"avc1.{sets[0][1:4].hex()}"] if sets else []
        found += [_AAC_LC] if init.sound else []
        self.codecs = tuple(sorted({*self.codecs, *found}))
        self.size = h264.picture_size(sets[0]) if sets else self.size
        self.bandwidth = _promise(self.bandwidth, picture)
        self.sound = _promise(self.sound, sound)

    def text(self, length: str) -> str:
        """index-live.m3u8 or index-dvr.m3u8."""
        size = f",RESOLUTION={self.size[0]}x{self.size[1]}" if self.size else ""
        lines = ["#EXTM3U", "#EXT-X-VERSION:7"]
        lines += [f'#EXT-X-STREAM-INF:BANDWIDTH={self.bandwidth},CODECS="{",".join(self.codecs)}"{size}']
        lines += [playlist_file(PICTURE, length)]
        if self.sound:
            lines += [f'#EXT-X-STREAM-INF:BANDWIDTH={self.sound},CODECS="{_AAC_LC}"', playlist_file(SOUND, length)]
        return "\n".join([*lines, ""])


def read_variants(text: str) -> Variants:
    """What this file promised; nothing, when it is none of ours."""
    made = Variants()
    for found in re.finditer(r'BANDWIDTH=(\d+),CODECS="([\w.,]+)"(?:,RESOLUTION=(\d+)x(\d+))?\n(\S+)\n', text):
        if found[5].endswith("-sound.m3u8"):
            made.sound = int(found[1])
        else:
            made.bandwidth, made.codecs = int(found[1]), tuple(found[2].split(","))
            made.size = (int(found[3]), int(found[4])) if found[3] else None
    return made


def _promise(before: int, now: int) -> int:
    return before if now <= before else round(now * HEADROOM)

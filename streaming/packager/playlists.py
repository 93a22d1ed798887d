"""The two playlists of a broadcast (RFC 8216): the last minute, and everything since the beginning. Pure: text in, text out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

WINDOW_S = 60.0


@dataclass(frozen=True)
class Entry:
    number: int
    map: int
    duration_s: float
    wall_ms: int  # programme date-time of its first moment
    discontinuity: bool = False

    @property
    def file(self) -> str:
        return f"s-{self.map}-{self.number}.m4s"

    @property
    def end_ms(self) -> int:
        return self.wall_ms + round(1000 * self.duration_s)


@dataclass
class Playlist:
    """What has been published. `target_s` must never change (RFC 8216, 6.2.1)."""

    target_s: int = 0
    entries: list[Entry] = field(default_factory=list)
    ended: bool = False
    _lines: list[str] = field(default_factory=list, repr=False)  # the body of the long playlist, kept as it grows

    def add(self, entry: Entry) -> None:
        before = self.entries[-1].map if self.entries else None
        self.entries.append(entry)
        self._lines += _lines_of(entry, with_map=entry.map != before)

    @property
    def next_number(self) -> int:
        return self.entries[-1].number + 1 if self.entries else 0

    def whole(self) -> str:
        """dvr.m3u8: grows only, so that late-comers can start over."""
        head = ["#EXTM3U", "#EXT-X-VERSION:7", f"#EXT-X-TARGETDURATION:{self.target_s}", "#EXT-X-PLAYLIST-TYPE:EVENT"]
        return _text([*head, "#EXT-X-MEDIA-SEQUENCE:0", *self._lines, *self._end()])

    def window(self) -> str:
        """live.m3u8: the last minute."""
        first, total = len(self.entries), 0.0
        while first > 0 and total < WINDOW_S:
            first -= 1
            total += self.entries[first].duration_s
        gone = sum(entry.discontinuity for entry in self.entries[:first])
        head = ["#EXTM3U", "#EXT-X-VERSION:7", f"#EXT-X-TARGETDURATION:{self.target_s}"]
        head += [f"#EXT-X-MEDIA-SEQUENCE:{self.entries[first].number}", f"#EXT-X-DISCONTINUITY-SEQUENCE:{gone}"]
        body: list[str] = []
        before = None
        for entry in self.entries[first:]:
            body += _lines_of(entry, with_map=entry.map != before)
            before = entry.map
        return _text([*head, *body, *self._end()])

    def _end(self) -> list[str]:
        return ["#EXT-X-ENDLIST"] if self.ended else []


def read_whole(text: str) -> Playlist:
    """The Playlist that wrote this dvr.m3u8. Raises ValueError when the text is not one of ours, or is cut off."""
    lines = text.splitlines()
    if not text.endswith("\n") or lines[:1] != ["#EXTM3U"]:
        raise ValueError("this is not a whole playlist")
    made = Playlist()
    discontinuity, duration, wall = False, 0.0, 0
    for line in lines:
        name, _, value = line.partition(":")
        if name == "#EXT-X-TARGETDURATION":
            made.target_s = int(value)
        elif name == "#EXT-X-DISCONTINUITY":
            discontinuity = True
        elif name == "#EXT-X-PROGRAM-DATE-TIME":
            wall = round(datetime.fromisoformat(value).timestamp() * 1000)
        elif name == "#EXTINF":
            duration = float(value.rstrip(","))
        elif name == "#EXT-X-ENDLIST":
            made.ended = True
        elif found := re.fullmatch(r"s-(\d+)-(\d+)\.m4s", line):
            made.add(Entry(int(found[2]), int(found[1]), duration, wall, discontinuity))
            discontinuity = False
    return made


def _lines_of(entry: Entry, *, with_map: bool) -> Iterable[str]:
    if entry.discontinuity:
        yield "#EXT-X-DISCONTINUITY"
    if with_map:
        yield f'#EXT-X-MAP:URI="init-{entry.map}.mp4"'
    wall = datetime.fromtimestamp(entry.wall_ms / 1000, UTC)
    yield f"#EXT-X-PROGRAM-DATE-TIME:{wall.isoformat(timespec='milliseconds')}"
    yield f"#EXTINF:{entry.duration_s:.6f},"
    yield entry.file


def _text(lines: Iterable[str]) -> str:
    return "\n".join([*lines, ""])

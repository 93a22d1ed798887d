"""The playlists of a broadcast (RFC 8216): the last minute, and everything since the beginning, of picture and sound. Pure: text in, text out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

WINDOW_S = 60.0
PICTURE, SOUND = "s", "a"
# Who watches from the beginning need not learn of every second: players ask for the long list only so often,
# and it is written at least twice as often (RFC 8216, 6.2.2 and 6.3.4).
LONG_TARGET_S = 10
_MOST_PER_WRITE_S = 5.0


@dataclass(frozen=True)
class Entry:
    number: int
    map: int
    duration_s: float
    wall_ms: int  # programme date-time of its first moment
    discontinuity: bool = False
    kind: str = PICTURE
    piece: int = 0  # of the sound of one picture's segment; nearly always the only one

    @property
    def file(self) -> str:
        return f"{self.kind}-{self.map}-{self.number}{f'-{self.piece}' if self.piece else ''}.m4s"

    @property
    def end_ms(self) -> int:
        return self.wall_ms + round(1000 * self.duration_s)


def init_file(kind: str, number: int) -> str:
    return f"init-{number}.mp4" if kind == PICTURE else f"{kind}-{number}.mp4"


def playlist_file(kind: str, length: str) -> str:
    """`length`: live or dvr."""
    return f"{length}.m3u8" if kind == PICTURE else f"{length}-sound.m3u8"


@dataclass
class Playlist:
    """What has been published. `target_s` must never change (RFC 8216, 6.2.1)."""

    target_s: int = 0
    entries: list[Entry] = field(default_factory=list)
    ended: bool = False
    seconds: float = 0.0
    _lines: list[str] = field(default_factory=list, repr=False)  # the body of the long playlist, kept as it grows
    _first: int = 0  # of the last minute
    _window_s: float = 0.0
    _gone: int = 0  # discontinuities before it
    _written_s: float = 0.0

    def add(self, entry: Entry) -> None:
        before = self.entries[-1].map if self.entries else None
        self.entries.append(entry)
        self._lines += _lines_of(entry, with_map=entry.map != before)
        self.seconds += entry.duration_s
        self._window_s += entry.duration_s
        while self._window_s - self.entries[self._first].duration_s >= WINDOW_S:
            leaves = self.entries[self._first]
            self._window_s -= leaves.duration_s
            self._gone += leaves.discontinuity
            self._first += 1

    @property
    def next_number(self) -> int:
        return self.entries[-1].number + 1 if self.entries else 0

    @property
    def last_minute(self) -> list[Entry]:
        return self.entries[self._first :]

    @property
    def is_due(self) -> bool:
        """Whether the long list is to be written again: every second at first, later so rarely that its length costs little."""
        return self.ended or self.seconds - self._written_s >= min(_MOST_PER_WRITE_S, self.seconds / 600)

    def whole(self) -> str:
        """dvr.m3u8: grows only, so that late-comers can start over."""
        self._written_s = self.seconds
        target = max(LONG_TARGET_S, self.target_s)
        head = ["#EXTM3U", "#EXT-X-VERSION:7", f"#EXT-X-TARGETDURATION:{target}", "#EXT-X-PLAYLIST-TYPE:EVENT"]
        return _text([*head, "#EXT-X-MEDIA-SEQUENCE:0", *self._lines, *self._end()])

    def window(self) -> str:
        """live.m3u8: the last minute."""
        head = ["#EXTM3U", "#EXT-X-VERSION:7", f"#EXT-X-TARGETDURATION:{self.target_s}"]
        head += [f"#EXT-X-MEDIA-SEQUENCE:{self._first}", f"#EXT-X-DISCONTINUITY-SEQUENCE:{self._gone}"]
        body: list[str] = []
        before = None
        for entry in self.last_minute:
            body += _lines_of(entry, with_map=entry.map != before)
            before = entry.map
        return _text([*head, *body, *self._end()])

    def _end(self) -> list[str]:
        return ["#EXT-X-ENDLIST"] if self.ended else []


def restored(long: str, short: str) -> Playlist:
    """The Playlist that wrote these two: what the long one does not hold yet stands in the short one. Empty when they leave a hole."""
    made, newest = read_list(long), read_list(short)
    late = newest.entries
    if made.entries:
        last = made.entries[-1]
        late = [entry for entry in late if (entry.number, entry.piece) > (last.number, last.piece)]
    if late and newest.first + len(newest.entries) - len(late) != len(made.entries):
        late = []
    for entry in late:
        made.add(entry)
    made.ended = made.ended or newest.ended
    if made.entries:
        made.target_s = newest.target_s or max(1, int(made.entries[0].duration_s + 0.5))
    return made


class ListRead(Playlist):
    first: int = 0  # media sequence of the first entry


def read_list(text: str) -> ListRead:
    """What one list says; empty when it is none of ours, or is cut off."""
    lines = text.splitlines()
    made = ListRead()
    if not text.endswith("\n") or lines[:1] != ["#EXTM3U"]:
        return made
    discontinuity, duration, wall = False, 0.0, 0
    for line in lines:
        name, _, value = line.partition(":")
        if name == "#EXT-X-TARGETDURATION":
            made.target_s = int(value)
        elif name == "#EXT-X-MEDIA-SEQUENCE":
            made.first = int(value)
        elif name == "#EXT-X-DISCONTINUITY":
            discontinuity = True
        elif name == "#EXT-X-PROGRAM-DATE-TIME":
            wall = round(datetime.fromisoformat(value).timestamp() * 1000)
        elif name == "#EXTINF":
            duration = float(value.rstrip(","))
        elif name == "#EXT-X-ENDLIST":
            made.ended = True
        elif found := re.fullmatch(r"([sa])-(\d+)-(\d+)(?:-(\d+))?\.m4s", line):
            piece = int(found[4] or 0)
            made.add(Entry(int(found[3]), int(found[2]), duration, wall, discontinuity, found[1], piece))
            discontinuity = False
    return made


def _lines_of(entry: Entry, *, with_map: bool) -> Iterable[str]:
    if entry.discontinuity:
        yield "#EXT-X-DISCONTINUITY"
    if with_map:
        yield f'#EXT-X-MAP:URI="{init_file(entry.kind, entry.map)}"'
    wall = datetime.fromtimestamp(entry.wall_ms / 1000, UTC)
    yield f"#EXT-X-PROGRAM-DATE-TIME:{wall.isoformat(timespec='milliseconds')}"
    yield f"#EXTINF:{entry.duration_s:.6f},"
    yield entry.file


def _text(lines: Iterable[str]) -> str:
    return "\n".join([*lines, ""])

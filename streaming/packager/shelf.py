"""The folder of a live picture on the disk: nothing is named there before it is whole and safe."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from lms.lib.durable import fsync_folder, make_folder
from lms.lib.faults import faultpoint

from .playlists import Entry, Playlist, read_whole


@dataclass(frozen=True)
class Map:
    """One init segment: the epoch it belongs to, what it promises, and where its clock stands."""

    number: int
    epoch: int
    promise: str  # parameter sets and tracks, as a hash
    origin_s: float  # the epoch's clock at its first segment …
    wall_ms: int  # … and the server's clock at that moment


class Shelf:
    def __init__(self, folder: Path) -> None:
        make_folder(folder)
        self.folder = folder
        self._clear_halves()
        self.maps = [Map(**fields) for fields in self.read_json("maps.json") or []]
        self.playlist = self._playlist()

    def _clear_halves(self) -> None:
        """What a killed packager had not finished."""
        for name in ("s-*", "init-*", "dvr.m3u8", "live.m3u8", "maps.json", "health.json"):
            for half in self.folder.glob(f".{name}.*"):
                half.unlink(missing_ok=True)

    def _playlist(self) -> Playlist:
        """As it was published; begun anew when the file is not whole (a disk that lost what it had promised)."""
        try:
            found = read_whole((self.folder / "dvr.m3u8").read_text())
        except (FileNotFoundError, ValueError):
            return Playlist()
        known = {made.number for made in self.maps}
        return found if all(entry.map in known for entry in found.entries) else Playlist()

    def last_segment(self) -> tuple[bytes, bytes] | None:
        """(its init segment, the segment)."""
        if not self.playlist.entries:
            return None
        entry = self.playlist.entries[-1]
        return (self.folder / f"init-{entry.map}.mp4").read_bytes(), (self.folder / entry.file).read_bytes()

    def add_map(self, new: Map, init: bytes) -> None:
        self.maps = [*(made for made in self.maps if made.number < new.number), new]
        self.write(f"init-{new.number}.mp4", init)
        faultpoint("streaming.packager.after_init")
        self.write("maps.json", json.dumps([asdict(made) for made in self.maps]).encode())
        faultpoint("streaming.packager.after_map")

    def publish(self, entry: Entry, data: bytes, target_s: int) -> None:
        self.write(entry.file, data)
        faultpoint("streaming.packager.after_segment")
        self.playlist.target_s = self.playlist.target_s or target_s
        self.playlist.add(entry)
        faultpoint("streaming.packager.before_playlist")
        self.write_playlists()
        faultpoint("streaming.packager.after_playlist")

    def write_playlists(self) -> None:
        if self.playlist.entries:
            self.write("dvr.m3u8", self.playlist.whole().encode())
            self.write("live.m3u8", self.playlist.window().encode())

    def end(self) -> None:
        self.playlist.ended = True
        self.write_playlists()
        faultpoint("streaming.packager.after_end")

    def write(self, name: str, data: bytes) -> None:
        write_whole(self.folder / name, data)

    def read_json(self, name: str) -> Any:
        """None when it is not there or not whole."""
        try:
            return json.loads((self.folder / name).read_bytes())
        except (FileNotFoundError, ValueError):
            return None


def write_whole(path: Path, data: bytes) -> None:
    """Replace a file so that whoever looks sees the old or the new one, also after a power cut."""
    with _beside(path) as temporary:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    fsync_folder(path.parent)


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        yield temporary
    except OSError:
        temporary.unlink(missing_ok=True)
        raise

"""The folder of a live picture on the disk: nothing is named there before it is whole and safe."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from lms.lib.durable import fsync_folder, make_folder
from lms.lib.faults import faultpoint

from .playlists import PICTURE, SOUND, Entry, Playlist, init_file, playlist_file, restored
from .variants import Variants, read_variants


@dataclass(frozen=True)
class Map:
    """One init segment: the epoch it belongs to, what it promises, and where its clock stands."""

    number: int
    epoch: int
    promise: str  # parameter sets and tracks, as a hash
    origin_s: float  # the epoch's clock at its first segment …
    wall_ms: int  # … and the server's clock at that moment


Named = Sequence[tuple[Entry, bytes]]


class Shelf:
    def __init__(self, folder: Path) -> None:
        make_folder(folder)
        self.folder = folder
        self._clear_halves()
        self.maps = [Map(**fields) for fields in self.read_json("maps.json") or []]
        self.playlist = self._restored(PICTURE)
        self.sound = self._restored(SOUND) if self.playlist.entries else Playlist()
        self.variants = read_variants(self._text("index-dvr.m3u8"))

    def _clear_halves(self) -> None:
        """What a killed packager had not finished."""
        for name in ("s-*", "a-*", "init-*", "*.m3u8", "maps.json", "health.json"):
            for half in self.folder.glob(f".{name}.*"):
                half.unlink(missing_ok=True)

    def _restored(self, kind: str) -> Playlist:
        """As it was published; begun anew when the files are not whole (a disk that lost what it had promised)."""
        found = restored(*(self._text(playlist_file(kind, length)) for length in ("dvr", "live")))
        known = {made.number for made in self.maps}
        return found if all(entry.map in known for entry in found.entries) else Playlist()

    def _text(self, name: str) -> str:
        try:
            return (self.folder / name).read_text()
        except (FileNotFoundError, ValueError):
            return ""

    def map_of(self, entry: Entry) -> Map:
        return next(made for made in self.maps if made.number == entry.map)

    def init_of(self, entry: Entry) -> bytes:
        return (self.folder / init_file(entry.kind, entry.map)).read_bytes()

    def segment(self, entry: Entry) -> bytes:
        return (self.folder / entry.file).read_bytes()

    def add_map(self, new: Map, init: bytes, sound: bytes | None) -> None:
        self.maps = [*(made for made in self.maps if made.number < new.number), new]
        self.add_init(SOUND, new, sound)
        self.add_init(PICTURE, new, init)
        faultpoint("streaming.packager.after_init")
        self.write("maps.json", json.dumps([asdict(made) for made in self.maps]).encode())
        faultpoint("streaming.packager.after_map")

    def add_init(self, kind: str, made: Map, init: bytes | None) -> None:
        if init is not None:
            self.write(init_file(kind, made.number), init)

    def publish(self, entry: Entry, data: bytes, target_s: int, sound: Named = ()) -> None:
        """A segment with its sound alone: both are safe before the first list names one of them."""
        write_all(self.folder, {entry.file: data, **{one.file: heard for one, heard in sound}})
        faultpoint("streaming.packager.after_segment")
        self.playlist.target_s = self.playlist.target_s or target_s
        self.playlist.add(entry)
        self._name_sound(sound)
        faultpoint("streaming.packager.before_playlist")
        self.write_playlists()
        faultpoint("streaming.packager.after_playlist")

    def publish_sound(self, sound: Named) -> None:
        """Of segments that are published already."""
        write_all(self.folder, {one.file: heard for one, heard in sound})
        self._name_sound(sound)

    def _name_sound(self, sound: Named) -> None:
        self.sound.target_s = self.playlist.target_s
        for one, _heard in sound:
            self.sound.add(one)

    def write_playlists(self, *, all_of_them: bool = False) -> None:
        """The picture's before the sound's: what a kill in between leaves out is made up for from the picture."""
        for kind, playlist in ((PICTURE, self.playlist), (SOUND, self.sound)):
            if not playlist.entries:
                continue
            made = {"dvr": playlist.whole()} if all_of_them or playlist.is_due else {}
            made["live"] = playlist.window()
            write_all(self.folder, {playlist_file(kind, length): text.encode() for length, text in made.items()})
            faultpoint("streaming.packager.between_playlists")

    def promise(self, variants: Variants) -> None:
        """Replace the lists of variants."""
        self.variants = variants
        write_all(self.folder, {f"index-{length}.m3u8": variants.text(length).encode() for length in ("dvr", "live")})

    def end(self) -> None:
        self.playlist.ended = self.sound.ended = True
        self.write_playlists()
        faultpoint("streaming.packager.after_end")

    def write(self, name: str, data: bytes) -> None:
        write_all(self.folder, {name: data})

    def read_json(self, name: str) -> Any:
        """None when it is not there or not whole."""
        try:
            return json.loads((self.folder / name).read_bytes())
        except (FileNotFoundError, ValueError):
            return None


def write_whole(path: Path, data: bytes) -> None:
    write_all(path.parent, {path.name: data})


def write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    """Replace files so that whoever looks sees the old or the new one, also after a power cut."""
    halves = {name: folder / f".{name}.{os.getpid()}" for name in files}
    try:
        for name, data in files.items():
            with halves[name].open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        for name, half in halves.items():
            half.replace(folder / name)
    except OSError:
        for half in halves.values():
            half.unlink(missing_ok=True)
        raise
    fsync_folder(folder)

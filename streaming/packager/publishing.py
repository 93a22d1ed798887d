"""From one run of ffmpeg to the shelf: fragments become segments, known ones are dropped, new promises get a new init segment."""

from __future__ import annotations

import dataclasses
import hashlib

from . import h264, sound
from .boxes import Fragment, Init, Splitter, parse_init
from .health import Doctor
from .playlists import SOUND, Entry
from .segments import Joiner, Segment
from .shelf import Map, Shelf

SAME_MOMENT_S = 0.02  # a fragment that begins this little before the end of what was published is a new one


class Publisher:
    """`begun_ms`: the server's clock at the epoch's first moment, asked for when the first segment is ready."""

    def __init__(self, shelf: Shelf, doctor: Doctor, epoch: int, published_s: float | None, begun_ms: int) -> None:
        self.shelf, self.doctor, self.epoch = shelf, doctor, epoch
        self.published_s, self.begun_ms = published_s, begun_ms
        self.published = 0
        self._splitter = Splitter()
        self._joiner: Joiner | None = None

    @property
    def has_init(self) -> bool:
        return self._splitter.init is not None

    def feed(self, data: bytes) -> None:
        """What ffmpeg wrote. Raises BadBox."""
        for fragment in self._splitter.feed(data):
            self._take(fragment)

    def flush(self) -> None:
        if self._joiner:
            for segment in self._joiner.flush():
                self._publish(segment)

    def _take(self, fragment: Fragment) -> None:
        init = self._splitter.init
        assert init is not None
        self._joiner = self._joiner or Joiner(init, target_s=self.shelf.playlist.target_s)
        run = fragment.runs.get(init.main.id)
        known = self.published_s is not None and (
            run is None or run.start / init.main.timescale < self.published_s - SAME_MOMENT_S
        )
        if known:
            self._joiner.learn(fragment)
            return
        self.published_s = None
        for segment in self._joiner.add(fragment):
            self._publish(segment)

    def _publish(self, segment: Segment) -> None:
        init = self._splitter.init
        assert init
        assert self._joiner
        made, is_new = self._map(init, segment)
        wall_ms = made.wall_ms + round(1000 * (segment.start_s - made.origin_s))
        playlist = self.shelf.playlist
        entry = Entry(
            playlist.next_number,
            made.number,
            segment.duration_s,
            wall_ms,
            discontinuity=is_new and bool(playlist.entries),
        )
        heard = sound_of(self.shelf, entry, init, segment.data, self._joiner.target_s)
        self.shelf.publish(entry, segment.data, self._joiner.target_s, heard)
        self._promise(init, segment, heard)
        self.published += 1
        self.doctor.published(entry, av_ms=segment.av_ms, sound=segment.sound)

    def _promise(self, init: Init, segment: Segment, heard: list[tuple[Entry, bytes]]) -> None:
        new = dataclasses.replace(self.shelf.variants)
        rates = [8 * len(data) / one.duration_s for one, data in heard]
        new.see(
            init,
            segment.sets or h264.of_init(init),
            picture=round(8 * len(segment.data) / max(0.1, segment.duration_s)),
            sound=round(max(rates, default=0)),
        )
        if new != self.shelf.variants:
            self.shelf.promise(new)

    def _map(self, init: Init, segment: Segment) -> tuple[Map, bool]:
        """The map of this segment, and whether the playlist has not named it yet."""
        entries = self.shelf.playlist.entries
        last = next((made for made in self.shelf.maps if entries and made.number == entries[-1].map), None)
        sets = segment.sets or h264.of_init(init)
        promise = _promise(init, sets)
        if last and last.epoch == self.epoch and last.promise == promise:
            return last, False
        same_clock = last is not None and last.epoch == self.epoch
        origin, wall = (last.origin_s, last.wall_ms) if last and same_clock else (segment.start_s, self.begun_ms)
        new = Map(last.number + 1 if last else 0, self.epoch, promise, origin, wall)
        changed = segment.sets is not None and segment.sets != h264.of_init(init)
        picture = h264.with_parameter_sets(init, segment.sets) if changed and segment.sets else init.data
        self.shelf.add_map(new, picture, sound.init_of(init))
        return new, True


def sound_of(shelf: Shelf, entry: Entry, init: Init, segment: bytes, target_s: int) -> list[tuple[Entry, bytes]]:
    """The sound of a segment with its names; nothing where it is published already."""
    before = shelf.sound.entries[-1] if shelf.sound.entries else None
    if before and before.number >= entry.number:
        return []
    made = shelf.map_of(entry)
    named: list[tuple[Entry, bytes]] = []
    for piece, heard in enumerate(sound.pieces_of(init, segment, longest_s=target_s + 0.49)):
        wall_ms = made.wall_ms + round(1000 * (heard.start_s - made.origin_s))
        turns = before is not None and before.map != entry.map
        one = Entry(entry.number, entry.map, heard.duration_s, wall_ms, turns, SOUND, piece)
        named.append((one, heard.data))
        before = one
    return named


def make_up_for_sound(shelf: Shelf) -> None:
    """After a kill: what of the last minute was published as a picture only."""
    last = shelf.sound.entries[-1].number if shelf.sound.entries else -1
    inits: dict[int, Init] = {}
    for entry in shelf.playlist.last_minute:
        if entry.number <= last:
            continue
        if entry.map not in inits:
            inits[entry.map] = parse_init(shelf.init_of(entry))
            shelf.add_init(SOUND, shelf.map_of(entry), sound.init_of(inits[entry.map]))
        shelf.publish_sound(sound_of(shelf, entry, inits[entry.map], shelf.segment(entry), shelf.playlist.target_s))


def _promise(init: Init, sets: h264.ParameterSets | None) -> str:
    tracks = sorted((track.id, track.kind, track.timescale) for track in init.tracks.values())
    digest = hashlib.sha256(repr((tracks, sets)).encode())
    return digest.hexdigest()[:16]

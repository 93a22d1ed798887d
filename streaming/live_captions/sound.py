"""The sound of a live picture as its segments are published: 16 kHz mono, with the server's clock at its first sample."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..packager.playlists import Entry, Playlist, read_list
from ..packager.shelf import Map
from ..transcription.shapes import RATE

logger = logging.getLogger(__name__)

OLDEST_MS = 15_000.0  # behind the newest segment: what is older is left out, its captions would only come later still


@dataclass(frozen=True)
class Stretch:
    """16-bit samples in a row. `wall_ms`: programme date-time of the first one."""

    wall_ms: float
    samples: bytes

    @property
    def end_ms(self) -> float:
        return self.wall_ms + 1000 * len(self.samples) / 2 / RATE


class Listener:
    """Reads each segment once. The decoder lives from segment to segment, so that there is no seam between them."""

    def __init__(self, live: Path, *, after_ms: float) -> None:
        self._live = live
        self._after_ms = after_ms
        self._read = -1  # number of the last segment
        self._seen: tuple[int, int] | None = None
        self._map: Map | None = None
        self._decoder: Any = None
        self._resampler: Any = None
        self.ended = False

    def hear(self) -> Iterator[Stretch]:
        """What has been published since. A segment that cannot be read is passed over."""
        playlist = self._fresh()
        if playlist is None:
            return
        for entry in playlist.entries:
            if entry.number <= self._read:
                continue
            self._read = entry.number
            if entry.end_ms <= max(self._after_ms, playlist.entries[-1].end_ms - OLDEST_MS):
                continue
            try:
                stretch = self._decoded(entry)
            except (OSError, ValueError) as error:  # PyAV's errors are both
                logger.warning("Segment %s of %s cannot be heard: %s", entry.file, self._live.name, error)
                self._map = None
                continue
            if stretch is not None:
                yield stretch
        self.ended = playlist.ended

    def _fresh(self) -> Playlist | None:
        """The last minute; None when it has not changed."""
        path = self._live / "live.m3u8"
        try:
            about = path.stat()
            if (about.st_mtime_ns, about.st_ino) == self._seen:
                return None
            playlist = read_list(path.read_text())
        except (FileNotFoundError, ValueError):
            return None
        if not playlist.entries:
            return None
        self._seen = about.st_mtime_ns, about.st_ino
        return playlist

    def _decoded(self, entry: Entry) -> Stretch | None:
        import av

        if self._map is None or self._map.number != entry.map:
            self._decoder, self._map = None, self._map_of(entry)
        data = (self._live / f"init-{entry.map}.mp4").read_bytes() + (self._live / entry.file).read_bytes()
        samples, begin_s = bytearray(), None
        with av.open(io.BytesIO(data), mode="r", format="mp4") as box:
            stream = next(iter(box.streams.audio), None)
            if stream is None:
                return None
            if self._decoder is None:
                self._decoder = av.CodecContext.create(stream.codec_context.name, "r")
                self._decoder.extradata = stream.codec_context.extradata
                self._resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
            for packet in box.demux(stream):
                if packet.dts is None or packet.pts is None:
                    continue
                begin_s = float(packet.pts * packet.time_base) if begin_s is None else begin_s
                for frame in self._decoder.decode(packet):
                    for piece in self._resampler.resample(frame):
                        samples += piece.to_ndarray().tobytes()
        if begin_s is None or not samples:
            return None
        return Stretch(self._map.wall_ms + 1000 * (begin_s - self._map.origin_s), bytes(samples))

    def _map_of(self, entry: Entry) -> Map:
        made = [Map(**fields) for fields in json.loads((self._live / "maps.json").read_bytes())]
        found = next((one for one in made if one.number == entry.map), None)
        if found is None:
            raise ValueError(f"no map {entry.map}")
        return found

"""One FLV into one epoch: `ffmpeg -c copy` to Matroska, appended with the ingest's own storage.

The same FLV always gives the same bytes (bitexact), so a relay that was killed starts ffmpeg anew, throws away what is
stored already, and goes on: nothing is lost and nothing comes twice.
"""

from __future__ import annotations

import os
import select
import subprocess
import threading
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from lms.lib.faults import faultpoint

from ..ingest.following import Follower, note_progress
from ..ingest.storage import EpochFile
from ..models import Epoch
from ..steady import Clock
from . import feeds

_PIECE_SECONDS = 0.4
_PIECE_BYTES = 1 << 20
_TAIL_SECONDS = 0.05
_COMMAND = ["ffmpeg", "-hide_banner", "-loglevel", "error", "-nostdin", "-fflags", "+bitexact+discardcorrupt",
            "-probesize", "500000", "-analyzeduration", "1000000", "-f", "flv", "-i", "pipe:0",
            "-map", "0:v?", "-map", "0:a?", "-c", "copy", "-map_metadata", "-1", "-fflags", "+bitexact",
            "-f", "matroska", "-cluster_time_limit", "500", "-flush_packets", "1", "pipe:1"]  # fmt: skip


class NotTheSame(Exception):
    """The FLV no longer gives the bytes that are stored: another ffmpeg, or a damaged file. The FLV is kept."""


def run(epoch: Epoch) -> None:
    """Until the FLV has come to its end. Raises NotTheSame, BlockingIOError (another relay is at it)."""
    follower = Follower()
    follower.start()
    clock = Clock(epoch.index.parent)
    with EpochFile(epoch.raw, epoch.index) as file:
        try:
            copied = _without_stored(_remuxed(epoch), file)
            for piece in copied:
                file.append(file.next, piece, clock.now_ms())
                faultpoint("streaming.studio_feed.after_piece")
                follower.note(epoch.pk, file.next, file.size)
        finally:
            follower.stop()
        faultpoint("streaming.studio_feed.before_finish")
        note_progress(epoch.pk, file.next, file.size, finished=True)


def _remuxed(epoch: Epoch) -> Iterator[bytes]:
    """Matroska in pieces of about 0.4 s."""
    process = subprocess.Popen(_COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    feeder = threading.Thread(target=_feed, args=(epoch, cast(BinaryIO, process.stdin)), daemon=True)
    feeder.start()
    made = cast(BinaryIO, process.stdout)
    try:
        yield from _pieces(made.fileno())
    finally:
        process.kill()
        process.wait()
        made.close()


def _pieces(descriptor: int) -> Iterator[bytes]:
    held, since = bytearray(), time.monotonic()
    while True:
        ready, _, _ = select.select([descriptor], [], [], _PIECE_SECONDS)
        data = os.read(descriptor, 1 << 16) if ready else None
        if data:
            held += data
        over = data == b""
        if held and (over or len(held) >= _PIECE_BYTES or time.monotonic() - since >= _PIECE_SECONDS):
            yield bytes(held)
            held, since = bytearray(), time.monotonic()
        if over:
            return


def _feed(epoch: Epoch, pipe: BinaryIO) -> None:
    try:
        with pipe:
            for data in _tail(feeds.flv_of(epoch.pk), feeds.end_mark_of(epoch.pk)):
                pipe.write(data)
                pipe.flush()
    except BrokenPipeError:
        return  # ffmpeg has ended; what it said is in the log


def _tail(path: Path, end: Path) -> Iterator[bytes]:
    with path.open("rb", buffering=0) as file:
        while True:
            over = end.exists()  # asked before reading: what comes later is read in the next round
            if data := file.read(1 << 16):
                yield data
            elif over:
                return
            else:
                time.sleep(_TAIL_SECONDS)


def _without_stored(pieces: Iterator[bytes], file: EpochFile) -> Iterator[bytes]:
    """What comes behind the stored bytes. The last stored chunk must come out equal. Raises NotTheSame."""
    stored, last = file.size, file.last
    place, check = 0, 0
    for piece in pieces:
        if last is not None and place < stored:
            known = piece[: stored - place]
            check = zlib.crc32(known[max(0, last.offset - place) :], check) if place + len(known) > last.offset else 0
            if place + len(known) == stored and check != last.crc:
                raise NotTheSame
        fresh = piece[max(0, stored - place) :]
        place += len(piece)
        if fresh:
            yield fresh
    if place < stored:
        raise NotTheSame

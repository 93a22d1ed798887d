"""SRT for one broadcast: a listening ffmpeg whose passphrase is the stream key, written as FLV like RTMP's."""

from __future__ import annotations

import fcntl
import os
import subprocess
import zlib
from typing import BinaryIO, cast
from uuid import UUID

from django.conf import settings

from lms.launch.supervisor import bound

from ..models import Broadcast, Epoch
from ..stream_keys import stream_key_of
from . import feeds

_PORTS = 100


def port_of(broadcast_id: UUID) -> int:
    """Always the same for a broadcast, so that it can be written down."""
    return int(settings.SRT_FIRST_PORT) + zlib.crc32(broadcast_id.bytes) % _PORTS


def address(broadcast: Broadcast) -> str:
    """For the encoder; the passphrase is the stream key."""
    return f"srt://{settings.STUDIO_HOST}:{port_of(broadcast.pk)}?mode=caller&pbkeylen=16"


def listen(broadcast: Broadcast) -> Epoch | None:
    """Wait for one encoder and take what it sends until it goes. None when nobody came or the key is dead."""
    key = stream_key_of(broadcast)
    process = subprocess.Popen(bound(_command(broadcast, key)), stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
    stream = cast(BinaryIO, process.stdout).fileno()
    try:
        first = os.read(stream, 1 << 16)
        if not first:
            return None
        epoch = feeds.begin(key)
        try:
            with feeds.flv_of(epoch.pk).open("wb", buffering=0) as file:
                fcntl.flock(file, fcntl.LOCK_EX)  # nobody else may call it abandoned
                data = first
                while data:
                    file.write(data)
                    data = os.read(stream, 1 << 16)
        finally:
            feeds.end(epoch.pk)
        return epoch
    finally:
        process.kill()
        process.wait()


def _command(broadcast: Broadcast, key: str) -> list[str]:
    address = f"srt://0.0.0.0:{port_of(broadcast.pk)}?mode=listener&pbkeylen=16&passphrase={key}"
    # quiet: its messages name the address, and with it the passphrase
    return ["ffmpeg", "-hide_banner", "-loglevel", "quiet", "-nostdin",
            "-probesize", "2000000", "-analyzeduration", "2000000", "-i", address, "-map", "0:v?", "-map", "0:a?",
            "-c", "copy", "-bsf:a", "aac_adtstoasc", "-f", "flv", "-flvflags", "no_duration_filesize",
            "-flush_packets", "1", "pipe:1"]  # fmt: skip

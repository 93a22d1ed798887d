"""Films that are already what every tablet plays: taken as they are, without converting them once more."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import transaction

from lms.audit import api as audit
from lms.lib import sandbox
from lms.lib.leases import JobState
from lms.lib.work_folders import work_folder
from lms.packages import api as packages
from lms.people.models import Officer, Prison

from . import probing, transcoding
from .models import Video

_PROBING = sandbox.Limits(memory_bytes=2 * sandbox.GIB, cpu_seconds=60, wall_seconds=90, file_bytes=1 << 20)
_LONG, _SHORT = 1280, 720
_PIXELS = ("yuv420p", "yuvj420p")  # the second is the same in full range: what browsers record


def is_rendition(path: Path) -> bool:
    """H.264 4:2:0 of at most 720p, AAC or no sound, in an MP4 whose index stands in front."""
    command = [
        "ffprobe", "-v", "error", "-protocol_whitelist", probing.PROTOCOLS, "-format_whitelist", probing.FORMATS,
        "-show_entries", "stream=codec_type,codec_name,pix_fmt,width,height", "-of", "json", str(path),
    ]  # fmt: skip
    done = sandbox.run(command, limits=_PROBING, read=[path])
    streams = json.loads(done.output).get("streams", []) if done.ok else []
    pictures = [one for one in streams if one.get("codec_type") == "video"]
    sounds = [one for one in streams if one.get("codec_type") == "audio"]
    if len(pictures) != 1 or len(sounds) > 1 or len(streams) != len(pictures) + len(sounds):
        return False
    (picture,) = pictures
    longer, shorter = sorted((int(picture.get("width") or 0), int(picture.get("height") or 0)), reverse=True)
    fits = picture.get("codec_name") == "h264" and picture.get("pix_fmt") in _PIXELS and longer <= _LONG
    return fits and shorter <= _SHORT and all(one.get("codec_name") == "aac" for one in sounds) and _index_first(path)


def adopt_video(path: Path, filename: str, *, by: Officer, title: str, prison: Prison) -> Video:
    """A ready video with its poster out of a film for which `is_rendition` holds. Raises MediaRefused, NoSpace."""
    found = probing.probe(path)
    probing.check("video", found)
    with _poster(path, found.seconds) as picture:
        poster = packages.store_blob(picture, "image/jpeg")
    film = packages.store_blob(path, "video/mp4")
    video = Video(
        title=title[:200], prison=prison, uploaded_by=by, filename=filename[:255], sha256=film.sha256, bytes=film.bytes,
        rendition_sha256=film.sha256, rendition_bytes=film.bytes, seconds=found.seconds, width=found.width,
        height=found.height, poster_sha256=poster.sha256, poster_bytes=poster.bytes, job_state=JobState.DONE, progress=100,
    )  # fmt: skip
    with transaction.atomic():
        video.save()
        packages.keep_blobs([film.sha256, poster.sha256], video.holder)
        audit.log(by=by, verb="content.video.uploaded", target=video, detail={"file": filename, "sha256": film.sha256}, prison=prison)  # fmt: skip
    return video


@contextmanager
def _poster(film: Path, seconds: float) -> Iterator[Path]:
    """A picture of the film in a folder that is gone afterwards."""
    with work_folder("poster") as folder:
        yield transcoding.make_poster(film, folder, seconds)


def _index_first(path: Path) -> bool:
    """Whether the `moov` box comes before the `mdat` box (ISO 14496-12), so that a player can begin at once."""
    with path.open("rb") as file:
        while len(head := file.read(8)) == 8:
            size, kind = struct.unpack(">I4s", head)
            if kind in (b"moov", b"mdat"):
                return bool(kind == b"moov")
            if size == 1:
                size = struct.unpack(">Q", file.read(8))[0] - 8
            if size < 8:
                return False
            file.seek(size - 8, 1)
    return False

"""The rendering job: a list of edits becomes a film of its own. The whole film is its only source, so no edit is ever applied twice."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import ffmpeg
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_noop

from lms.lib.errors import Refused
from lms.lib.faults import faultpoint
from lms.lib.work_folders import work_folder

from ..models import EditList
from . import joining, tools
from .closing import GAVE_UP, LEASE_SECONDS, MAX_ATTEMPTS, Heart, keep
from .edits import Edit, passages_left, read_edits
from .parts import measure_film

OUTDATED = gettext_noop("Late pieces have come since, so the film has changed. Look at the passages again, then save.")
_PICTURE = {"vcodec": "libx264", "preset": "veryfast", "crf": 22, "maxrate": "3000k", "bufsize": "6000k", "pix_fmt": "yuv420p",
            "vsync": "vfr"}  # fmt: skip


def render_edits(edit_list_id: UUID | str) -> None:
    """Make the edited film, unless somebody else is at it."""
    row = EditList.objects.select_related("recording__broadcast").filter(pk=edit_list_id).first()
    if row is None or not row.claim(seconds=LEASE_SECONDS):
        return
    if row.attempts > MAX_ATTEMPTS:
        row.finish(error=GAVE_UP)
        return
    recording = row.recording
    if recording.film_path is None or recording.version != row.of_version:
        row.finish(error=OUTDATED)
        return
    try:
        with translation.override(None), work_folder("closer") as folder:
            _make(row, recording.film_path, folder)
    except Refused as error:
        with translation.override(None):
            row.finish(error=str(error))


def _make(row: EditList, whole: Path, folder: Path) -> None:
    recording = row.recording
    seconds = recording.duration_s or 0.0
    edits = read_edits(row.edits, seconds)
    target = folder / "film.mp4"
    output = edited(whole, target, edits, seconds, picture=recording.has_picture, sound=recording.has_sound)
    tools.render(output, read=[whole], folder=folder, seconds=seconds, report=Heart(row, most=90))
    made_s, _av_ms = measure_film(target)
    audio = joining.sound_of(target, folder, made_s) if recording.has_sound else None
    faultpoint("streaming.closer.before_edit_finish")
    film = keep(target, recording.folder / f"edited-{row.version}.mp4")
    row.film = str(film.relative_to(settings.DATA_DIR))
    if audio:
        kept = keep(audio, recording.folder / f"edited-{row.version}.wav")
        row.audio = str(kept.relative_to(settings.DATA_DIR))
    row.duration_s = made_s
    row.save(update_fields=["film", "audio", "duration_s"])
    row.finish()


def edited(whole: Path, target: Path, edits: Sequence[Edit], seconds: float, *, picture: bool, sound: bool) -> Any:
    """Blur and silence first, on the whole film's clock; then the passages that are left, one after the other."""
    opened = tools.source(whole, "mov")
    streams = {}
    if picture:
        streams["v"] = _hidden(opened["v:0"], [edit for edit in edits if edit.kind == "blur"])
    if sound:
        streams["a"] = _silenced(opened["a:0"], [edit for edit in edits if edit.kind == "silence"])
    left = passages_left(edits, seconds)
    if left != [(0.0, seconds)]:
        streams = _joined(streams, left)
    options: dict[str, Any] = {"format": "mp4", "movflags": "+faststart", "map_metadata": -1}
    options |= _PICTURE if picture else {}
    options |= {"acodec": "aac", "audio_bitrate": "128k"} if sound else {}
    return ffmpeg.output(*streams.values(), str(target), **options)


_HALVES = {  # width, height, x and y of a half; even, as the colours of two pixels are one
    "left": ("2*ceil(iw/4)", "ih", "0", "0"),
    "right": ("iw-2*floor(iw/4)", "ih", "2*floor(iw/4)", "0"),
    "upper": ("iw", "2*ceil(ih/4)", "0", "0"),
    "lower": ("iw", "ih-2*floor(ih/4)", "0", "2*floor(ih/4)"),
}


def _hidden(picture: Any, blurs: Sequence[Edit]) -> Any:
    """The picture, or a half of it, so coarse that nobody can be made out."""
    for area in dict.fromkeys(edit.area for edit in blurs):
        when = _while([edit for edit in blurs if edit.area == area])
        if area:
            both = picture.filter_multi_output("split")
            whole, copy = both.stream(0), both.stream(1)
            width, height, x, y = _HALVES[area]
            half = _coarse(copy.filter("crop", width, height, x, y))
            at = {name: place.replace("iw", "W").replace("ih", "H") for name, place in (("x", x), ("y", y))}
            picture = ffmpeg.filter([whole, half], "overlay", enable=when, **at)
        else:
            picture = _coarse(picture, enable=when)
    return picture


def _coarse(picture: Any, **options: Any) -> Any:
    return picture.filter("avgblur", sizeX=60, **options).filter("gblur", sigma=24, **options)


def _silenced(sound: Any, silences: Sequence[Edit]) -> Any:
    return sound.filter("volume", 0, enable=_while(silences)) if silences else sound


def _while(edits: Sequence[Edit]) -> str:
    return "+".join(f"between(t,{edit.start_s},{edit.end_s})" for edit in edits)


def _joined(streams: dict[str, Any], left: Sequence[tuple[float, float]]) -> dict[str, Any]:
    """The passages that are left, one after the other."""
    several = {
        kind: stream.filter_multi_output("split" if kind == "v" else "asplit", len(left))
        for kind, stream in streams.items()
    }
    pieces = []
    for number, (start, end) in enumerate(left):
        for kind, copies in several.items():
            letter = "a" if kind == "a" else ""
            piece = copies.stream(number).filter(f"{letter}trim", start=start, end=end)
            pieces.append(piece.filter(f"{letter}setpts", "PTS-STARTPTS"))
    made = ffmpeg.concat(*pieces, n=len(left), v=int("v" in streams), a=int("a" in streams)).node
    return {kind: made[number] for number, kind in enumerate(streams)}

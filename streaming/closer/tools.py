"""ffmpeg and ffprobe on recordings: walled in, bounded by the recording's length, progress as it goes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import ffmpeg
from django.utils.translation import gettext_lazy as _

from lms.lib import sandbox
from lms.lib.errors import Refused

logger = logging.getLogger(__name__)

Report = Callable[[int], None]  # per cent
PROTOCOLS = "file,pipe"


class NotRendered(Refused):
    code = "not_rendered"
    sentence = _(
        "The film could not be made. The recording itself is safe; try again, or tell the person who looks after the server."
    )


def nothing(_percent: int) -> None:
    return


def source(path: Path, formats: str, **options: Any) -> Any:
    return ffmpeg.input(str(path), protocol_whitelist=PROTOCOLS, format_whitelist=formats, **options)


def render(
    output: Any, *, read: Sequence[Path], folder: Path, seconds: float, report: Report = nothing, level: str = "error"
) -> str:
    """Run ffmpeg; what it said comes back. Raises NotRendered."""
    command = ffmpeg.compile(
        output.global_args("-nostdin", "-hide_banner", "-v", level, "-progress", "pipe:1", "-nostats"),
        overwrite_output=True,
    )
    limits = sandbox.Limits(
        wall_seconds=300 + 6 * seconds, cpu_seconds=int(600 + 24 * seconds), file_bytes=64 * sandbox.GIB
    )

    def on_line(line: str) -> None:
        name, _equals, value = line.partition("=")
        if name == "out_time_us" and value.lstrip("-").isdigit() and seconds:
            report(max(0, min(99, int(int(value) / 10_000 / seconds))))

    done = sandbox.run(command, limits=limits, read=list(read), write=folder, on_line=on_line)
    if not done.ok:
        logger.warning("ffmpeg ended with %s: %s", done.status, done.complaint[-1000:])
        raise NotRendered
    return done.complaint


def probe_lines(
    path: Path, formats: str, *arguments: str, on_line: Callable[[str], None], seconds: float = 4 * 3600
) -> bool:
    """ffprobe line by line. False when it could not read the file to its end."""
    command = [
        "ffprobe",
        "-v",
        "error",
        "-protocol_whitelist",
        PROTOCOLS,
        "-format_whitelist",
        formats,
        *arguments,
        str(path),
    ]
    limits = sandbox.Limits(memory_bytes=2 * sandbox.GIB, wall_seconds=120 + seconds, cpu_seconds=int(120 + seconds))
    done = sandbox.run(command, limits=limits, read=[path], on_line=on_line)
    return done.ok

"""Caption files: WebVTT (W3C, with hours, NFC) and SubRip."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Sequence

from .cues import Cue


def webvtt(cues: Sequence[Cue]) -> str:
    blocks = [
        f"{_clock(cue.start, '.')} --> {_clock(cue.end, '.')}\n{html.escape(_text(cue), quote=False)}" for cue in cues
    ]
    return "\n\n".join(["WEBVTT", *blocks]) + "\n"


def subrip(cues: Sequence[Cue]) -> str:
    """With CR LF, as players on old sets expect."""
    blocks = [
        f"{number}\n{_clock(cue.start, ',')} --> {_clock(cue.end, ',')}\n{_text(cue)}\n"
        for number, cue in enumerate(cues, 1)
    ]
    return "\n".join(blocks).replace("\n", "\r\n")


def _text(cue: Cue) -> str:
    """Without an empty line or an arrow, which would end the cue."""
    lines = [line.strip() for line in unicodedata.normalize("NFC", cue.text).replace("-->", "→").splitlines()]
    return "\n".join(line for line in lines if line)


def _clock(seconds: float, point: str) -> str:
    whole, milliseconds = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}{point}{milliseconds:03d}"

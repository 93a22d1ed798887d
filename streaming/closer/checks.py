"""Is the recording whole? Gaps, length against the wall clock, sound against picture, loudness. Pure, but for the ear."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ffmpeg
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ..models import EpochKind
from . import tools
from .parts import HOLE_S, Part

DRIFT_ALARM_MS = 100  # per hour
GRAIN_MS = 70  # a picture at 15 a second: so much the ends of the last packets differ by themselves
QUIET_LUFS = -45.0
ALARMS: dict[str, str | Promise] = {
    "short": _("The film is shorter than the lesson was. Perhaps pieces are still on the teacher's computer."),
    "drift": _("Sound and picture run apart."),
    "no_sound": _("There is no sound."),
    "no_picture": _("There is no picture."),
    "quiet": _("The sound is hardly to be heard."),
}


@dataclass
class Gap:
    """`at_s` on the film's clock. Cause: network (nothing came within a part), restart (of the recorder), takeover."""

    at_s: float
    seconds: float
    cause: str

    def as_dict(self) -> dict[str, Any]:
        return {"at_s": round(self.at_s, 2), "seconds": round(self.seconds, 2), "cause": self.cause}


@dataclass
class Findings:
    gaps: list[Gap] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)
    drift_ms_per_hour: int = 0


def examine(parts: Sequence[Part], *, film_s: float, expected_s: float | None, loudness: float | None) -> Findings:
    """What a person should know about this recording."""
    found = Findings(gaps=gaps_of(parts))
    hours = sum(part.duration_s for part in parts) / 3600
    drift = max((part.drift_ms for part in parts), key=abs, default=0.0)
    # Within a few minutes the length of the last packets says more than the clocks do.
    found.drift_ms_per_hour = round(drift / hours) if hours > 1 / 12 else 0
    live = any(part.epoch.kind != EpochKind.UPLOAD for part in parts)
    missing = (expected_s or 0) - film_s - sum(gap.seconds for gap in found.gaps if gap.cause != "network")
    checks = {
        "short": live and expected_s is not None and missing > max(5.0, 0.01 * expected_s),
        "drift": abs(found.drift_ms_per_hour) > DRIFT_ALARM_MS and abs(drift) > GRAIN_MS,
        "no_sound": not any(part.audio for part in parts),
        "no_picture": not any(part.video for part in parts),
        "quiet": loudness is not None and loudness < QUIET_LUFS,
    }
    found.alarms = [code for code, is_so in checks.items() if is_so]
    return found


def gaps_of(parts: Sequence[Part]) -> list[Gap]:
    """Stretches without a recording: between the parts, and inside them."""
    gaps: list[Gap] = []
    place = 0.0
    before: Part | None = None
    for part in parts:
        if before and (seconds := (part.begun_ms - before.ended_ms) / 1000) > HOLE_S:
            gaps.append(Gap(place, seconds, "restart" if part.epoch.sender == before.epoch.sender else "takeover"))
        gaps += [Gap(place + at, seconds, "network") for at, seconds in part.holes]
        place += part.duration_s
        before = part
    return gaps


def chapter_title(seconds: float) -> str:
    """What a gap is called in the list of chapters: it is never hidden."""
    whole = max(1, round(seconds))
    if whole < 120:
        return ngettext("Interruption, %(count)d second", "Interruption, %(count)d seconds", whole) % {"count": whole}
    minutes = round(whole / 60)
    return ngettext("Interruption, %(count)d minute", "Interruption, %(count)d minutes", minutes) % {"count": minutes}


def loudness_of(film: Path, folder: Path, seconds: float) -> float | None:
    """EBU R 128 integrated loudness in LUFS; None where there is nothing to measure."""
    heard = tools.source(film, "mov")["a:0"].filter("ebur128", framelog="verbose")
    said = tools.render(
        ffmpeg.output(heard, "-", format="null"), read=[film], folder=folder, seconds=seconds, level="info"
    )
    found = re.findall(r"\bI:\s*(-?[\d.]+) LUFS", said)
    return float(found[-1]) if found else None

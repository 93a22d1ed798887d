"""How a running broadcast is doing: what the packager wrote down, and what is wrong in a sentence."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import steady
from ..models import Broadcast
from ..room.board import captions_state
from ..states import BroadcastState

STALE_SECONDS = 10  # a segment is due each second
AV_ALARM_MS = 100
_GIGABYTE = 1024**3
_GIGABYTES_AN_HOUR = 1.5  # raw file, segments and the joined film of one 720p lesson


@dataclass
class Health:
    """`age_s`: of the newest segment; None: there is none yet."""

    age_s: int | None = None
    lag_ms: int | None = None
    av_ms: int | None = None
    restarts: int = 0
    troubles: dict[str, str] = field(default_factory=dict)


def health_of(broadcast: Broadcast) -> Health:
    written = _read(Path(settings.DATA_DIR) / "live" / str(broadcast.pk) / "health.json")
    health = Health(restarts=int(written.get("restarts") or 0))
    if (age_ms := _age_ms(written)) is not None:
        health.age_s = max(0, round(age_ms / 1000))
        health.lag_ms, health.av_ms = written.get("lag_ms"), written.get("av_ms")
    health.troubles = _troubles(broadcast, health, str(written.get("trouble") or ""))
    return health


def _troubles(broadcast: Broadcast, health: Health, trouble: str) -> dict[str, str]:
    """What is wrong, by kind; empty sentences are left out."""
    found = {}
    if broadcast.state == BroadcastState.LIVE:
        on_air = (timezone.now() - broadcast.started_at).total_seconds() if broadcast.started_at else 0
        if (health.age_s is None and on_air > STALE_SECONDS) or (health.age_s or 0) > STALE_SECONDS:
            found["stale"] = _("No new picture reaches the tablets. The recording goes on.")
        if health.av_ms is not None and abs(health.av_ms) > AV_ALARM_MS:
            found["drift"] = _("Sound and picture are more than a tenth of a second apart.")
    sentences = {
        "no_sound": _("There is no sound in what arrives."),
        "unreadable": _("The picture that arrives cannot be read. The recording is kept."),
        "transcoding_budget": _(
            "This browser's picture must be converted, and the server is busy: tablets see it later."
        ),
        "disk": _("The server's disk is full: the live picture has stopped, the recording has priority."),
    }
    if trouble in sentences:
        found[trouble] = sentences[trouble]
    return found | _captions(broadcast)


def _captions(broadcast: Broadcast) -> dict[str, str]:
    sentences = {
        "paused": _("Live captions pause: this server cannot keep up at the moment. The lesson is not affected."),
        "no_model": _("Live captions are switched on, but no speech model is installed. The lesson is not affected."),
    }
    state = captions_state(broadcast)
    return {f"captions_{state}": sentences[state]} if state in sentences else {}


def disk() -> dict[str, Any]:
    """Free space on the disk of the recordings. `state`: ok, short (under ten hours), full (under one)."""
    free = shutil.disk_usage(_existing(Path(settings.DATA_DIR))).free
    hours = int((free - settings.INGEST_RESERVE_BYTES) / _GIGABYTE / _GIGABYTES_AN_HOUR)
    state = "ok" if hours >= 10 else "short" if hours >= 1 else "full"
    return {"free": int(free / _GIGABYTE), "hours": max(0, hours), "state": state}


def _existing(folder: Path) -> Path:
    return folder if folder.exists() else _existing(folder.parent)


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _age_ms(written: dict[str, Any]) -> float | None:
    """On the packager's machine by the seconds that it runs, elsewhere by the clock, which somebody may have set."""
    if written.get("newest_segment_up_ms") and written.get("boot") == steady.boot():
        return float(steady.up_ms() - int(written["newest_segment_up_ms"]))
    newest = _moment(written.get("newest_segment_at"))
    return (timezone.now() - newest).total_seconds() * 1000 if newest else None


def _moment(text: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except (TypeError, ValueError):
        return None

"""How much of the disk is left: refused early is what can wait, a running broadcast is never cut."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lms.lib.errors import NoSpace


class TooLittleSpace(NoSpace):
    sentence = _(
        "The server's disk is nearly full, so no new broadcast can begin. Tell the person who looks after the server. "
        "What is already running goes on."
    )


def free_bytes() -> int:
    return shutil.disk_usage(_existing(Path(settings.DATA_DIR))).free


def check_for_new() -> None:
    """Raises TooLittleSpace below the reserve (settings.INGEST_RESERVE_BYTES)."""
    if free_bytes() < settings.INGEST_RESERVE_BYTES:
        raise TooLittleSpace


def check_for_upload() -> None:
    """An upload may go on into half of the reserve: the rest belongs to what is live. Raises TooLittleSpace."""
    if free_bytes() < settings.INGEST_RESERVE_BYTES // 2:
        raise TooLittleSpace


def _existing(folder: Path) -> Path:
    return folder if folder.exists() else _existing(folder.parent)

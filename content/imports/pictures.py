"""Pictures out of office files."""

from __future__ import annotations

from lms.lib import pictures

MAX_SIDE = 1920


def clean_picture(data: bytes) -> tuple[bytes, str] | None:
    """The picture as PNG or JPEG and its suffix; None when it cannot be read."""
    cleaned = pictures.clean_picture(data, max_side=MAX_SIDE)
    return (cleaned.data, cleaned.suffix) if cleaned else None

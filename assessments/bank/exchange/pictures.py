"""Pictures of items: decoded within limits before they are taken, named by their content."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import re
import warnings
from typing import Any

from PIL import Image, ImageOps

MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 50_000_000
_KEPT = {"PNG": ("image/png", "png"), "JPEG": ("image/jpeg", "jpg"), "GIF": ("image/gif", "gif")}
_REWRITTEN = {"BMP", "TIFF", "WEBP"}
_DATA_URL = re.compile(r"^data:image/[\w.+-]+;base64,", re.IGNORECASE)


def picture_of(content: bytes, alt: str) -> tuple[dict[str, Any], bytes] | None:
    """The fields of shapes.ItemPicture with the bytes that its path stands for; None when it is no picture that a tablet can show."""
    if len(content) > MAX_BYTES:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content)) as opened:
                if opened.width * opened.height > MAX_PIXELS:
                    return None
                if opened.format in _REWRITTEN:
                    out = io.BytesIO()
                    ImageOps.exif_transpose(opened).convert("RGBA").save(out, "PNG")
                    return picture_of(out.getvalue(), alt)
                if opened.format not in _KEPT:
                    return None
                media_type, suffix = _KEPT[opened.format]
                width, height = opened.size
                opened.load()
    except Exception:  # Pillow's parsers raise almost anything on damaged pictures
        return None
    path = f"pictures/{hashlib.sha256(content).hexdigest()[:16]}.{suffix}"
    return {"path": path, "media_type": media_type, "width": width, "height": height, "alt": alt}, content


def from_base64(text: str) -> bytes | None:
    """The bytes of a base64 text, or of a data: address."""
    try:
        return base64.b64decode("".join(_DATA_URL.sub("", text.strip()).split()), validate=True)
    except (binascii.Error, ValueError):
        return None

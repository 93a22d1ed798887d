"""Files that a candidate handed in as a response: named in it by their hashes, shown to its marker only as pictures."""

from __future__ import annotations

import io
import re

from PIL import Image, UnidentifiedImageError

from lms.packages import api as packages

_HASH = re.compile(r"\b[0-9a-f]{64}\b")
_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
MOST_BYTES = 50 * 1024 * 1024


def files_in(response: str) -> list[str]:
    """SHA-256 of each file, in order, each once."""
    return list(dict.fromkeys(_HASH.findall(response)))


def read_file(sha256: str) -> tuple[bytes, str] | None:
    """The bytes and their media type; "" for what is no picture. None: it has not arrived, or is too large."""
    try:
        with packages.open_blob(sha256) as file:
            data = file.read(MOST_BYTES + 1)
    except (packages.BlobMissing, OSError):
        return None
    if len(data) > MOST_BYTES:
        return None
    try:
        with Image.open(io.BytesIO(data), formats=list(_TYPES)) as picture:
            return data, _TYPES.get(picture.format or "", "")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return data, ""

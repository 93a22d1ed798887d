"""Pictures out of office files: decoded within limits and written anew, so that nothing but the pixels comes along."""

from __future__ import annotations

import io
import warnings
from typing import Any

from PIL import Image, ImageOps

MAX_PIXELS = 50_000_000
MAX_SIDE = 1920
_READABLE = {"PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP"}


def clean_picture(data: bytes) -> tuple[bytes, str] | None:
    """The picture as PNG or JPEG and its suffix, at most 1920 pixels a side; None when it cannot be read (EMF and WMF are drawings, not pictures)."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as opened:
                if opened.format not in _READABLE or opened.width * opened.height > MAX_PIXELS:
                    return None
                return _write(ImageOps.exif_transpose(opened))
    except Exception:  # Pillow's parsers raise almost anything on damaged pictures
        return None


def _write(picture: Image.Image) -> tuple[bytes, str]:
    opaque = picture.mode in ("RGB", "L", "CMYK", "YCbCr") and picture.format != "PNG"
    picture = picture.convert("RGB" if opaque else "RGBA")
    picture.thumbnail((MAX_SIDE, MAX_SIDE))
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    out = io.BytesIO()
    photo = bare.mode == "RGB" or _is_photo(bare)
    if photo:
        bare.convert("RGB").save(out, "JPEG", quality=85, optimize=True)
        return out.getvalue(), ".jpg"
    bare.save(out, "PNG", optimize=True)
    return out.getvalue(), ".png"


def _is_photo(picture: Image.Image) -> bool:
    """Opaque and of many colours."""
    extrema: Any = picture.getextrema()  # (lowest, highest) of each band
    opaque = extrema[3][0] == 255
    return opaque and picture.resize((128, 128)).getcolors(4096) is None

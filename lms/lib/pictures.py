"""Pictures from outside: decoded within limits and written anew, so that nothing but the pixels comes along."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageFile, ImageOps

MAX_PIXELS = 50_000_000
_READABLE = {"PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP"}


@dataclass(frozen=True)
class CleanPicture:
    """`media_type` is image/png or image/jpeg; sizes in pixels."""

    data: bytes
    media_type: str
    width: int
    height: int

    @property
    def suffix(self) -> str:
        return ".png" if self.media_type == "image/png" else ".jpg"


def clean_picture(data: bytes, *, max_side: int) -> CleanPicture | None:
    """Turned upright, at most `max_side` pixels a side, without metadata; None when it cannot be read (EMF, WMF and SVG are drawings, not pictures)."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # importing WeasyPrint sets it for everybody: half a picture is none
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as opened:
                if opened.format not in _READABLE or opened.width * opened.height > MAX_PIXELS:
                    return None
                return _write(ImageOps.exif_transpose(opened), opened.format == "PNG", max_side)
    except Exception:  # Pillow's parsers raise almost anything on damaged pictures
        return None


def _write(picture: Image.Image, drawn: bool, max_side: int) -> CleanPicture:
    opaque = picture.mode in ("RGB", "L", "CMYK", "YCbCr") and not drawn
    picture = picture.convert("RGB" if opaque else "RGBA")
    picture.thumbnail((max_side, max_side))
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    out = io.BytesIO()
    if bare.mode == "RGB" or _is_photo(bare):
        bare.convert("RGB").save(out, "JPEG", quality=85, optimize=True)
        return CleanPicture(out.getvalue(), "image/jpeg", *bare.size)
    bare.save(out, "PNG", optimize=True)
    return CleanPicture(out.getvalue(), "image/png", *bare.size)


def _is_photo(picture: Image.Image) -> bool:
    """Opaque and of many colours."""
    extrema: Any = picture.getextrema()  # (lowest, highest) of each band
    opaque = extrema[3][0] == 255
    return opaque and picture.resize((128, 128)).getcolors(4096) is None

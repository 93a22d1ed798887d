"""Pictures as they are published: at most 1280 pixels wide, turned upright, without any metadata."""

from __future__ import annotations

import io
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from content.errors import NotReady
from lms.lib.canonical import sha256_hex
from lms.packages import api as packages

from .derived import Derived, derive

MAX_SIDE = 1280
MAX_PIXELS = 50_000_000
RECIPE = f"picture:{MAX_SIDE}:v1"


def published_picture(image: Any) -> Derived:
    """The blob of a Wagtail image. Raises NotReady with a sentence when the original cannot be read."""
    try:
        with image.file.open("rb") as file:
            data = file.read()
    except (OSError, ValueError) as error:
        raise NotReady(_("The picture “%(title)s” is no longer there.") % {"title": image.title}) from error
    try:
        return derive(sha256_hex(data), RECIPE, lambda: _publish(data))
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        raise NotReady(
            _("The picture “%(title)s” cannot be read. Upload it again as PNG or JPEG.") % {"title": image.title}
        ) from error


def _publish(data: bytes) -> Derived:
    with Image.open(io.BytesIO(data)) as opened:
        if opened.width * opened.height > MAX_PIXELS:
            raise ValueError("too many pixels")
        picture = ImageOps.exif_transpose(opened)
        drawn = picture.mode in ("P", "1", "L", "RGBA", "LA") or opened.format in ("PNG", "GIF")
        picture = picture.convert("RGBA" if "A" in picture.mode or "transparency" in picture.info else "RGB")
        picture.thumbnail((MAX_SIDE, MAX_SIDE))
        clean = Image.new(picture.mode, picture.size)
        clean.paste(picture)
    body, media_type = io.BytesIO(), "image/png" if drawn else "image/jpeg"
    if drawn:
        clean.save(body, "PNG", optimize=True)
    else:
        clean.save(body, "JPEG", quality=82, progressive=True)
    ref = packages.store_blob(body.getvalue(), media_type)
    return Derived(ref, width=clean.width, height=clean.height)

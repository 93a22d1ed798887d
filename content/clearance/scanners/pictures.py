"""Pictures: where and with what they were taken, how large they are, and what hangs behind them. Nothing is decoded."""

from __future__ import annotations

import io
import re
import warnings

from PIL import ExifTags, Image

from .findings import Finding, found

MAX_PIXELS = 50_000_000
_TELLING = {
    ExifTags.Base.Make: "Make",
    ExifTags.Base.Model: "Model",
    ExifTags.Base.DateTime: "DateTime",
    ExifTags.Base.Artist: "Artist",
    ExifTags.Base.Copyright: "Copyright",
    ExifTags.Base.ImageDescription: "Description",
    ExifTags.Base.Software: "Software",
}
_XMP_PLACE = re.compile(rb"exif:GPS|photoshop:City|Iptc4xmpCore:Location")


def scan_picture(name: str, data: bytes) -> list[Finding]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as picture:
                return [*_size(name, picture), *_metadata(name, picture, data), *_behind(name, data)]
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        return [found("too_many_pixels", name, f"> {MAX_PIXELS}")]
    except Exception:
        return [found("unreadable", name)]


def _size(name: str, picture: Image.Image) -> list[Finding]:
    width, height = picture.size
    return [found("too_many_pixels", name, f"{width} × {height}")] if width * height > MAX_PIXELS else []


def _metadata(name: str, picture: Image.Image, data: bytes) -> list[Finding]:
    exif = picture.getexif()
    findings = []
    if exif.get_ifd(ExifTags.IFD.GPSInfo) or _XMP_PLACE.search(data[: 1 << 20]):
        findings.append(found("gps", name))
    telling = [f"{label} {str(exif[tag])[:40]}" for tag, label in _TELLING.items() if exif.get(tag)]
    telling += [str(picture.info[key])[:40] for key in ("comment", "Author", "Description") if picture.info.get(key)]
    if telling:
        findings.append(found("camera_data", name, ", ".join(telling)))
    return findings


def _behind(name: str, data: bytes) -> list[Finding]:
    """Bytes after the end mark of the picture. A few bytes of padding are common and harmless."""
    end = -1
    if data.startswith(b"\x89PNG"):
        end = data.rfind(b"IEND") + 8
    elif data.startswith(b"\xff\xd8"):
        end = data.rfind(b"\xff\xd9") + 2
    elif data.startswith(b"RIFF") and len(data) > 12:
        end = 8 + int.from_bytes(data[4:8], "little")
    rest = len(data) - end if end > 8 else 0
    return [found("two_files_in_one", name, f"{rest} bytes")] if rest > 64 else []

"""The built learner app on disk: its files, in memory once read, compressed once asked for."""

from __future__ import annotations

import functools
import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

FRONTEND = Path(settings.BASE_DIR) / "lms" / "tablet" / "frontend"
DIST = FRONTEND / "dist"
_TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".webmanifest": "application/manifest+json",
    ".html": "text/html",
}
_COMPRESSED = ("text/", "application/json", "application/manifest+json", "image/svg+xml")


@dataclass(frozen=True)
class BuiltFile:
    content: bytes
    packed: bytes | None  # gzip, where that is smaller
    media_type: str
    etag: str


def built_file(name: str) -> BuiltFile | None:
    """A file of the build by its path in `dist`; None when there is none, or when the path leads out of it."""
    try:
        path = (DIST / name).resolve()
        if not path.is_relative_to(DIST.resolve()) or not path.is_file():
            return None
        return _read(path, path.stat().st_mtime_ns)
    except (OSError, ValueError):  # a name that no file system takes: too long, or with a NUL
        return None


@functools.lru_cache(maxsize=256)
def _read(path: Path, _changed: int) -> BuiltFile:
    content = path.read_bytes()
    media_type = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    packed = gzip.compress(content, 9, mtime=0) if media_type.startswith(_COMPRESSED) else None
    if packed is not None and len(packed) >= len(content):
        packed = None
    return BuiltFile(content, packed, media_type, hashlib.sha256(content).hexdigest()[:32])


def app_version() -> str:
    """A short name of this build; empty when there is none."""
    worker = built_file("sw.js")
    return worker.etag[:12] if worker else ""

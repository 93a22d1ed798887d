"""The files of a package while it is being built."""

from __future__ import annotations

from typing import Any, Literal

from lms.packages.api import BlobRef
from lms.packages.shapes import Entry, Media

Role = Literal["document", "media", "poster", "captions", "narration", "download", "strokes"]
_ENDINGS = {
    "video/mp4": "mp4",
    "audio/mp4": "m4a",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "text/vtt": "vtt",
    "application/pdf": "pdf",
    "application/json": "json",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
}


class Files:
    """Entries by path. A file is named after its content, so that all language versions share it and edits move only what changed."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}

    def add(self, ref: BlobRef, path: str, role: Role, language: str = "") -> str:
        self._entries[path] = Entry(
            path=path, sha256=ref.sha256, bytes=ref.bytes, media_type=ref.media_type, role=role, language=language
        )
        return path

    def keep(self, ref: BlobRef, role: Role, language: str = "") -> str:
        return self.add(ref, f"{role}/{ref.sha256[:20]}.{_ENDINGS.get(ref.media_type, 'bin')}", role, language)

    def media(self, ref: BlobRef, role: Role = "media", **size: Any) -> Media:
        return Media(path=self.keep(ref, role), media_type=ref.media_type, **size)

    def entries(self) -> list[Entry]:
        return [self._entries[path] for path in sorted(self._entries)]

    def by_path(self) -> dict[str, Entry]:
        return dict(self._entries)

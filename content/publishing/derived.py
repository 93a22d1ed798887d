"""Making a file once: the same source and recipe give the same blob for ever."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from content.models import DerivedFile
from lms.packages import api as packages


@dataclass(frozen=True)
class Derived:
    ref: packages.BlobRef
    width: int | None = None
    height: int | None = None
    seconds: float | None = None


def derive(source_sha256: str, recipe: str, make: Callable[[], Derived]) -> Derived:
    """The remembered blob when it is still stored, else a new one."""
    row = DerivedFile.objects.filter(source_sha256=source_sha256, recipe=recipe).first()
    if row and packages.has_blob(row.sha256):
        ref = packages.BlobRef(row.sha256, row.bytes, row.media_type)
        return Derived(ref, row.width, row.height, row.seconds)
    made = make()
    DerivedFile.objects.update_or_create(
        source_sha256=source_sha256,
        recipe=recipe,
        defaults={
            "sha256": made.ref.sha256,
            "bytes": made.ref.bytes,
            "media_type": made.ref.media_type,
            "width": made.width,
            "height": made.height,
            "seconds": made.seconds,
        },
    )
    return made

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
    return remembered(source_sha256, recipe) or remember(source_sha256, recipe, make())


def remembered(source_sha256: str, recipe: str) -> Derived | None:
    row = DerivedFile.objects.filter(source_sha256=source_sha256, recipe=recipe).first()
    if row is None or not packages.has_blob(row.sha256):
        return None
    return Derived(packages.BlobRef(row.sha256, row.bytes, row.media_type), row.width, row.height, row.seconds)


def remember(source_sha256: str, recipe: str, made: Derived) -> Derived:
    fields = {"sha256": made.ref.sha256, "bytes": made.ref.bytes, "media_type": made.ref.media_type}
    sizes = {"width": made.width, "height": made.height, "seconds": made.seconds}
    DerivedFile.objects.update_or_create(source_sha256=source_sha256, recipe=recipe, defaults=fields | sizes)
    return made

"""Storing, finding and collecting blobs: in the folder by default, in an object store when one is configured."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from lms.lib.faults import faultpoint

from . import folder
from .errors import BlobMissing
from .models import Blob, BlobUse

GRACE = timedelta(days=7)  # a tablet may be in the middle of fetching what has just been replaced


@dataclass(frozen=True)
class BlobRef:
    sha256: str
    bytes: int
    media_type: str = "application/octet-stream"


def store_blob(source: BinaryIO | bytes | Path, media_type: str = "application/octet-stream") -> BlobRef:
    """Keep bytes; returns when they are durable (file fsynced, renamed, folder fsynced, row committed). Raises NoSpace."""
    with nullcontext() if in_object_store() else folder.shared_lock():
        sha256, size = _write(source)
        faultpoint("packages.blob.before_row")
        Blob.objects.update_or_create(
            sha256=sha256,
            defaults={"touched_at": timezone.now()},
            create_defaults={"bytes": size, "media_type": media_type[:100], "touched_at": timezone.now()},
        )
    return BlobRef(sha256, size, media_type)


def _write(source: BinaryIO | bytes | Path) -> tuple[str, int]:
    if isinstance(source, Path):
        with source.open("rb", buffering=0) as file:
            return _write_stream(file)
    return _write_stream(io.BytesIO(source) if isinstance(source, bytes) else source)


def _write_stream(source: BinaryIO) -> tuple[str, int]:
    if not in_object_store():
        return folder.write(source)
    with tempfile.TemporaryFile() as copy:
        sha256, size = folder._copy(source, copy)
        copy.seek(0)
        name = object_name(sha256)
        if not default_storage.exists(name):
            default_storage.save(name, File(copy))
    return sha256, size


def in_object_store() -> bool:
    return "s3" in settings.STORAGES["default"]["BACKEND"].lower()


def object_name(sha256: str) -> str:
    return f"blobs/{sha256[:2]}/{sha256[2:4]}/{sha256}"


def blob_path(sha256: str) -> Path:
    """The file of a blob in the folder. With an object store there is none: use open_blob."""
    return folder.path_of(sha256)


def open_blob(sha256: str) -> BinaryIO:
    """Raises BlobMissing."""
    try:
        if in_object_store():
            return cast("BinaryIO", default_storage.open(object_name(sha256), "rb"))
        return folder.path_of(sha256).open("rb")
    except (FileNotFoundError, ValueError) as error:
        raise BlobMissing from error


def has_blob(sha256: str) -> bool:
    """Whether the blob is stored: row and bytes."""
    if not Blob.objects.filter(pk=sha256).exists():
        return False
    return default_storage.exists(object_name(sha256)) if in_object_store() else folder.path_of(sha256).is_file()


def blob(sha256: str) -> BlobRef:
    """Raises BlobMissing."""
    row = Blob.objects.filter(pk=sha256).first()
    if row is None:
        raise BlobMissing
    return BlobRef(row.sha256, row.bytes, row.media_type)


def keep_blobs(hashes: Iterable[str], holder: str) -> None:
    """Say why these blobs are kept. They must be stored."""
    BlobUse.objects.bulk_create(
        [BlobUse(blob_id=sha256, holder=holder) for sha256 in set(hashes)], ignore_conflicts=True
    )


def release_blobs(holder: str, *, keeping: Iterable[str] = ()) -> None:
    """The holder lets go of all but `keeping`: what nobody else keeps is collected after the grace period, which begins now."""
    left = BlobUse.objects.filter(holder=holder).exclude(blob__in=set(keeping))
    Blob.objects.filter(pk__in=list(left.values_list("blob_id", flat=True))).update(touched_at=timezone.now())
    left.delete()


def collect_blobs(*, grace: timedelta = GRACE) -> int:
    """Delete blobs that nobody keeps and that were not touched during the grace period; returns how many."""
    cutoff, taken = timezone.now() - grace, 0
    with nullcontext() if in_object_store() else folder.exclusive_lock():
        for row in Blob.objects.filter(touched_at__lt=cutoff, uses=None)[:10_000]:
            if _forget(row.pk, cutoff):
                _remove(row.pk)
                taken += 1
    return taken


@transaction.atomic
def _forget(sha256: str, cutoff: datetime) -> bool:
    """Delete the row if it still is what the collector took it for. Somebody may be storing these bytes again in a transaction
    that has not ended: the lock waits for it, and then sees what it wrote."""
    row = Blob.objects.select_for_update().filter(pk=sha256, touched_at__lt=cutoff).first()
    if row is None or row.uses.exists():
        return False
    row.delete()
    return True


def _remove(sha256: str) -> None:
    if in_object_store():
        default_storage.delete(object_name(sha256))
    else:
        folder.path_of(sha256).unlink(missing_ok=True)


def restore_blob_file(path: Path) -> None:
    """Put the bytes of a backup back under their hash; the row comes with the database."""
    with path.open("rb") as file:
        _write_stream(file)

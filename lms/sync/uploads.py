"""Resumable uploads of attachments: bytes arrive in pieces, each piece durable before it is counted, the whole checked by its hash."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.lib.errors import Invalid, NoSpace
from lms.lib.faults import faultpoint
from lms.packages import api as packages
from lms.people.models import Device, Officer
from lms.records import api as records

from .errors import ChecksumWrong, TooLarge, UploadMismatch, UploadUnknown
from .models import Upload

MAX_BYTES = 200 * 1024 * 1024  # one attachment
MAX_OPEN_BYTES = 1024 * 1024 * 1024  # of one tablet, not yet complete
MAX_PIECE = 8 * 1024 * 1024
KEPT = timedelta(days=7)
MEDIA_TYPES = re.compile(
    r"(image/(jpeg|png|webp)|audio/(webm|mp4|ogg|wav|mpeg|aac|3gpp|amr)|video/(webm|mp4)|application/pdf)\Z"
)

Read = Callable[[int], bytes]
Owner = Device | Officer


def begin(
    owner: Owner,
    *,
    sha256: str,
    length: int,
    media_type: str,
    kinds: re.Pattern[str] = MEDIA_TYPES,
    most_bytes: int = MAX_BYTES,
) -> Upload:
    """A new upload, or the one that this tablet or officer began before. Raises Invalid, TooLarge."""
    if not re.fullmatch(r"[0-9a-f]{64}", sha256) or not kinds.match(media_type):
        raise Invalid(_("This kind of file cannot be sent."), code="upload_kind")
    if not 0 < length <= most_bytes:
        raise TooLarge(_("This file is too large to be sent."))
    theirs = _of(owner)
    with transaction.atomic():
        _lock(owner)
        upload = Upload.objects.filter(**theirs, sha256=sha256).first()
        if upload is None or (upload.length != length and not upload.done):
            Upload.objects.filter(**theirs, sha256=sha256).delete()
            open_bytes = Upload.objects.filter(**theirs, done=False).aggregate(sum=Sum("length"))["sum"] or 0
            if open_bytes + length > MAX_OPEN_BYTES:
                raise TooLarge(_("Too many files are on their way. Wait until some have arrived."))
            upload = Upload.objects.create(
                **theirs, sha256=sha256, length=length, media_type=media_type, expires_at=timezone.now() + KEPT
            )
    if not upload.done and packages.has_blob(sha256):
        _arrived(upload)
    return upload


def find(owner: Owner, upload_id: UUID) -> Upload:
    """Only the owner's own. Raises UploadUnknown."""
    upload = Upload.objects.filter(pk=upload_id, **_of(owner)).first()
    if upload is None:
        raise UploadUnknown
    return upload


def _lock(owner: Owner) -> None:
    """A request's user is a lazy object: asked for its kind by isinstance, never by type()."""
    if isinstance(owner, Device):
        Device.objects.select_for_update().only("pk").get(pk=owner.pk)
    else:
        Officer.objects.select_for_update().only("pk").get(pk=owner.pk)


def _of(owner: Owner) -> dict[str, Any]:
    return {"device": owner} if isinstance(owner, Device) else {"officer": owner}


def take_piece(upload: Upload, offset: int, read: Read, length: int, checksum: bytes | None = None) -> Upload:
    """Append a piece at `offset`. Raises UploadMismatch, ChecksumWrong, TooLarge, NoSpace."""
    if not 0 <= length <= MAX_PIECE or offset + length > upload.length:
        raise TooLarge
    with _file(upload) as descriptor:
        upload.refresh_from_db()
        if not upload.done and os.fstat(descriptor).st_size < upload.offset:
            Upload.objects.filter(pk=upload.pk).update(
                offset=0
            )  # the file was lost: begin again, rather than fill the hole
            raise UploadMismatch
        if upload.done or offset != upload.offset:
            raise UploadMismatch
        taken = _write(descriptor, offset, read, length, checksum)
        faultpoint("sync.upload.after_write")
        if offset + taken == upload.length:
            _complete(
                upload
            )  # counts the last piece only when the whole is in the store: killed before, it is sent again
        else:
            upload.offset, upload.expires_at = offset + taken, timezone.now() + KEPT
            upload.save(update_fields=["offset", "expires_at"])
    return upload


def _write(descriptor: int, offset: int, read: Read, length: int, checksum: bytes | None) -> int:
    """Write at the offset, whatever lay behind it from a piece that was cut short; returns how much is durable."""
    digest, taken = hashlib.sha256(), 0
    try:
        os.ftruncate(descriptor, offset)
        while taken < length and (chunk := read(min(1 << 18, length - taken))):
            digest.update(chunk)
            os.pwrite(descriptor, chunk, offset + taken)
            taken += len(chunk)
        if checksum is not None and checksum != digest.digest():
            os.ftruncate(descriptor, offset)
            raise ChecksumWrong
        os.fsync(descriptor)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoSpace from error
        raise
    return taken


def _complete(upload: Upload) -> None:
    """Check the whole against its hash, and move it into the store. A wrong file starts again from nothing."""
    path = path_of(upload)
    with path.open("rb") as file:
        actual = hashlib.file_digest(file, "sha256").hexdigest()
    if actual != upload.sha256:
        Upload.objects.filter(pk=upload.pk).update(offset=0)
        path.unlink()
        raise ChecksumWrong
    packages.store_blob(path, upload.media_type)
    faultpoint("sync.upload.after_blob")
    _arrived(upload)
    path.unlink(missing_ok=True)


@transaction.atomic
def _arrived(upload: Upload) -> None:
    packages.keep_blobs([upload.sha256], f"attachment:{upload.pk}")
    records.attachment_arrived(upload.sha256, upload.length)
    upload.offset, upload.done = upload.length, True
    upload.save(update_fields=["offset", "done"])


def path_of(upload: Upload) -> Path:
    return Path(settings.DATA_DIR) / "uploads" / str(upload.pk)


@contextmanager
def _file(upload: Upload) -> Iterator[int]:
    """The upload's file, held by one request at a time. Raises UploadMismatch when another has it."""
    path = path_of(upload)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = not path.exists()
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if fresh:
            _fsync_folder(path.parent)  # a piece is counted only when its file's name is durable, too
            _fsync_folder(path.parent.parent)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UploadMismatch from error
        yield descriptor
    finally:
        os.close(descriptor)


def _fsync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def forget_old_uploads() -> int:
    """Uploads that nobody has gone on with; returns how many."""
    old = list(Upload.objects.filter(done=False, expires_at__lt=timezone.now()))
    for upload in old:
        path_of(upload).unlink(missing_ok=True)
        upload.delete()
    return len(old)

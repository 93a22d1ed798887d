"""Taking a large upload to the disk as it arrives: nothing of it is held in memory, and no more is read than the limit."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _

from lms.lib.errors import Invalid, NoSpace

from .errors import MediaRefused

CHUNK = 1 << 20
RESERVE = 512 << 20  # bytes of the disk that uploads leave free, so that learners' work can still be received


@contextmanager
def received(request: HttpRequest, *, limit: int) -> Iterator[Path]:
    """The body of the request as a file that is gone afterwards. Raises MediaRefused, NoSpace, Invalid."""
    folder = Path(settings.DATA_DIR, "work")
    folder.mkdir(parents=True, exist_ok=True)
    declared = int(request.META.get("CONTENT_LENGTH") or 0)
    if declared > limit:
        raise too_large(limit)
    check_space(folder, declared)
    with tempfile.NamedTemporaryFile(dir=folder, prefix="upload-") as file:
        size = 0
        try:
            while chunk := request.read(CHUNK):
                size += len(chunk)
                if size > limit:
                    raise too_large(limit)
                file.write(chunk)
            file.flush()
        except UnreadablePostError as error:
            raise Invalid(_("The upload broke off. Please try again.")) from error
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise NoSpace from error
            raise
        if declared and size != declared:
            raise Invalid(_("The upload broke off. Please try again."))
        yield Path(file.name)


def too_large(limit: int) -> MediaRefused:
    if limit >= 1 << 30:
        return MediaRefused(_("This file is too large: at most %(size)d GB.") % {"size": limit >> 30})
    return MediaRefused(_("This file is too large: at most %(size)d MB.") % {"size": limit >> 20})


def check_space(folder: Path, size: int) -> None:
    """An upload needs its size twice for a moment: here, and in the blob store."""
    disk = os.statvfs(folder)
    if disk.f_bavail * disk.f_frsize < 2 * size + RESERVE:
        raise NoSpace

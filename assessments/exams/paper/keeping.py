"""Printed papers and scans on the disk: sealed, so that no blob that is found can be read, and gone with what holds them."""

from __future__ import annotations

from uuid import UUID

from lms.lib.sealing import seal, unseal
from lms.packages import api as packages

PURPOSE = "exam sheets"


def keep(data: bytes, *names: str | UUID) -> str:
    """SHA-256 of the sealed blob, held under the names until `let_go`."""
    ref = packages.store_blob(seal(PURPOSE, data))
    packages.keep_blobs([ref.sha256], _holder(*names))
    return ref.sha256


def kept(sha256: str) -> bytes:
    with packages.open_blob(sha256) as file:
        return unseal(PURPOSE, file.read())


def let_go(*names: str | UUID) -> None:
    packages.release_blobs(_holder(*names))


def _holder(*names: str | UUID) -> str:
    return ":".join(["sheets", *map(str, names)])

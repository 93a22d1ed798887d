"""The code on an answer sheet: which sitting, seat and page it is, and for which layout it was printed. Random ids only."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from uuid import UUID

_PREFIX = "NLA1"
_ID = 26  # base32 characters of 16 bytes
_CHECK = 8  # 40 bits


@dataclass(frozen=True)
class SheetCode:
    """`page` from 1. `layout`: the layout's fingerprint."""

    sitting: UUID
    seat: UUID
    page: int
    layout: str

    def text(self) -> str:
        """60-odd characters of QR's alphanumeric set, the last ones a check over the rest."""
        body = f"{_PREFIX}{_short(self.sitting)}{_short(self.seat)}{self.page:03d}{self.layout}"
        return body + _check(body)


def read_code(text: str) -> SheetCode | None:
    """None when this is no code of ours, or one that was misread."""
    body, check = text[:-_CHECK], text[-_CHECK:]
    if not text.isascii() or not body.startswith(_PREFIX) or _check(body) != check:
        return None
    rest = body.removeprefix(_PREFIX)
    try:
        sitting, seat = _long(rest[:_ID]), _long(rest[_ID : 2 * _ID])
        return SheetCode(sitting, seat, int(rest[2 * _ID : 2 * _ID + 3]), rest[2 * _ID + 3 :])
    except (ValueError, binascii.Error):
        return None


def fingerprint(text: str) -> str:
    """Eight characters that tell two layouts apart."""
    return base64.b32encode(hashlib.sha256(text.encode()).digest())[:8].decode()


def _check(body: str) -> str:
    return base64.b32encode(hashlib.sha256(body.encode()).digest())[:_CHECK].decode()


def _short(value: UUID) -> str:
    return base64.b32encode(value.bytes).decode().rstrip("=")


def _long(text: str) -> UUID:
    return UUID(bytes=base64.b32decode(text + "======"))

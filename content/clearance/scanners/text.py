"""What plain text gives away: internet addresses, identity card numbers, mobile numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from .findings import Finding, found, once

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_ADDRESS = re.compile(
    r"(?i)(?:\b(?:https?|ftp|wss?)\s?:\s?//|(?<![\w/:.])//(?=[\w-]+\.[a-z])|\bwww\.(?=[\w-]+\.[a-z]))[^\s<>\"'，。；、）)\]]{3,200}"
    r"|\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,3}\.[a-z]{2,10}\b"
)
_ID = re.compile(r"(?<![0-9A-Za-z])([1-9]\d{5})((?:19|20)\d{2})(\d{2})(\d{2})(\d{3})([\dXx])(?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<![\d.])(?:\+?86[ -]?)?(1[3-9]\d)[ -]?(\d{4})[ -]?(\d{4})(?![\d.]\d|\d)")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"


def scan_text(text: str, where: str) -> list[Finding]:
    """Full-width forms and invisible characters are seen through."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return once([*_addresses(plain, where), *_personal(plain, where)])


def _addresses(text: str, where: str) -> Iterator[Finding]:
    for match in _ADDRESS.finditer(text):
        yield found("address_in_text", where, match.group())


def _personal(text: str, where: str) -> Iterator[Finding]:
    taken = []
    for match in _ID.finditer(text):
        if is_id_number(match.group()):
            taken.append(match.span())
            yield found("id_number", where, f"{match.group()[:6]}********{match.group()[-4:]}")
    for match in _MOBILE.finditer(text):
        if not any(start <= match.start() < end for start, end in taken):
            yield found("mobile_number", where, f"{match.group(1)}****{match.group(3)}")


def is_id_number(number: str) -> bool:
    """A resident identity number of GB 11643: a real date of birth and the right check character (ISO 7064 MOD 11-2)."""
    if not _ID.fullmatch(number):
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return _CHECK[total % 11] == number[17].upper()

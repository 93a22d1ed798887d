"""The compact credential of the QR code: signed bytes as base45 (RFC 9285), for QR's alphanumeric mode.

    version 1 | key 4 | certificate 16 | issued 2 | valid until 2 | list number | place in it | number | code | holder | signature 64

Days count from 2000-01-01 in China; 65535 stands for "for life". List number and place are LEB128. Number and code are packed
text: a byte for kind (two bits) and length, then digits or capitals as one large number, else UTF-8. The holder is the length
as LEB128, then UTF-8. The key is the first four bytes of its thumbprint; the signature is over DOMAIN and all that precedes it.
Each content can be written in one way only: what reads back differently is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from .documents import CHINA
from .errors import QrTooLong
from .facts import CertificateFacts
from .keys import IssuingKey

VERSION = 1
DOMAIN = b"compact-certificate-1\x00"
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
LONGEST_NAME_BYTES = 240
LONGEST_TEXT_BYTES = 63

_EPOCH = date(2000, 1, 1)
_FOR_LIFE = 0xFFFF
_SIGNATURE = 64
_DIGITS, _CAPITALS, _UTF8 = 0, 1, 2
_LETTERS = {_DIGITS: "0123456789", _CAPITALS: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-./ "}
_VALUES = {character: value for value, character in enumerate(ALPHABET)}


class CompactInvalid(ValueError):
    """`code`: malformed, truncated, trailing or version_unknown (the names in sentences.json)."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class Compact:
    """What a QR says. `valid_until` none: for life."""

    key: bytes
    certificate: UUID
    issued_on: date
    valid_until: date | None
    list_number: int
    index: int
    number: str
    code: str
    holder: str


@dataclass(frozen=True)
class SignedCompact:
    """Taken apart and not yet checked. `signed`: the bytes under the signature."""

    said: Compact
    signature: bytes
    signed: bytes


def write(facts: CertificateFacts, key: IssuingKey) -> str:
    """The text of the QR, about 190 characters. Raises QrTooLong."""
    said = Compact(
        key=key.public.short_id,
        certificate=facts.id,
        issued_on=facts.issued_at.astimezone(CHINA).date(),
        valid_until=facts.valid_until,
        list_number=facts.status.list_number,
        index=facts.status.index,
        number=facts.number,
        code=facts.achievement.code,
        holder=facts.holder.name,
    )
    body = _packed(said)
    return base45(body + key.sign(DOMAIN + body))


def read_compact(text: str) -> SignedCompact:
    """Raises CompactInvalid."""
    data = from_base45(text)
    if not data:
        raise CompactInvalid("truncated")
    if data[0] != VERSION:
        raise CompactInvalid("version_unknown")
    reader = _Reader(data, 1)
    said = Compact(
        key=reader.take(4),
        certificate=UUID(bytes=reader.take(16)),
        issued_on=_day(int.from_bytes(reader.take(2))),
        valid_until=_last_day(int.from_bytes(reader.take(2))),
        list_number=reader.number(),
        index=reader.number(),
        number=reader.text(),
        code=reader.text(),
        holder=reader.holder(),
    )
    body, signature = data[: reader.at], data[reader.at :]
    if len(signature) != _SIGNATURE:
        raise CompactInvalid("truncated" if len(signature) < _SIGNATURE else "trailing")
    try:
        same = _packed(said) == body
    except QrTooLong as error:
        raise CompactInvalid("malformed") from error
    if not same:
        raise CompactInvalid("malformed")
    return SignedCompact(said, signature, DOMAIN + body)


# ── Bytes ────────────────────────────────────────────────────────────────────────────────────────


def _packed(said: Compact) -> bytes:
    holder = said.holder.encode()
    days = (said.issued_on - _EPOCH).days
    last = _FOR_LIFE if said.valid_until is None else (said.valid_until - _EPOCH).days
    if not holder or len(holder) > LONGEST_NAME_BYTES or not (0 <= days < _FOR_LIFE and 0 <= last <= _FOR_LIFE):
        raise QrTooLong
    return b"".join(
        [
            bytes([VERSION]),
            said.key,
            said.certificate.bytes,
            days.to_bytes(2),
            last.to_bytes(2),
            _leb128(said.list_number),
            _leb128(said.index),
            _text(said.number),
            _text(said.code),
            _leb128(len(holder)),
            holder,
        ]
    )


def _text(text: str) -> bytes:
    kind = next((kind for kind, letters in _LETTERS.items() if all(one in letters for one in text)), _UTF8)
    packed = text.encode() if kind == _UTF8 else _as_number(text, _LETTERS[kind])
    if not text or len(packed) > LONGEST_TEXT_BYTES:
        raise QrTooLong
    return bytes([kind << 6 | len(packed)]) + packed


def _as_number(text: str, letters: str) -> bytes:
    """A one stands in front, so that leading zeros stay."""
    value = 1
    for one in text:
        value = value * len(letters) + letters.index(one)
    return value.to_bytes((value.bit_length() + 7) // 8)


def _from_number(packed: bytes, letters: str) -> str:
    value, found = int.from_bytes(packed), []
    while value > 1:
        value, place = divmod(value, len(letters))
        found.append(letters[place])
    return "".join(reversed(found))


def _leb128(value: int) -> bytes:
    found = bytearray()
    while value >= 0x80:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])


def _day(days: int) -> date:
    return _EPOCH + timedelta(days=days)


def _last_day(days: int) -> date | None:
    return None if days == _FOR_LIFE else _day(days)


class _Reader:
    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at = data, at

    def take(self, length: int) -> bytes:
        found = self.data[self.at : self.at + length]
        if len(found) < length:
            raise CompactInvalid("truncated")
        self.at += length
        return found

    def number(self) -> int:
        value = 0
        for shift in (0, 7, 14, 21):
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
        raise CompactInvalid("malformed")

    def text(self) -> str:
        head = self.take(1)[0]
        kind, packed = head >> 6, self.take(head & 0x3F)
        if kind in _LETTERS:
            return _or_malformed(lambda: _from_number(packed, _LETTERS[kind]))
        if kind != _UTF8:
            raise CompactInvalid("malformed")
        return _or_malformed(packed.decode)

    def holder(self) -> str:
        length = self.number()
        if length > LONGEST_NAME_BYTES:
            raise CompactInvalid("malformed")
        return _or_malformed(self.take(length).decode)


def _or_malformed(read: Callable[[], str]) -> str:
    try:
        found = read()
    except UnicodeDecodeError as error:
        raise CompactInvalid("malformed") from error
    if not found:
        raise CompactInvalid("malformed")
    return found


# ── Base45 ───────────────────────────────────────────────────────────────────────────────────────


def base45(data: bytes) -> str:
    """RFC 9285."""
    found = []
    for at in range(0, len(data), 2):
        pair = data[at : at + 2]
        value = int.from_bytes(pair)
        for _ in range(len(pair) + 1):
            value, place = divmod(value, 45)
            found.append(ALPHABET[place])
    return "".join(found)


def from_base45(text: str) -> bytes:
    """Raises CompactInvalid for other characters, a length that cannot be, and groups that stand for no bytes."""
    if len(text) % 3 == 1:
        raise CompactInvalid("truncated")
    found = bytearray()
    for at in range(0, len(text), 3):
        group = text[at : at + 3]
        if any(one not in _VALUES for one in group):
            raise CompactInvalid("malformed")
        value = sum(_VALUES[one] * 45**power for power, one in enumerate(group))
        length = len(group) - 1
        if value >= 256**length:
            raise CompactInvalid("malformed")
        found += value.to_bytes(length)
    return bytes(found)

"""Bitstring Status List v1.0: one bit for each certificate of a body, set when it is revoked.

https://www.w3.org/TR/vc-bitstring-status-list/
"""

from __future__ import annotations

import secrets
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .documents import moment, status_list_url
from .facts import BodyFacts
from .keys import IssuingKey
from .signing import STATUS_LIST, seconds, signed
from .strict import Malformed, decode, encode

BITS = 131_072  # bits: the least that the specification allows, so that one place hides among many
LARGEST = 64 * BITS


@dataclass(frozen=True)
class StatusList:
    """A list as read back. `made_at`: what was revoked later, it cannot know."""

    url: str
    made_at: datetime
    bits: bytes

    def __len__(self) -> int:
        return len(self.bits) * 8

    def is_set(self, index: int) -> bool:
        """Raises IndexError."""
        if not 0 <= index < len(self):
            raise IndexError(index)
        return bool(self.bits[index // 8] & (0x80 >> index % 8))


def _document(body: BodyFacts, number: int, revoked: Iterable[int], signed_at: datetime) -> dict[str, Any]:
    url = status_list_url(body, number)
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": body.did,
        "validFrom": moment(signed_at),
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded(bitstring(revoked)),
        },
    }


def sign_list(body: BodyFacts, number: int, revoked: Iterable[int], key: IssuingKey, *, signed_at: datetime) -> str:
    """The list as VC-JWT: the same places at the same time give the same bytes. Raises IndexError."""
    document = _document(body, number, revoked, signed_at)
    claims = {"iss": body.did, "jti": document["id"], "nbf": seconds(document["validFrom"])}
    return signed({**document, **claims}, key, did=body.did, kind=STATUS_LIST)


def bitstring(revoked: Iterable[int]) -> bytes:
    """The first bit is the leftmost of the first byte. Raises IndexError."""
    bits = bytearray(BITS // 8)
    for index in revoked:
        if not 0 <= index < BITS:
            raise IndexError(index)
        bits[index // 8] |= 0x80 >> index % 8
    return bytes(bits)


def encoded(bits: bytes) -> str:
    """GZIP (no time, no system named), then multibase base64url."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = bytearray(packer.compress(bits) + packer.flush())
    packed[9] = 255  # "unknown operating system": zlib writes that of the build
    return "u" + encode(bytes(packed))


def decoded(text: str) -> bytes:
    """The bits. Raises Malformed, also for a list that is too short or unpacks to more than LARGEST."""
    if not text.startswith("u"):
        raise Malformed("not multibase base64url")
    unpacker = zlib.decompressobj(31)
    try:
        bits = unpacker.decompress(decode(text[1:]), LARGEST // 8 + 1)
    except zlib.error as error:
        raise Malformed("not GZIP") from error
    if not unpacker.eof or unpacker.unused_data or not BITS <= len(bits) * 8 <= LARGEST:
        raise Malformed("not a bitstring of the right length")
    return bits


def random_index() -> int:
    """A place that tells nothing of when the certificate was issued. It may be taken: then ask again."""
    return secrets.randbelow(BITS)

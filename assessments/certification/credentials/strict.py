"""Strict reading of what a stranger hands in: base64url, JSON and compact JWS, each with exactly one way to be written.

The page in `verifier/` has the same rules; what is refused here must be refused there with the same code.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass
from typing import Any

DEPTH = 30
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*")


class Malformed(ValueError):
    """Not written the one way in which it may be written."""


def encode(data: bytes) -> str:
    """base64url without padding (RFC 7515, 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """Raises Malformed, also for unused bits that are not zero: else one signature could be written four ways."""
    if not _BASE64URL.fullmatch(text):
        raise Malformed("not base64url")
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise Malformed("not base64url") from error
    if encode(data) != text:
        raise Malformed("not base64url as it must be written")
    return data


def json_object(data: bytes) -> dict[str, Any]:
    """A JSON object in UTF-8 without double keys, NaN or deep nesting. Raises Malformed."""
    try:
        found = json.loads(data.decode("utf-8"), object_pairs_hook=_no_doubles, parse_constant=_no_constants)
    except (ValueError, RecursionError) as error:
        raise Malformed("not JSON") from error
    if not isinstance(found, dict) or _too_deep(found):
        raise Malformed("not a JSON object")
    return found


@dataclass(frozen=True)
class Token:
    """A compact JWS, taken apart and not yet checked. `signed`: the bytes under the signature."""

    header: dict[str, Any]
    payload: bytes
    signature: bytes
    signed: bytes


def token(text: str) -> Token:
    """Raises Malformed. The payload's JSON is read only once the signature holds."""
    parts = text.split(".")
    if len(parts) != 3:
        raise Malformed("not three parts")
    header, payload, signature = (decode(part) for part in parts)
    return Token(json_object(header), payload, signature, text.rpartition(".")[0].encode())


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed("a key stands twice")
    return found


def _no_constants(name: str) -> None:
    raise Malformed(f"{name} is no JSON")


def _too_deep(value: Any, left: int = DEPTH) -> bool:
    if isinstance(value, dict):
        return left == 0 or any(_too_deep(part, left - 1) for part in value.values())
    if isinstance(value, list):
        return left == 0 or any(_too_deep(part, left - 1) for part in value)
    return False

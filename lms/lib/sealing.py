"""Secrets at rest: AES-256-GCM under a key that is derived from SECRET_KEY for one purpose."""

from __future__ import annotations

import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_NONCE_BYTES = 12


class Unreadable(Exception):
    """The sealed bytes were changed, or sealed under another SECRET_KEY or for another purpose."""


def seal(purpose: str, data: bytes) -> bytes:
    """nonce (12 bytes) || ciphertext || tag. `purpose` names the column, so that one cannot be moved into another."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(derived_key(purpose)).encrypt(nonce, data, purpose.encode())


def unseal(purpose: str, sealed: bytes) -> bytes:
    """The bytes that `seal` took. Raises Unreadable."""
    sealed = bytes(sealed)
    try:
        return AESGCM(derived_key(purpose)).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], purpose.encode())
    except (InvalidTag, ValueError) as error:
        raise Unreadable(purpose) from error


def derived_key(purpose: str) -> bytes:
    """32 bytes for one purpose; also the key of keyed hashes."""
    return _derived(settings.SECRET_KEY, purpose)


@lru_cache(maxsize=32)
def _derived(secret: str, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"newleaf {purpose}".encode()).derive(secret.encode())

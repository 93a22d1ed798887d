"""The sealed package of a sitting: pure cryptography, the counterpart of the tablet's `exams/sealed.ts`."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import secrets
import unicodedata
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lms.sync import protocol

ITERATIONS = 600_000  # once a sitting and tablet: some seconds on a slow one
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # 32 that nobody mishears as digits: no I, O, 0, 1
CODE_LENGTH = 12  # 60 bits


def new_key() -> bytes:
    return os.urandom(32)


def new_code() -> str:
    """ABCD-EFGH-JKLM: to be read out."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    return "-".join(letters[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def plain_code(code: str) -> str:
    """As it counts: capitals, no spaces or hyphens, full width folded."""
    return re.sub(r"[\s\-‐-―]", "", unicodedata.normalize("NFKC", code)).upper()


def seal_paper(
    paper: protocol.ExamPaper, *, key: bytes, code: str, iterations: int = ITERATIONS
) -> protocol.SealedPaper:
    salt = os.urandom(16)
    wrapping = hashlib.pbkdf2_hmac("sha256", plain_code(code).encode(), salt, iterations, 32)
    text = gzip.compress(paper.model_dump_json().encode(), mtime=0)
    return protocol.SealedPaper(
        sitting=paper.sitting,
        salt=b64(salt),
        iterations=iterations,
        wrapped=b64(_sealed(wrapping, key, f"newleaf code {paper.sitting}")),
        sealed=b64(_sealed(key, text, f"newleaf paper {paper.sitting}")),
    )


def open_paper(sealed: protocol.SealedPaper, *, key: bytes | None = None, code: str = "") -> protocol.ExamPaper:
    """With the key, or with the spoken code. Raises cryptography's InvalidTag."""
    if key is None:
        wrapping = hashlib.pbkdf2_hmac("sha256", plain_code(code).encode(), unb64(sealed.salt), sealed.iterations, 32)
        key = _opened(wrapping, unb64(sealed.wrapped), f"newleaf code {sealed.sitting}")
    text = gzip.decompress(_opened(key, unb64(sealed.sealed), f"newleaf paper {sealed.sitting}"))
    return protocol.ExamPaper.model_validate_json(text)


def seat_check(seat: str, key: bytes) -> str:
    """See SeatVerifier."""
    return b64(hashlib.sha256(f"newleaf seat {seat}".encode() + key).digest())


def _sealed(key: bytes, data: bytes, context: str) -> bytes:
    iv = os.urandom(12)
    return iv + AESGCM(key).encrypt(iv, data, context.encode())


def _opened(key: bytes, sealed: bytes, context: str) -> bytes:
    return AESGCM(key).decrypt(sealed[:12], sealed[12:], context.encode())


def b64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))

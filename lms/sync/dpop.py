"""Proof of possession (RFC 9449): every request is signed by the tablet's key, over method, address, token and a server nonce.

`iat` is not looked at, since tablet clocks are wrong: freshness comes from the nonce, which the server makes without
keeping state, and single use from `jti`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings
from django.http import HttpRequest

from . import replay
from .errors import BadProof, NonceWanted

SLOT_SECONDS = 300  # a nonce is good for its slot and the next
LONGEST = 4096
_ECDSA = ec.ECDSA(SHA256())


@dataclass(frozen=True)
class Proof:
    jwk: dict[str, str]
    thumbprint: str  # RFC 7638, base64url


def check_proof(request: HttpRequest, *, token: str = "") -> Proof:
    """The key that signed this request. Raises BadProof, or NonceWanted when only the nonce is missing or old."""
    header, claims, proof = _opened(request.headers.get("DPoP", ""))
    if header.get("typ") != "dpop+jwt" or header.get("alg") != "ES256":
        raise BadProof
    if claims.get("htm") != request.method or not _same_address(claims.get("htu"), request):
        raise BadProof
    if token and claims.get("ath") != b64(hashlib.sha256(token.encode()).digest()):
        raise BadProof
    jti = claims.get("jti")
    if not isinstance(jti, str) or not jti.isascii() or not 8 <= len(jti) <= 200:
        raise BadProof
    if not is_fresh(claims.get("nonce")):
        raise NonceWanted
    if not replay.first_time(proof.thumbprint, jti):
        raise BadProof
    return proof


def _opened(token: str) -> tuple[dict[str, Any], dict[str, Any], Proof]:
    """Header, claims and key of a proof whose signature is right."""
    try:
        if not 0 < len(token) <= LONGEST:
            raise ValueError("length")
        signed, _, signature = token.rpartition(".")
        first, second = signed.split(".")
        header, claims = json.loads(unb64(first)), json.loads(unb64(second))
        jwk = {name: str(header["jwk"][name]) for name in ("crv", "kty", "x", "y")}
        verify_es256(jwk, unb64(signature), signed.encode())
        if not isinstance(claims, dict) or "d" in header["jwk"]:
            raise ValueError("shape")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, InvalidSignature) as error:
        raise BadProof from error
    return header, claims, Proof({name: jwk[name] for name in ("kty", "crv", "x", "y")}, thumbprint(jwk))


def verify_es256(jwk: dict[str, str], signature: bytes, data: bytes) -> None:
    """Raises InvalidSignature, or ValueError when key or signature have the wrong form."""
    if len(signature) != 64 or jwk["kty"] != "EC" or jwk["crv"] != "P-256":
        raise ValueError("not ES256")
    numbers = ec.EllipticCurvePublicNumbers(
        int.from_bytes(unb64(jwk["x"]), "big"), int.from_bytes(unb64(jwk["y"]), "big"), ec.SECP256R1()
    )
    der = encode_dss_signature(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
    numbers.public_key().verify(der, data, _ECDSA)


def thumbprint(jwk: dict[str, str]) -> str:
    canonical = json.dumps({name: jwk[name] for name in ("crv", "kty", "x", "y")}, separators=(",", ":"))
    return b64(hashlib.sha256(canonical.encode()).digest())


def new_nonce() -> str:
    return _nonce(int(time.time()) // SLOT_SECONDS)


def is_fresh(nonce: object) -> bool:
    slot = int(time.time()) // SLOT_SECONDS
    given = nonce.encode() if isinstance(nonce, str) and nonce.isascii() else b""
    return any(hmac.compare_digest(given, _nonce(valid).encode()) for valid in (slot, slot - 1))


def _nonce(slot: int) -> str:
    return b64(hmac.new(settings.SECRET_KEY.encode(), b"dpop nonce %d" % slot, hashlib.sha256).digest()[:18])


def _same_address(htu: object, request: HttpRequest) -> bool:
    """Scheme, host and path, without query and fragment (RFC 9449 §4.3)."""
    if not isinstance(htu, str):
        return False
    try:
        said, real = urlsplit(htu), urlsplit(request.build_absolute_uri(request.path))
    except ValueError:
        return False
    return (said.scheme.lower(), said.netloc.lower(), said.path) == (real.scheme, real.netloc.lower(), real.path)


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    """base64url without padding. Raises ValueError."""
    return binascii.a2b_base64(text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4))

"""Issuing keys: Ed25519 and P-256 pairs as JWK, their signatures, and the encrypted file in which one travels.

Signatures are deterministic (RFC 8032; RFC 6979), so that the same certificate has the same bytes, and ES256 has the low s:
of the two ways to write one ECDSA signature only one is ever made or accepted.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any, Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OctKey, OKPKey

from lms.lib.canonical import canonical_json

from .errors import KeyFileUnreadable, PassphraseTooShort, WrongPassphrase
from .strict import Malformed, decode, json_object

Algorithm = Literal["EdDSA", "ES256"]
ALGORITHMS: tuple[Algorithm, ...] = ("EdDSA", "ES256")
PASSPHRASE_CHARACTERS = 12
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551

_MEMBERS = {"OKP": ("crv", "kty", "x"), "EC": ("crv", "kty", "x", "y")}
_KINDS: dict[tuple[str, str], Algorithm] = {("OKP", "Ed25519"): "EdDSA", ("EC", "P-256"): "ES256"}
_ITERATIONS = 300_000  # of SHA-512: more than OWASP asks (210,000), and as many as joserfc takes
_FILE = {"alg": "PBES2-HS512+A256KW", "enc": "A256GCM", "p2c": _ITERATIONS, "typ": "issuing-key+jwe"}
_FILE_REGISTRY = jwe.JWERegistry(algorithms=["PBES2-HS512+A256KW", "A256GCM"])


@dataclass(frozen=True)
class VerifyingKey:
    """The half that others hold. `jwk`: kty, crv, x (and y) and nothing else."""

    jwk: dict[str, str]

    @functools.cached_property
    def algorithm(self) -> Algorithm:
        """How `alg` reads on the wire."""
        return _KINDS[self.jwk["kty"], self.jwk["crv"]]

    @functools.cached_property
    def kid(self) -> str:
        """RFC 7638 thumbprint."""
        return str(_imported(self.jwk).thumbprint())

    @property
    def short_id(self) -> bytes:
        """Four bytes of the thumbprint: how the QR names the key."""
        return decode(self.kid)[:4]

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Whether these 64 bytes are this key's signature, written the one way that counts."""
        return verifies(self.jose.public_key, signature, message)

    @functools.cached_property
    def jose(self) -> OKPKey | ECKey:
        """For joserfc."""
        return _imported(self.jwk)


@dataclass(frozen=True, repr=False)
class IssuingKey:
    """A key pair. `jwk` is the private half: it never leaves but through `export`."""

    jwk: dict[str, str]

    @functools.cached_property
    def public(self) -> VerifyingKey:
        return verifying_key(self.jwk)

    def sign(self, message: bytes) -> bytes:
        """64 bytes, the same for the same message."""
        return sign_bytes(self.jose.private_key, message)

    @functools.cached_property
    def jose(self) -> OKPKey | ECKey:
        """For joserfc."""
        return _imported(self.jwk)


def sign_bytes(key: Any, message: bytes) -> bytes:
    """`key`: a private key of cryptography's. 64 bytes."""
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return key.sign(message)
    r, s = decode_dss_signature(key.sign(message, ec.ECDSA(SHA256(), deterministic_signing=True)))
    return r.to_bytes(32) + min(s, P256_ORDER - s).to_bytes(32)


def verifies(key: Any, signature: bytes, message: bytes) -> bool:
    """`key`: a public key of cryptography's."""
    if len(signature) != 64:
        return False
    try:
        if isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, message)
        else:
            r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
            if not 0 < s <= P256_ORDER // 2:
                return False
            key.verify(encode_dss_signature(r, s), message, ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def new_key(algorithm: Algorithm = "EdDSA") -> IssuingKey:
    made = (
        OKPKey.generate_key("Ed25519", private=True)
        if algorithm == "EdDSA"
        else ECKey.generate_key("P-256", private=True)
    )
    return from_jwk(made.as_dict(private=True))


def from_jwk(jwk: dict[str, Any]) -> IssuingKey:
    """From a JWK as it is stored. Raises KeyFileUnreadable."""
    if not isinstance(jwk.get("d"), str):
        raise KeyFileUnreadable
    public = verifying_key(jwk)
    found = IssuingKey({**public.jwk, "d": jwk["d"]})
    try:
        fits = public.verifies(found.sign(b"does it fit?"), b"does it fit?")
    except (JoseError, ValueError) as error:
        raise KeyFileUnreadable from error
    if not fits:
        raise KeyFileUnreadable
    return found


def verifying_key(jwk: dict[str, Any]) -> VerifyingKey:
    """The public half of any JWK of a kind that is used here; other members are left out. Raises KeyFileUnreadable."""
    try:
        if (jwk.get("kty"), jwk.get("crv")) not in _KINDS:
            raise KeyFileUnreadable
        members = {name: jwk[name] for name in _MEMBERS[jwk["kty"]]}
        if any(len(decode(members[name])) != 32 for name in ("x", "y") if name in members):
            raise KeyFileUnreadable
        _imported(members).public_key  # noqa: B018 (raises when the point is not on the curve)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise KeyFileUnreadable from error
    return VerifyingKey(members)


def private_jwk(key: IssuingKey) -> dict[str, str]:
    """To be stored encrypted."""
    return dict(key.jwk)


def public_jwk(key: IssuingKey) -> dict[str, str]:
    """kty, crv, x (and y) and nothing else."""
    return dict(key.public.jwk)


def kid_of(key: IssuingKey) -> str:
    """RFC 7638 thumbprint."""
    return key.public.kid


def algorithm_of(key: IssuingKey) -> Algorithm:
    """How `alg` reads on the wire."""
    return key.public.algorithm


def export(key: IssuingKey, passphrase: str) -> bytes:
    """The pair as a file that only the passphrase opens: JWE, PBES2-HS512+A256KW. Raises PassphraseTooShort."""
    if len(passphrase) < PASSPHRASE_CHARACTERS:
        raise PassphraseTooShort
    plain = canonical_json(key.jwk)
    return jwe.encrypt_compact(_FILE, plain, OctKey.import_key(passphrase.encode()), registry=_FILE_REGISTRY).encode()


def open_export(data: bytes, passphrase: str) -> IssuingKey:
    """Raises WrongPassphrase, KeyFileUnreadable."""
    try:
        text = data.decode("ascii").strip()
        parts = text.split(".")
        header = json_object(decode(parts[0]))
        sealed = [decode(part) for part in parts[1:]]
    except (ValueError, IndexError) as error:
        raise KeyFileUnreadable from error
    strange = any(header.get(name) != _FILE[name] for name in ("alg", "enc", "p2c", "typ"))
    if strange or len(sealed) != 4 or [len(part) for part in (sealed[0], sealed[1], sealed[3])] != [40, 12, 16]:
        raise KeyFileUnreadable
    if not passphrase:
        raise WrongPassphrase
    try:
        opened = jwe.decrypt_compact(text, OctKey.import_key(passphrase.encode()), registry=_FILE_REGISTRY).plaintext
    except (JoseError, ValueError) as error:
        raise WrongPassphrase from error
    except Exception as error:  # cryptography's own InvalidUnwrap and InvalidTag have no common base
        if type(error).__name__ not in {"InvalidUnwrap", "InvalidTag"}:
            raise
        raise WrongPassphrase from error
    try:
        return from_jwk(json_object(opened or b""))
    except Malformed as error:
        raise KeyFileUnreadable from error


def _imported(jwk: dict[str, str]) -> Any:
    kind = OKPKey if jwk["kty"] == "OKP" else ECKey
    return kind.import_key(jwk)

"""The server's own key pairs: one signs (ES256), one opens what tablets seal (ECDH-ES), one recovers learner keys.

They live in settings.KEYS_DIR, readable by the server's user alone, and belong in the backup: a server that lost them
cannot read the journals on their way to it. The private half of the recovery key is encrypted under a key derived from
SECRET_KEY, so that a copy of the folder alone opens no learner's notes.
"""

from __future__ import annotations

import functools
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from joserfc import jwe, jws
from joserfc.jwk import ECKey
from joserfc.registry import HeaderParameter

from .canonical import canonical_json

NAMES = ("signing", "seal", "recovery")
_SEALING = {"alg": "ECDH-ES", "enc": "A256GCM"}
_ENVELOPES = jwe.JWERegistry({"sub": HeaderParameter("Subject", "str")}, ["ECDH-ES", "A256GCM"])


@dataclass(frozen=True)
class ServerKeys:
    """Key pairs by purpose; `recovery` holds the public half only (see `open_recovery`)."""

    signing: ECKey
    seal: ECKey
    recovery: ECKey

    @property
    def kid(self) -> str:
        """RFC 7638 thumbprint of the signing key: the `kid` of every signature."""
        return str(self.signing.thumbprint())


def server_keys() -> ServerKeys:
    """This server's keys, made at the first call."""
    return _load(str(settings.KEYS_DIR))


@functools.lru_cache(maxsize=4)
def _load(folder: str) -> ServerKeys:
    found = {name: _read_or_make(Path(folder) / f"{name}.json", name) for name in NAMES}
    return ServerKeys(*(ECKey.import_key(found[name]) for name in NAMES))


def public_jwk(key: ECKey) -> dict[str, str]:
    """The public half as a JWK with exactly kty, crv, x and y."""
    document = key.as_dict(private=False)
    return {name: str(document[name]) for name in ("kty", "crv", "x", "y")}


def sign_document(document: dict[str, Any]) -> str:
    """A compact JWS (ES256) over the document's canonical JSON."""
    keys = server_keys()
    return jws.serialize_compact({"alg": "ES256", "kid": keys.kid}, canonical_json(document), keys.signing)


def verify_document(token: str) -> dict[str, Any]:
    """The document inside a JWS that this server signed. Raises joserfc.errors.JoseError or ValueError."""
    found = jws.deserialize_compact(token, server_keys().signing, algorithms=["ES256"])
    document = json.loads(found.payload)
    if not isinstance(document, dict):
        raise ValueError("a signed document is an object")
    return document


def seal_to(public: dict[str, str] | ECKey, payload: bytes, *, subject: str = "") -> str:
    """A compact JWE (ECDH-ES, A256GCM) that only the holder of the private half can open.

    `subject` stands in the protected header (RFC 7519, 5.3): whose key is inside cannot be changed without breaking the seal.
    """
    key = public if isinstance(public, ECKey) else ECKey.import_key(public)
    header = _SEALING | ({"sub": subject} if subject else {})
    return jwe.encrypt_compact(header, payload, key, registry=_ENVELOPES)


def open_seal(token: str) -> bytes:
    """What a tablet sealed to this server. Raises joserfc.errors.JoseError or ValueError."""
    return _open(token, server_keys().seal)[0]


def open_recovery(token: str, *, subject: str) -> bytes:
    """What a tablet sealed to the recovery key. Call it only after two officers agreed, and audit it.

    Raises ValueError for what was sealed for somebody else. Envelopes from before there was a subject name nobody.
    """
    document = json.loads((Path(settings.KEYS_DIR) / "recovery.json").read_text())
    blob = bytes.fromhex(document["encrypted_d"])
    private = AESGCM(_at_rest_key()).decrypt(blob[:12], blob[12:], b"newleaf recovery key").decode()
    key = ECKey.import_key({**{name: document[name] for name in ("kty", "crv", "x", "y")}, "d": private})
    payload, sealed_for = _open(token, key)
    if sealed_for not in ("", subject):
        raise ValueError("sealed for somebody else")
    return payload


def _open(token: str, key: ECKey) -> tuple[bytes, str]:
    """(what is inside, the subject on the envelope)."""
    found = jwe.decrypt_compact(token, key, registry=_ENVELOPES)
    if found.plaintext is None:
        raise ValueError("nothing sealed inside")
    return found.plaintext, str(found.protected.get("sub", ""))


def _at_rest_key() -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"newleaf keys at rest v1").derive(settings.SECRET_KEY.encode())


def _read_or_make(path: Path, name: str) -> dict[str, str]:
    if not path.exists():
        _write_once(path, _new_key(name))
    document = json.loads(path.read_text())
    document.pop("encrypted_d", None)
    return document


def _new_key(name: str) -> bytes:
    key = ECKey.generate_key("P-256", private=True)
    document: dict[str, Any] = dict(key.as_dict(private=True))
    if name == "recovery":
        iv = os.urandom(12)
        private = str(document.pop("d")).encode()
        document["encrypted_d"] = (iv + AESGCM(_at_rest_key()).encrypt(iv, private, b"newleaf recovery key")).hex()
    return json.dumps(document).encode()


def _write_once(path: Path, data: bytes) -> None:
    """Durable before first use, and the same for every process that starts at this moment."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)

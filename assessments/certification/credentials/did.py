"""did:web: what a body publishes about its keys, and where.

A key that was replaced stays, so that what it signed still checks; a key that was stolen is named, but may assert nothing.
https://w3c-ccg.github.io/did-method-web/, https://www.w3.org/TR/cid-1.0/#JsonWebKey
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .errors import DidUnusable
from .facts import BodyFacts
from .keys import VerifyingKey, verifying_key

CONTEXTS = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"]
_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_DID = re.compile(rf"did:web:({_LABEL}(?:\.{_LABEL})+)(%3A[0-9]{{1,5}})?((?::[A-Za-z0-9._-]+)*)")


@dataclass(frozen=True)
class PublicKey:
    """A body's key. `compromised`: nothing that it signed counts any more."""

    jwk: dict[str, str]
    compromised: bool = False


def check_did(did: str) -> str:
    """The same DID. Raises DidUnusable. Small letters only: a second way to write it would be a second issuer."""
    found = _DID.fullmatch(did)
    if not found or any(part in {".", ".."} for part in did.split(":")) or found[1].rpartition(".")[2].isdigit():
        raise DidUnusable
    return did


def publishing_path(did: str) -> str:
    """The address on the body's own site at which its document must lie."""
    _, _, rest = check_did(did).partition("did:web:")
    host, *path = rest.split(":")
    return f"https://{host.replace('%3A', ':')}/{'/'.join(path) or '.well-known'}/did.json"


def key_url(did: str, key: VerifyingKey) -> str:
    """How `kid` reads in the header of a signature."""
    return f"{did}#{key.kid}"


def document(body: BodyFacts, keys: Sequence[PublicKey]) -> dict[str, Any]:
    """The document, keys in the order given. Raises DidUnusable, KeyRefused."""
    did = check_did(body.did)
    known = [(verifying_key(item.jwk), item.compromised) for item in keys]
    return {
        "@context": CONTEXTS,
        "id": did,
        "verificationMethod": [_method(did, key) for key, _ in known],
        "assertionMethod": [key_url(did, key) for key, compromised in known if not compromised],
    }


def _method(did: str, key: VerifyingKey) -> dict[str, Any]:
    return {
        "id": key_url(did, key),
        "type": "JsonWebKey",
        "controller": did,
        "publicKeyJwk": {**key.jwk, "alg": key.algorithm, "kid": key.kid},
    }

"""VC-JWT: a credential as a compact JWS, as Open Badges 3.0 (8.2) and VC-JOSE-COSE want it.

The payload is the credential itself with the claims iss, sub, jti, nbf and exp beside its own properties. `typ` tells a
certificate ("JWT", all that Open Badges allows) from a status list ("vc+jwt"), so that one never passes for the other.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jws import JWSAlgModel, JWSRegistry

from lms.lib.canonical import canonical_json

from .conformance import check_conformance
from .did import check_did, key_url
from .keys import ALGORITHMS, IssuingKey, VerifyingKey, algorithm_of, sign_bytes, verifies

Kind = Literal["JWT", "vc+jwt"]
CERTIFICATE: Kind = "JWT"
STATUS_LIST: Kind = "vc+jwt"
MEDIA_TYPE = "application/vc+jwt"


class _Deterministic(JWSAlgModel):
    """EdDSA and ES256 in the one form that is made and accepted here (see keys.py)."""

    def __init__(self, name: str, key_type: str) -> None:
        self.name, self.key_type, self.description = name, key_type, name

    def sign(self, msg: bytes, key: Any) -> bytes:
        return sign_bytes(key.get_op_key("sign"), msg)

    def verify(self, msg: bytes, sig: bytes, key: Any) -> bool:
        return verifies(key.get_op_key("verify"), sig, msg)


class Registry(JWSRegistry):
    """Of its own, because joserfc's is shared with tablets' signatures, and warns of the name EdDSA."""

    algorithms = {"EdDSA": _Deterministic("EdDSA", "OKP"), "ES256": _Deterministic("ES256", "EC")}
    max_payload_length = 400_000


REGISTRY = Registry(algorithms=list(ALGORITHMS))


def sign(document: dict[str, Any], key: IssuingKey) -> str:
    """A certificate's VC-JWT; the issuer is the document's. Raises NotConformant, DidUnusable."""
    check_conformance(document)
    claims: dict[str, Any] = {
        "iss": document["issuer"]["id"],
        "sub": document["credentialSubject"]["id"],
        "jti": document["id"],
        "nbf": seconds(document["validFrom"]),
    }
    if "validUntil" in document:
        claims["exp"] = seconds(document["validUntil"])
    return signed({**document, **claims}, key, did=claims["iss"], kind=CERTIFICATE)


def signed(claims: dict[str, Any], key: IssuingKey, *, did: str, kind: Kind) -> str:
    header = {"alg": algorithm_of(key), "kid": key_url(check_did(did), key.public), "typ": kind}
    return jws.serialize_compact(header, canonical_json(claims), key.jose, registry=REGISTRY)


def holds(token: str, key: VerifyingKey) -> bool:
    """Whether the token is signed by this key. How it is written is `strict.token`'s question."""
    try:
        jws.deserialize_compact(token, key.jose, algorithms=[key.algorithm], registry=REGISTRY)
    except (JoseError, ValueError):
        return False
    return True


def enveloped(token: str) -> bytes:
    """The JSON file that carries a VC-JWT (VCDM 2.0, 4.13: EnvelopedVerifiableCredential)."""
    return canonical_json(
        {
            "@context": "https://www.w3.org/ns/credentials/v2",
            "id": f"data:{MEDIA_TYPE},{token}",
            "type": "EnvelopedVerifiableCredential",
        }
    )


def seconds(moment: str) -> int:
    """NumericDate of a DateTimeZ."""
    return int(datetime.fromisoformat(moment).timestamp())

"""The trust bundle: one JSON file with which an outsider checks certificates without any network.

    {"format": "certificate-trust-bundle", "version": 1, "bodies": [
        {"statement": {"payload": "…", "signatures": [{"protected": "…", "signature": "…"}]},   JWS, general JSON (RFC 7515, 7.2.1)
         "status_lists": ["eyJ…", …]}]}                                                          VC-JWTs

A statement holds the body's names, its DID document, its achievements, when it was made, and the hash of each status list: a list
that was put back to an older one no longer fits. The body's keys sign it; more than one may, so that whoever knows only the
older key can follow to the newer. That the file is the body's at all, its holder must know from where it came.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lms.lib.canonical import canonical_json

from .did import PublicKey, check_did, document, key_url
from .documents import moment
from .errors import BundleInvalid, DidUnusable, KeyRefused
from .facts import AchievementFacts, BodyFacts, Words
from .keys import IssuingKey, VerifyingKey, algorithm_of, verifying_key
from .signing import STATUS_LIST, holds
from .status_list import StatusList, decoded
from .strict import Malformed, decode, encode, json_object, token

FORMAT, VERSION = "certificate-trust-bundle", 1
LARGEST_BYTES = 20_000_000
_TYPE = "trust-statement+jws"


@dataclass(frozen=True)
class TrustedKey:
    """`compromised`: what it signed counts no more."""

    did: str
    key: VerifyingKey
    compromised: bool


@dataclass(frozen=True)
class TrustedBody:
    """What the bundle says of one body. Achievements by code, status lists by their address."""

    did: str
    name: Words
    made_at: datetime
    keys: tuple[TrustedKey, ...]
    achievements: dict[str, Words]
    status_lists: dict[str, StatusList]


@dataclass(frozen=True)
class TrustBundle:
    bodies: dict[str, TrustedBody]

    @property
    def made_at(self) -> datetime:
        """When the newest part was made: a clock that shows less is wrong."""
        return max(body.made_at for body in self.bodies.values())

    def every_key(self) -> Iterable[TrustedKey]:
        return (key for body in self.bodies.values() for key in body.keys)


@dataclass(frozen=True)
class BodyPart:
    """What goes in for one body. `signers`: the key in use first, then older ones that outsiders may still know; at least one."""

    body: BodyFacts
    keys: Sequence[PublicKey]
    achievements: Sequence[AchievementFacts]
    status_lists: Sequence[str]
    signers: Sequence[IssuingKey]


def build(parts: Iterable[BodyPart], *, made_at: datetime) -> dict[str, Any]:
    """The bundle; the same parts, in whatever order, give the same. Raises DidUnusable, KeyRefused, BundleInvalid (also for two keys
    that look alike in a QR, a part without signer, a list of another body)."""
    bodies = [_part(part, made_at) for part in sorted(parts, key=lambda part: part.body.did)]
    bundle = {"format": FORMAT, "version": VERSION, "bodies": bodies}
    read_bundle(bundle)
    return bundle


def to_bytes(bundle: dict[str, Any]) -> bytes:
    """The file: canonical JSON."""
    return canonical_json(bundle)


def read_bundle(bundle: bytes | dict[str, Any]) -> TrustBundle:
    """Every part checked. Raises BundleInvalid."""
    data = bundle if isinstance(bundle, bytes) else to_bytes(bundle)
    if len(data) > LARGEST_BYTES:
        raise BundleInvalid("too large")
    try:
        said = json_object(data)
        if (said.get("format"), said.get("version")) != (FORMAT, VERSION):
            raise BundleInvalid("not a trust bundle of this version")
        bodies = [_read_body(part) for part in said["bodies"]]
    except (Malformed, DidUnusable, KeyRefused, KeyError, TypeError, ValueError, AttributeError) as error:
        raise BundleInvalid(f"{type(error).__name__}: {error}") from error
    if not bodies or len({body.did for body in bodies}) != len(bodies):
        raise BundleInvalid("no body, or one twice")
    found = TrustBundle({body.did: body for body in bodies})
    short = [key.key.short_id for key in found.every_key()]
    if len(set(short)) != len(short):
        raise BundleInvalid("two keys with one short name")
    return found


def _part(part: BodyPart, made_at: datetime) -> dict[str, Any]:
    body = part.body
    payload = canonical_json(
        {
            "did": body.did,
            "name": _words(body.name),
            "made_at": moment(made_at),
            "did_document": document(body, part.keys),
            "achievements": [
                {
                    "code": item.code,
                    "id": item.id.urn,
                    "kind": item.kind,
                    "level": item.level,
                    "title": _words(item.title),
                }
                for item in sorted(part.achievements, key=lambda item: item.code)
            ],
            "status_lists": [_hash(item) for item in part.status_lists],
        }
    )
    signatures = [_signature(payload, key, body.did) for key in part.signers]
    return {
        "statement": {"payload": encode(payload), "signatures": signatures},
        "status_lists": list(part.status_lists),
    }


def _read_body(part: dict[str, Any]) -> TrustedBody:
    statement = part["statement"]
    payload = decode(statement["payload"])
    said = json_object(payload)
    did = check_did(said["did"])
    keys = _read_keys(did, said["did_document"])
    usable = {key_url(did, item.key): item.key for item in keys if not item.compromised}
    if not statement["signatures"]:
        raise BundleInvalid("unsigned")
    for signature in statement["signatures"]:
        _check_signature(statement["payload"], signature, usable)
    lists = part["status_lists"]
    if [_hash(item) for item in lists] != said["status_lists"]:
        raise BundleInvalid("a status list is not the one that the body named")
    found = [_read_list(item, did, usable) for item in lists]
    if len({item.url for item in found}) != len(found):
        raise BundleInvalid("a status list twice")
    achievements = {item["code"]: _read_words(item["title"]) for item in said["achievements"]}
    if len(achievements) != len(said["achievements"]):
        raise BundleInvalid("an achievement twice")
    made_at = _read_moment(said["made_at"])
    return TrustedBody(
        did, _read_words(said["name"]), made_at, tuple(keys), achievements, {item.url: item for item in found}
    )


def _read_keys(did: str, said: dict[str, Any]) -> list[TrustedKey]:
    asserting = said["assertionMethod"]
    if said["id"] != did:
        raise BundleInvalid("another body's keys")
    found = []
    for method in said["verificationMethod"]:
        key = verifying_key(method["publicKeyJwk"])
        if method["id"] != key_url(did, key) or method["controller"] != did:
            raise BundleInvalid("a key under a wrong name")
        found.append(TrustedKey(did, key, compromised=method["id"] not in asserting))
    if not set(asserting) <= {key_url(did, item.key) for item in found}:
        raise BundleInvalid("a key that is missing")
    return found


def _check_signature(payload: str, signature: dict[str, str], usable: dict[str, VerifyingKey]) -> None:
    protected = signature["protected"]
    header = json_object(decode(protected))
    key = usable.get(header.get("kid", ""))
    if key is None or header != {"alg": key.algorithm, "kid": header["kid"], "typ": _TYPE}:
        raise BundleInvalid("signed by a key that may not")
    if not key.verifies(decode(signature["signature"]), f"{protected}.{payload}".encode()):
        raise BundleInvalid("a signature does not hold")


def _read_list(text: str, did: str, usable: dict[str, VerifyingKey]) -> StatusList:
    found = token(text)
    key = usable.get(found.header.get("kid", ""))
    if key is None or found.header != {"alg": key.algorithm, "kid": found.header["kid"], "typ": STATUS_LIST}:
        raise BundleInvalid("a status list signed by a key that may not")
    if not holds(text, key):
        raise BundleInvalid("a status list's signature does not hold")
    said = json_object(found.payload)
    subject = said["credentialSubject"]
    right = (
        "BitstringStatusListCredential" in said["type"]
        and (said["issuer"], said["iss"], said["jti"]) == (did, did, said["id"])
        and (subject["type"], subject["statusPurpose"]) == ("BitstringStatusList", "revocation")
    )
    if not right:
        raise BundleInvalid("not a status list of this body")
    return StatusList(said["id"], _read_moment(said["validFrom"]), decoded(subject["encodedList"]))


def _signature(payload: bytes, key: IssuingKey, did: str) -> dict[str, str]:
    header = {"alg": algorithm_of(key), "kid": key_url(did, key.public), "typ": _TYPE}
    protected = encode(json.dumps(header, separators=(",", ":")).encode())
    return {"protected": protected, "signature": encode(key.sign(f"{protected}.{encode(payload)}".encode()))}


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _words(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


def _read_words(said: dict[str, str]) -> Words:
    if not isinstance(said["zh"], str) or not isinstance(said["en"], str):
        raise BundleInvalid("words that are no text")
    return Words(said["zh"], said["en"])


def _read_moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise BundleInvalid("a time without zone")
    return at

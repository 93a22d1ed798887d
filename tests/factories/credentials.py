"""Certificates, keys and trust bundles that are the same in every run."""

import base64
import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid5

from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from assessments.certification.credentials import compact, documents, keys, signing, status_list, trust_bundle
from assessments.certification.credentials.did import PublicKey
from assessments.certification.credentials.facts import (
    AchievementFacts,
    BodyFacts,
    CertificateFacts,
    HolderFacts,
    ResultFacts,
    StatusFacts,
    Words,
)

NAMESPACE = UUID("5f9c6d0e-8a45-4c5b-9d5c-0c1de5a1b2c3")
MADE_AT = datetime(2026, 11, 30, 4, tzinfo=UTC)
NOW = datetime(2026, 12, 1, 4, tzinfo=UTC)


def key(algorithm="EdDSA", seed="first"):
    """A key pair out of a word."""
    secret = hashlib.sha256(f"{algorithm} {seed}".encode()).digest()
    if algorithm == "EdDSA":
        public = ed25519.Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
        return keys.from_jwk({"kty": "OKP", "crv": "Ed25519", "x": b64(public), "d": b64(secret)})
    numbers = ec.derive_private_key(int.from_bytes(secret), ec.SECP256R1()).public_key().public_numbers()
    x, y = (b64(value.to_bytes(32)) for value in (numbers.x, numbers.y))
    return keys.from_jwk({"kty": "EC", "crv": "P-256", "x": x, "y": y, "d": b64(secret)})


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def body(host="skills", /, **changes):
    facts = BodyFacts(
        id=uuid5(NAMESPACE, host),
        name=Words("江城职业技能评价中心", "Jiangcheng Vocational Skills Centre"),
        did=f"did:web:{host}.example.org",
        url=f"https://{host}.example.org",
    )
    return replace(facts, **changes)


def achievement(code="DG-4", /, **changes):
    facts = AchievementFacts(
        id=uuid5(NAMESPACE, code),
        code=code,
        kind="skill_level",
        title=Words("电工（四级/中级工）", "Electrician, level 4"),
        criteria=Words("理论和实操都在60分以上。", "Theory and practice both at 60 of 100 or more."),
        level=4,
    )
    return replace(facts, **changes)


def facts(seed="one", /, **changes):
    found = CertificateFacts(
        id=uuid5(NAMESPACE, f"certificate {seed}"),
        number="S000033010004260000123",
        body=body(),
        achievement=achievement(),
        holder=HolderFacts("张三丰", "Zhang Sanfeng", date(1990, 1, 2)),
        results=(
            ResultFacts(Words("理论知识", "Theory"), "78 / 100"),
            ResultFacts(Words("操作技能", "Practice"), "85.5 / 100"),
            ResultFacts(Words("安全教育", "Safety course")),
        ),
        issued_at=datetime(2026, 11, 20, 1, 30, tzinfo=UTC),
        valid_until=date(2029, 11, 19),
        status=StatusFacts(1, 77_777),
    )
    return replace(found, **changes)


def full(certificate=None, by=None):
    return signing.sign(documents.credential(certificate or facts()), by or key())


def short(certificate=None, by=None):
    return compact.write(certificate or facts(), by or key())


def status_list_of(owner=None, by=None, revoked=(), made_at=MADE_AT, number=1):
    return status_list.sign_list(owner or body(), number, revoked, by or key(), signed_at=made_at)


def part(
    owner=None, pairs=None, *, achievements=None, lists=None, compromised=(), signers=None, revoked=(), made_at=MADE_AT
):
    """A body's part of a bundle; `pairs`: its key pairs, the one in use first; `compromised`: those of them that were stolen."""
    owner, pairs = owner or body(), pairs or [key()]
    good = [pair for pair in pairs if pair not in compromised]
    return trust_bundle.BodyPart(
        body=owner,
        keys=[PublicKey(keys.public_jwk(pair), compromised=pair in compromised) for pair in pairs],
        achievements=[achievement()] if achievements is None else achievements,
        status_lists=[status_list_of(owner, good[0], revoked, made_at)] if lists is None else lists,
        signers=signers or good,
    )


def bundle(*parts, made_at=MADE_AT):
    return trust_bundle.build(parts or [part()], made_at=made_at)


def two_bodies(**changes):
    """One body that signs with Ed25519, another with P-256."""
    other = body("metal", name=Words("滨海金属行业协会", "Binhai Metal Association"))
    return bundle(part(**changes), part(other, [key("ES256")], achievements=[achievement("HG-5")]))

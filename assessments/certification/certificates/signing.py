"""Signing what a certificate says: the full credential, and the short one of the QR."""

from __future__ import annotations

from dataclasses import dataclass

from ..credentials import compact, documents, signing
from ..credentials.facts import CertificateFacts
from ..models import IssuingKey
from .keeping import private_key


@dataclass(frozen=True)
class Signed:
    """`credential`: AchievementCredential as VC-JWT; `compact`: the text of the QR."""

    credential: str
    compact: str


def sign(facts: CertificateFacts, key: IssuingKey) -> Signed:
    private = private_key(key)
    document = documents.credential(facts)
    return Signed(credential=signing.sign(document, private), compact=compact.write(facts, private))

"""What a certificate says, and nothing else: the input of credential, QR and PDF. No prison, no ward, no learner's number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True)
class Words:
    """The same words in Chinese and English. English may be empty: then the Chinese stand alone."""

    zh: str
    en: str = ""


@dataclass(frozen=True)
class BodyFacts:
    """Who awards. `did`: did:web of the body's own domain; `url`: https address that its status lists are named under, or empty."""

    id: UUID
    name: Words
    did: str
    url: str = ""


@dataclass(frozen=True)
class AchievementFacts:
    """证书种类: what was achieved. `kind`: skill_level, special_skill, special_operation, academic. `level`: 5 (初级工) … 1 (高级技师), or none.

    `code`: short, unique at the body; the QR names the achievement by it."""

    id: UUID
    code: str
    kind: str
    title: Words
    criteria: Words
    level: int | None = None


@dataclass(frozen=True)
class ResultFacts:
    """One part that was passed. `score`: as it is printed ("78 / 100"); empty where only passing counts."""

    title: Words
    score: str = ""


@dataclass(frozen=True)
class HolderFacts:
    """Who holds it. `born_on` helps an employer to tell two people of one name apart."""

    name: str
    latin_name: str = ""
    born_on: date | None = None


@dataclass(frozen=True)
class StatusFacts:
    """Where revocation is looked up: list number of the body, and the place in it."""

    list_number: int
    index: int


@dataclass(frozen=True)
class CertificateFacts:
    """One certificate. `number`: as printed; `issued_at` is aware; `valid_until` is the last day, none: for life."""

    id: UUID
    number: str
    body: BodyFacts
    achievement: AchievementFacts
    holder: HolderFacts
    results: tuple[ResultFacts, ...]
    issued_at: datetime
    valid_until: date | None
    status: StatusFacts

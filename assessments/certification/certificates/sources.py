"""From a candidacy to what its certificate says, and back from the plain JSON in which that is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone, translation

from ..candidacies.deciding import Decision, months_later
from ..candidacies.settling import decisions_of
from ..credentials.facts import (
    AchievementFacts,
    BodyFacts,
    CertificateFacts,
    HolderFacts,
    ResultFacts,
    StatusFacts,
    Words,
)
from ..models import AwardingBody, Candidacy, Certificate
from ..schemes.reading import criteria
from ..schemes.rules import Rules


def words_of(candidacies: Sequence[Candidacy]) -> list[dict[str, Any]]:
    """What each certificate will say, as far as it is known before it is issued: plain JSON, frozen in an order's line.

    `candidacies`: with learner, version, scheme and its body. A handful of queries however many they are.
    """
    return [_words(one, decision) for one, decision in zip(candidacies, decisions_of(candidacies), strict=True)]


def _words(candidacy: Candidacy, decision: Decision) -> dict[str, Any]:
    scheme, body = candidacy.scheme, candidacy.scheme.body
    rules = Rules.model_validate(candidacy.version.rules)
    return {
        "body": {"id": str(body.pk), "name": [body.name, body.name_en], "did": body.did, "url": body.url},
        "achievement": {
            "id": str(scheme.pk),
            "code": scheme.code,
            "kind": scheme.kind,
            "title": [scheme.title, scheme.title_en],
            "criteria": _in_both(rules),
            "level": scheme.level,
        },
        "holder": {
            "name": candidacy.holder_name,
            "latin_name": candidacy.holder_latin,
            "born_on": candidacy.born_on.isoformat() if candidacy.born_on else None,
        },
        "results": _results(decision, rules),
        "valid_months": rules.valid_months,
    }


def _in_both(rules: Rules) -> list[str]:
    found = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            found.append(criteria(rules))
    return found


def _results(decision: Decision, rules: Rules) -> list[dict[str, Any]]:
    """The pass of each part that the award rests on, in the order of the rules, as per cent: papers differ in their points."""
    counted = decision.counted
    return [
        {"title": [part.title, part.title_en], "score": f"{counted[part.id].percent.normalize():f} / 100"}
        for part in rules.parts
        if part.id in counted
    ]


def facts_from(
    words: Mapping[str, Any], *, certificate_id: UUID, number: str, issued_at: datetime, status: StatusFacts
) -> CertificateFacts:
    """The facts of one certificate from an order's line and what was given to it when it was issued."""
    body, achievement, holder = words["body"], words["achievement"], words["holder"]
    born_on = holder.get("born_on")
    return CertificateFacts(
        id=certificate_id,
        number=number,
        body=BodyFacts(id=UUID(body["id"]), name=Words(*body["name"]), did=body["did"], url=body["url"]),
        achievement=AchievementFacts(
            id=UUID(achievement["id"]),
            code=achievement["code"],
            kind=achievement["kind"],
            title=Words(*achievement["title"]),
            criteria=Words(*achievement["criteria"]),
            level=achievement["level"],
        ),
        holder=HolderFacts(
            name=holder["name"],
            latin_name=holder["latin_name"],
            born_on=date.fromisoformat(born_on) if born_on else None,
        ),
        results=tuple(ResultFacts(title=Words(*one["title"]), score=one["score"]) for one in words["results"]),
        issued_at=issued_at,
        valid_until=_valid_until(words, issued_at),
        status=status,
    )


def _valid_until(words: Mapping[str, Any], issued_at: datetime) -> date | None:
    """A certificate that replaces another ends when that one would have ended."""
    if "valid_until" in words:
        return date.fromisoformat(words["valid_until"]) if words["valid_until"] else None
    return last_day(timezone.localdate(issued_at), words["valid_months"])


def last_day(issued_on: date, months: int | None) -> date | None:
    """The day before the same day so many months later (the last of February where there is no 29th)."""
    return None if months is None else months_later(issued_on, months) - timedelta(days=1)


def body_facts(body: AwardingBody) -> BodyFacts:
    return BodyFacts(id=body.pk, name=Words(body.name, body.name_en), did=body.did, url=body.url)


def plain(facts: CertificateFacts) -> dict[str, Any]:
    """The facts as JSON: the shape of `words_of`, with number, dates and status."""
    body, achievement, holder = facts.body, facts.achievement, facts.holder
    return {
        "id": str(facts.id),
        "number": facts.number,
        "body": {"id": str(body.id), "name": _pair(body.name), "did": body.did, "url": body.url},
        "achievement": {
            "id": str(achievement.id),
            "code": achievement.code,
            "kind": achievement.kind,
            "title": _pair(achievement.title),
            "criteria": _pair(achievement.criteria),
            "level": achievement.level,
        },
        "holder": {
            "name": holder.name,
            "latin_name": holder.latin_name,
            "born_on": holder.born_on.isoformat() if holder.born_on else None,
        },
        "results": [{"title": _pair(one.title), "score": one.score} for one in facts.results],
        "issued_at": facts.issued_at.isoformat(),
        "valid_until": facts.valid_until.isoformat() if facts.valid_until else None,
        "status": [facts.status.list_number, facts.status.index],
    }


def facts_of(certificate: Certificate) -> CertificateFacts:
    """What a certificate that was signed here says."""
    kept = certificate.facts
    return facts_from(
        kept,
        certificate_id=certificate.pk,
        number=certificate.number,
        issued_at=datetime.fromisoformat(kept["issued_at"]),
        status=StatusFacts(*kept["status"]),
    )


def _pair(words: Words) -> list[str]:
    return [words.zh, words.en]

"""The Open Badges 3.0 AchievementCredential of a certificate, as JSON and not yet signed.

Open Badges allows plain strings only where a wallet shows a name: both languages stand in one, "电工 / Electrician", and
`inLanguage` names the first. Other programs find the two apart in the trust bundle, by `humanCode`.
https://www.imsglobal.org/spec/ob/v3p0/
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone
from typing import Any
from uuid import UUID, uuid5

from .conformance import check_conformance
from .facts import AchievementFacts, BodyFacts, CertificateFacts, HolderFacts, ResultFacts, StatusFacts, Words

CONTEXTS = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
CHINA = timezone(timedelta(hours=8), "+08:00")
_TYPES = {
    "skill_level": "Certificate",
    "special_skill": "Certificate",
    "special_operation": "License",
    "academic": "Certificate",
}
_SCORE = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*/\s*([0-9]+(?:\.[0-9]+)?)\s*")


def credential(facts: CertificateFacts) -> dict[str, Any]:
    """The credential. Raises NotConformant, DidUnusable and ValueError (a time without zone)."""
    descriptions = _result_descriptions(facts.achievement, facts.results)
    document: dict[str, Any] = {
        "@context": CONTEXTS,
        "id": facts.id.urn,
        "type": ["VerifiableCredential", "AchievementCredential"],
        "name": both(facts.achievement.title),
        "issuer": _issuer(facts.body),
        "validFrom": moment(facts.issued_at),
        "awardedDate": moment(facts.issued_at),
        "credentialSubject": {
            "id": uuid5(facts.id, "holder").urn,
            "type": ["AchievementSubject"],
            "identifier": _identities(facts.holder),
            "licenseNumber": facts.number,
            "achievement": _achievement(facts.achievement, facts.results, descriptions),
        },
        "credentialStatus": _status(facts.body, facts.status),
    }
    if facts.valid_until is not None:
        document["validUntil"] = moment(end_of(facts.valid_until))
    if facts.results:
        document["credentialSubject"]["result"] = [
            _result(result, description) for result, description in zip(facts.results, descriptions, strict=True)
        ]
    check_conformance(document)
    return document


def both(words: Words) -> str:
    """Both languages in one line."""
    return f"{words.zh} / {words.en}" if words.en else words.zh


def moment(at: datetime) -> str:
    """DateTimeZ in China's time, whole seconds. Raises ValueError for a time without zone."""
    if at.tzinfo is None:
        raise ValueError("a time needs a zone")
    return at.astimezone(CHINA).replace(microsecond=0).isoformat()


def end_of(day: date) -> datetime:
    """The last second of the day in China."""
    return datetime.combine(day, time(23, 59, 59), CHINA)


def status_list_url(body: BodyFacts, number: int) -> str:
    """The name of a body's status list: an address where the body has one, else below its DID."""
    return f"{body.url.rstrip('/') or body.did}/status-lists/{number}"


def _issuer(body: BodyFacts) -> dict[str, Any]:
    issuer: dict[str, Any] = {"id": body.did, "type": ["Profile"], "name": both(body.name)}
    return issuer | ({"url": body.url} if body.url else {})


def _identities(holder: HolderFacts) -> list[dict[str, Any]]:
    known = [("name", holder.name), ("ext:latinName", holder.latin_name)]
    if holder.born_on is not None:
        known.append(("ext:birthDate", holder.born_on.isoformat()))
    return [
        {"type": "IdentityObject", "hashed": False, "identityHash": value, "identityType": kind}
        for kind, value in known
        if value
    ]


def _achievement(
    achievement: AchievementFacts, results: tuple[ResultFacts, ...], descriptions: list[UUID]
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": achievement.id.urn,
        "type": ["Achievement"],
        "achievementType": _TYPES[achievement.kind],
        "humanCode": achievement.code,
        "inLanguage": "zh-CN",
        "name": both(achievement.title),
        "description": both(achievement.title),
        "criteria": {"narrative": both(achievement.criteria)},
    }
    if results:
        found["resultDescription"] = [
            _result_description(result, id_) for result, id_ in zip(results, descriptions, strict=True)
        ]
    return found


def _result_descriptions(achievement: AchievementFacts, results: tuple[ResultFacts, ...]) -> list[UUID]:
    """The same part of the same achievement has the same name on every certificate."""
    titles = [result.title.zh for result in results]
    return [
        uuid5(achievement.id, f"{title}#{titles[:place].count(title)}" if title in titles[:place] else title)
        for place, title in enumerate(titles)
    ]


def _result_description(result: ResultFacts, id_: UUID) -> dict[str, Any]:
    found: dict[str, Any] = {"id": id_.urn, "type": ["ResultDescription"], "name": both(result.title)}
    if not result.score:
        return found | {"resultType": "Status"}
    if score := _SCORE.fullmatch(result.score):
        return found | {"resultType": "RawScore", "valueMin": "0", "valueMax": score[2]}
    return found | {"resultType": "Result"}


def _result(result: ResultFacts, description: UUID) -> dict[str, Any]:
    found: dict[str, Any] = {"type": ["Result"], "resultDescription": description.urn}
    if not result.score:
        return found | {"status": "Completed"}
    score = _SCORE.fullmatch(result.score)
    return found | {"value": score[1] if score else result.score}


def _status(body: BodyFacts, status: StatusFacts) -> dict[str, Any]:
    url = status_list_url(body, status.list_number)
    return {
        "id": f"{url}#{status.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(status.index),
        "statusListCredential": url,
    }

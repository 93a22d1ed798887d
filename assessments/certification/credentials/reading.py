"""From a signed payload to what a certificate says; anything that is missing or contradicts itself is refused.

Less than conformance.py: only what is shown or checked. The page in `verifier/` reads the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from .documents import CHINA
from .facts import Words
from .trust_bundle import TrustedBody
from .verdicts import Shown

_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})")
_INDEX = re.compile(r"0|[1-9][0-9]{0,8}")


class Unfit(ValueError):
    """`code`: not_conformant or claims_contradict."""

    def __init__(self, code: str = "not_conformant") -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class Read:
    """`begins`, `ends`: seconds since 1970. `list_url`: where revocation is looked up."""

    shown: Shown
    begins: int
    ends: int | None
    list_url: str


def read_claims(claims: dict[str, Any], body: TrustedBody) -> Read:
    """Raises Unfit."""
    issuer = claims.get("issuer")
    subject = _object(claims.get("credentialSubject"))
    achievement = _object(subject.get("achievement"))
    status = _object(claims.get("credentialStatus"))
    begins = _time(claims.get("validFrom"))
    ends = _time(claims["validUntil"]) if "validUntil" in claims else None
    _check_kind(claims, status)
    expected: dict[str, Any] = {
        "iss": issuer if isinstance(issuer, str) else _text(_object(issuer), "id"),
        "sub": _text(subject, "id"),
        "jti": _text(claims, "id"),
        "nbf": int(begins.timestamp()),
        "exp": None if ends is None else int(ends.timestamp()),
    }
    for name, value in expected.items():
        if claims.get(name) != value or isinstance(claims.get(name), bool | float):
            raise Unfit("claims_contradict")
    if expected["iss"] != body.did:
        raise Unfit("claims_contradict")
    identity = _identity(subject.get("identifier"))
    if "name" not in identity:
        raise Unfit
    index, url = _text(status, "statusListIndex"), _text(status, "statusListCredential")
    if not _INDEX.fullmatch(index):
        raise Unfit
    code = _text(achievement, "humanCode")
    shown = Shown(
        id=_uuid(expected["jti"]),
        did=body.did,
        number=_text(subject, "licenseNumber"),
        holder=identity["name"],
        body=body.name,
        code=code,
        title=body.achievements.get(code) or Words(_text(achievement, "name")),
        issued_on=begins.astimezone(CHINA).date(),
        valid_until=None if ends is None else ends.astimezone(CHINA).date(),
        list_number=url.rpartition("/")[2],
        index=int(index),
        latin_name=identity.get("ext:latinName", ""),
        born_on=identity.get("ext:birthDate", ""),
        results=_results(subject, achievement),
    )
    return Read(shown, expected["nbf"], expected["exp"], url)


def _check_kind(claims: dict[str, Any], status: dict[str, Any]) -> None:
    types = claims.get("type")
    if not isinstance(types, list) or "AchievementCredential" not in types:
        raise Unfit
    if (status.get("type"), status.get("statusPurpose")) != ("BitstringStatusListEntry", "revocation"):
        raise Unfit


def _identity(said: Any) -> dict[str, str]:
    return {_text(one, "identityType"): _text(one, "identityHash") for one in map(_object, _list(said))}


def _results(subject: dict[str, Any], achievement: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    names = {
        _text(one, "id"): (_text(one, "name"), one.get("valueMax"))
        for one in map(_object, _list(achievement.get("resultDescription", [])))
    }
    found = []
    for one in map(_object, _list(subject.get("result", []))):
        name, most = names.get(_text(one, "resultDescription"), (None, None))
        if name is None:
            raise Unfit
        value = _text(one, "value") if "value" in one else ""
        found.append((name, f"{value} / {most}" if value and isinstance(most, str) else value))
    return tuple(found)


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Unfit
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise Unfit
    return value


def _text(owner: dict[str, Any], name: str) -> str:
    value = owner.get(name)
    if not isinstance(value, str) or not value:
        raise Unfit
    return value


def _time(value: Any) -> datetime:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise Unfit
    try:
        return datetime.fromisoformat(value)
    except ValueError as error:
        raise Unfit from error


def _uuid(urn: str) -> UUID:
    try:
        found = UUID(urn.removeprefix("urn:uuid:"))
    except ValueError as error:
        raise Unfit from error
    if found.urn != urn:
        raise Unfit
    return found

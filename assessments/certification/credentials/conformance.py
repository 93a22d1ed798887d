"""What Open Badges 3.0 demands of an AchievementCredential, written from the specification's data model.

Checked at issue and in tests: properties that must be there, how many there may be, their types, vocabularies and references.
https://www.imsglobal.org/spec/ob/v3p0/#data-models, https://www.w3.org/TR/vc-data-model-2.0/
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from .errors import NotConformant

Check = Callable[[Any, str], list[str]]

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_DATE_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_JWS = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_EXTENSION = re.compile(r"ext:[A-Za-z0-9._-]+")
_FIRST, _SECOND = (
    "https://www.w3.org/ns/credentials/v2",
    re.compile(r"https://purl\.imsglobal\.org/spec/ob/v3p0/context-3\.0\.\d+\.json"),
)

ACHIEVEMENT_TYPES = frozenset(
    [
        "Achievement",
        "ApprenticeshipCertificate",
        "Assessment",
        "Assignment",
        "AssociateDegree",
        "Award",
        "Badge",
        "BachelorDegree",
        "Certificate",
        "CertificateOfCompletion",
        "Certification",
        "CommunityService",
        "Competency",
        "Course",
        "CoCurricular",
        "Degree",
        "Diploma",
        "DoctoralDegree",
        "Fieldwork",
        "GeneralEducationDevelopment",
        "JourneymanCertificate",
        "LearningProgram",
        "License",
        "Membership",
        "ProfessionalDoctorate",
        "QualityAssuranceCredential",
        "MasterCertificate",
        "MasterDegree",
        "MicroCredential",
        "ResearchDoctorate",
        "SecondarySchoolDiploma",
    ]
)
ALIGNMENT_TYPES = frozenset(
    [
        "ceasn:Competency",
        "ceterms:Credential",
        "CFItem",
        "CFRubric",
        "CFRubricCriterion",
        "CFRubricCriterionLevel",
        "CTDL",
    ]
)
IDENTITY_TYPES = frozenset(
    [
        "name",
        "sourcedId",
        "systemId",
        "productId",
        "userName",
        "accountId",
        "emailAddress",
        "nationalIdentityNumber",
        "isbn",
        "issn",
        "lisSourcedId",
        "oneRosterSourcedId",
        "sisSourcedId",
        "ltiContextId",
        "ltiDeploymentId",
        "ltiToolId",
        "ltiPlatformId",
        "ltiUserId",
        "identifier",
    ]
)
RESULT_TYPES = frozenset(
    [
        "GradePointAverage",
        "LetterGrade",
        "Percent",
        "PerformanceLevel",
        "PredictedScore",
        "RawScore",
        "Result",
        "RubricCriterion",
        "RubricCriterionLevel",
        "RubricScore",
        "ScaledScore",
        "Status",
    ]
)
RESULT_STATES = frozenset(["Completed", "Enrolled", "Failed", "InProgress", "OnHold", "Provisional", "Withdrew"])


def check_conformance(document: Any) -> None:
    """Raises NotConformant with every problem found."""
    if problems := problems_of(document):
        raise NotConformant(problems)


def problems_of(document: Any) -> list[str]:
    """One line each, with the path; none when the credential is as the specification wants it."""
    found = _CREDENTIAL(document, "")
    return found or _references(document)


# ── Building blocks ──────────────────────────────────────────────────────────────────────────────


def _kind(expected: type | tuple[type, ...], name: str) -> Check:
    def check(value: Any, path: str) -> list[str]:
        good = isinstance(value, expected) and (expected is bool or not isinstance(value, bool))
        return [] if good else [f"{path}: must be {name}"]

    return check


def _matching(pattern: re.Pattern[str], name: str) -> Check:
    def check(value: Any, path: str) -> list[str]:
        return [] if isinstance(value, str) and pattern.fullmatch(value) else [f"{path}: must be {name}"]

    return check


def _term(terms: frozenset[str], *, open_ended: bool = True) -> Check:
    def check(value: Any, path: str) -> list[str]:
        good = isinstance(value, str) and (value in terms or (open_ended and bool(_EXTENSION.fullmatch(value))))
        return [] if good else [f"{path}: is not in the vocabulary"]

    return check


def _many(each: Check, *, least: int = 0, or_one: bool = False) -> Check:
    def check(value: Any, path: str) -> list[str]:
        if or_one and not isinstance(value, list):
            return each(value, path)
        if not isinstance(value, list) or len(value) < least:
            return [f"{path}: must be a list of at least {least}"]
        return [problem for place, item in enumerate(value) for problem in each(item, f"{path}[{place}]")]

    return check


def _either(*checks: Check) -> Check:
    def check(value: Any, path: str) -> list[str]:
        tried = [each(value, path) for each in checks]
        return [] if any(not problems for problems in tried) else tried[-1]

    return check


def _types(*needed: str | tuple[str, ...]) -> Check:
    """A set of types (one may stand alone) with each of the needed ones; of a tuple, one."""

    def check(value: Any, path: str) -> list[str]:
        have = value if isinstance(value, list) else [value]
        if not have or not all(isinstance(name, str) and name for name in have) or len(set(have)) != len(have):
            return [f"{path}: must be a set of types"]
        missing = [want for want in needed if not set((want,) if isinstance(want, str) else want) & set(have)]
        return [f"{path}: lacks {want}" for want in missing]

    return check


def _exactly(name: str) -> Check:
    return lambda value, path: [] if value == name else [f"{path}: must be {name}"]


def _object(required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    def check(value: Any, path: str) -> list[str]:
        if not isinstance(value, dict):
            return [f"{path}: must be an object"]
        problems = [f"{path}.{name}: is missing" for name in required if name not in value]
        for name, each in (required | (optional or {})).items():
            if name in value:
                problems += each(value[name], f"{path}.{name}")
        return problems

    return check


def _date_time(value: Any, path: str) -> list[str]:
    if isinstance(value, str) and _DATE_TIME.fullmatch(value):
        try:
            datetime.fromisoformat(value)
            return []
        except ValueError:
            pass
    return [f"{path}: must be a date and time with its zone"]


def _date(value: Any, path: str) -> list[str]:
    try:
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            date.fromisoformat(value)
            return []
    except ValueError:
        pass
    return [f"{path}: must be a date"]


def _contexts(value: Any, path: str) -> list[str]:
    if not isinstance(value, list) or len(value) < 2:
        return [f"{path}: must be a list of at least 2"]
    if value[0] != _FIRST or not isinstance(value[1], str) or not _SECOND.fullmatch(value[1]):
        return [f"{path}: must begin with credentials/v2 and then Open Badges 3.0"]
    return [f"{path}: must be addresses or objects" for item in value if not isinstance(item, str | dict)]


# ── The data model ───────────────────────────────────────────────────────────────────────────────

_TEXT, _FLAG, _NUMBER = _kind(str, "text"), _kind(bool, "true or false"), _kind((int, float), "a number")
_ADDRESS, _TONGUE, _TOKEN = (
    _matching(_URI, "a URI"),
    _matching(_LANGUAGE, "a language code"),
    _many(_matching(_JWS, "a compact JWS")),
)

_IMAGE = _object({"id": _ADDRESS, "type": _exactly("Image")}, {"caption": _TEXT})
_IDENTIFIER = _object(
    {"type": _exactly("IdentifierEntry"), "identifier": _TEXT, "identifierType": _term(IDENTITY_TYPES)}
)
_ALIGNMENT = _object(
    {"type": _types("Alignment"), "targetName": _TEXT, "targetUrl": _ADDRESS},
    {"targetCode": _TEXT, "targetDescription": _TEXT, "targetFramework": _TEXT, "targetType": _term(ALIGNMENT_TYPES)},
)
_PROFILE_PROPERTIES: dict[str, Check] = {
    **dict.fromkeys(["name", "phone", "description", "official", "familyName", "givenName", "additionalName"], _TEXT),
    "url": _ADDRESS,
    "email": _TEXT,
    "image": _IMAGE,
    "otherIdentifier": _many(_IDENTIFIER),
    "endorsementJwt": _TOKEN,
    "dateOfBirth": _date,
}
_PROFILE = _object({"id": _ADDRESS, "type": _types("Profile")}, _PROFILE_PROPERTIES)
_IDENTITY = _object(
    {
        "type": _exactly("IdentityObject"),
        "hashed": _FLAG,
        "identityHash": _TEXT,
        "identityType": _term(IDENTITY_TYPES),
    },
    {"salt": _TEXT},
)
_RUBRIC_LEVEL = _object(
    {"id": _ADDRESS, "type": _types("RubricCriterionLevel"), "name": _TEXT},
    {"alignment": _many(_ALIGNMENT), "description": _TEXT, "level": _TEXT, "points": _TEXT},
)
_RESULT_DESCRIPTION = _object(
    {"id": _ADDRESS, "type": _types("ResultDescription"), "name": _TEXT, "resultType": _term(RESULT_TYPES)},
    {
        "alignment": _many(_ALIGNMENT),
        "allowedValue": _many(_TEXT),
        "requiredLevel": _ADDRESS,
        "requiredValue": _TEXT,
        "rubricCriterionLevel": _many(_RUBRIC_LEVEL),
        "valueMax": _TEXT,
        "valueMin": _TEXT,
    },
)
_RESULT = _object(
    {"type": _types("Result")},
    {
        "achievedLevel": _ADDRESS,
        "alignment": _many(_ALIGNMENT),
        "resultDescription": _ADDRESS,
        "status": _term(RESULT_STATES, open_ended=False),
        "value": _TEXT,
    },
)
_ACHIEVEMENT = _object(
    {
        "id": _ADDRESS,
        "type": _types("Achievement"),
        "criteria": _object({}, {"id": _ADDRESS, "narrative": _TEXT}),
        "description": _TEXT,
        "name": _TEXT,
    },
    {
        **dict.fromkeys(["fieldOfStudy", "humanCode", "specialization", "version"], _TEXT),
        "alignment": _many(_ALIGNMENT),
        "achievementType": _term(ACHIEVEMENT_TYPES),
        "creator": _PROFILE,
        "creditsAvailable": _NUMBER,
        "endorsementJwt": _TOKEN,
        "image": _IMAGE,
        "inLanguage": _TONGUE,
        "otherIdentifier": _many(_IDENTIFIER),
        "related": _many(
            _object({"id": _ADDRESS, "type": _types("Related")}, {"inLanguage": _TONGUE, "version": _TEXT})
        ),
        "resultDescription": _many(_RESULT_DESCRIPTION),
        "tag": _many(_TEXT),
    },
)
_SUBJECT = _object(
    {"type": _types("AchievementSubject"), "achievement": _ACHIEVEMENT},
    {
        **dict.fromkeys(["licenseNumber", "narrative", "role", "term"], _TEXT),
        "id": _ADDRESS,
        "activityEndDate": _date_time,
        "activityStartDate": _date_time,
        "creditsEarned": _NUMBER,
        "identifier": _many(_IDENTITY),
        "image": _IMAGE,
        "result": _many(_RESULT),
        "source": _PROFILE,
    },
)
_STATUS = _object({"id": _ADDRESS, "type": _TEXT})
_BITSTRING_STATUS = _object(
    {
        "type": _exactly("BitstringStatusListEntry"),
        "statusPurpose": _TEXT,
        "statusListIndex": _matching(re.compile(r"0|[1-9][0-9]*"), "a whole number as text"),
        "statusListCredential": _ADDRESS,
    }
)
_EVIDENCE = _object(
    {"type": _types("Evidence")},
    {"id": _ADDRESS, **dict.fromkeys(["narrative", "name", "description", "genre", "audience"], _TEXT)},
)
_NAMED = _object({"id": _ADDRESS, "type": _TEXT})
_CREDENTIAL = _object(
    {
        "@context": _contexts,
        "id": _ADDRESS,
        "type": _types("VerifiableCredential", ("AchievementCredential", "OpenBadgeCredential")),
        "issuer": _either(_ADDRESS, _PROFILE),
        "validFrom": _date_time,
        "credentialSubject": _SUBJECT,
    },
    {
        "name": _TEXT,
        "description": _TEXT,
        "image": _IMAGE,
        "awardedDate": _date_time,
        "validUntil": _date_time,
        "credentialStatus": _STATUS,
        "credentialSchema": _many(_NAMED, or_one=True),
        "refreshService": _NAMED,
        "termsOfUse": _many(_object({"type": _TEXT}, {"id": _ADDRESS}), or_one=True),
        "evidence": _many(_EVIDENCE),
        "endorsementJwt": _TOKEN,
    },
)


def _references(document: dict[str, Any]) -> list[str]:
    """What no single property shows."""
    subject = document["credentialSubject"]
    problems = []
    if not subject.get("id") and not subject.get("identifier"):
        problems.append(".credentialSubject: needs an id or an identifier")
    described = {item["id"]: item["resultType"] for item in subject["achievement"].get("resultDescription", [])}
    for place, result in enumerate(subject.get("result", [])):
        path = f".credentialSubject.result[{place}]"
        if "resultDescription" in result and result["resultDescription"] not in described:
            problems.append(f"{path}: describes a result that the achievement lacks")
        if described.get(result.get("resultDescription", "")) == "Status" and "status" not in result:
            problems.append(f"{path}: needs its status")
    status = document.get("credentialStatus")
    if status is not None and status["type"] == "BitstringStatusListEntry":
        problems += _BITSTRING_STATUS(status, ".credentialStatus")
    if "validUntil" in document:
        ends, begins = (datetime.fromisoformat(document[name]) for name in ("validUntil", "validFrom"))
        if ends < begins:
            problems.append(".validUntil: lies before validFrom")
    return problems

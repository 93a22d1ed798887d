"""Each demand of the specification, broken once."""

import copy

import pytest

from assessments.certification.credentials import documents
from assessments.certification.credentials.conformance import check_conformance, problems_of
from assessments.certification.credentials.errors import NotConformant
from tests.factories import credentials as a


def at(document, path):
    for step in path:
        document = document[step]
    return document


BROKEN = {
    "no context": (["@context"], None),
    "contexts in another order": (["@context"], list(reversed(documents.CONTEXTS))),
    "only the first context": (["@context"], documents.CONTEXTS[:1]),
    "context that is a number": (["@context"], [*documents.CONTEXTS, 7]),
    "no id": (["id"], None),
    "id that is no URI": (["id"], "hello"),
    "no type": (["type"], None),
    "not a credential": (["type"], ["AchievementCredential"]),
    "not an achievement": (["type"], ["VerifiableCredential"]),
    "type twice": (["type"], ["VerifiableCredential", "AchievementCredential", "AchievementCredential"]),
    "no issuer": (["issuer"], None),
    "issuer without type": (["issuer", "type"], None),
    "issuer that is no URI": (["issuer"], "skills"),
    "issuer's address": (["issuer", "url"], "skills.example.org"),
    "no validFrom": (["validFrom"], None),
    "validFrom without zone": (["validFrom"], "2026-11-20T09:30:00"),
    "validFrom that is a date": (["validFrom"], "2026-11-20"),
    "validFrom that is no day": (["validFrom"], "2026-02-30T09:30:00Z"),
    "validUntil before": (["validUntil"], "2020-11-20T09:30:00Z"),
    "awardedDate without zone": (["awardedDate"], "2026-11-20T09:30:00"),
    "name in two languages": (["name"], {"zh": "电工", "en": "Electrician"}),
    "no subject": (["credentialSubject"], None),
    "two subjects": (["credentialSubject"], []),
    "subject's type": (["credentialSubject", "type"], ["Person"]),
    "number that is a number": (["credentialSubject", "licenseNumber"], 5),
    "no achievement": (["credentialSubject", "achievement"], None),
    "achievement without name": (["credentialSubject", "achievement", "name"], None),
    "achievement without description": (["credentialSubject", "achievement", "description"], None),
    "achievement without criteria": (["credentialSubject", "achievement", "criteria"], None),
    "achievement's type": (["credentialSubject", "achievement", "type"], "Badge"),
    "unknown achievementType": (["credentialSubject", "achievement", "achievementType"], "Zhengshu"),
    "language": (["credentialSubject", "achievement", "inLanguage"], "中文"),
    "credits": (["credentialSubject", "achievement", "creditsAvailable"], True),
    "alignment without url": (["credentialSubject", "achievement", "alignment"], [{"type": ["Alignment"], "targetName": "x"}]),
    "alignment's type": (
        ["credentialSubject", "achievement", "alignment"],
        [{"type": ["Alignment"], "targetName": "x", "targetUrl": "https://x.example.org", "targetType": "y"}],
    ),
    "tags that are one": (["credentialSubject", "achievement", "tag"], "one"),
    "identity without hashed": (["credentialSubject", "identifier", 0, "hashed"], None),
    "hashed as text": (["credentialSubject", "identifier", 0, "hashed"], "false"),
    "identity's type": (["credentialSubject", "identifier", 0, "identityType"], "nickname"),
    "identity that is a list of types": (["credentialSubject", "identifier", 0, "type"], ["IdentityObject"]),
    "result without type": (["credentialSubject", "result", 0, "type"], None),
    "result that is a number": (["credentialSubject", "result", 0, "value"], 78),
    "result of nothing": (["credentialSubject", "result", 0, "resultDescription"], "urn:uuid:0"),
    "result's status": (["credentialSubject", "result", 2, "status"], "Passed"),
    "no status where one is due": (["credentialSubject", "result", 2, "status"], None),
    "resultType": (["credentialSubject", "achievement", "resultDescription", 0, "resultType"], "Marks"),
    "status without id": (["credentialStatus", "id"], None),
    "status without purpose": (["credentialStatus", "statusPurpose"], None),
    "index that is a number": (["credentialStatus", "statusListIndex"], 5),
    "index with a zero": (["credentialStatus", "statusListIndex"], "05"),
    "schema without type": (["credentialSchema"], [{"id": "https://x.example.org"}]),
    "endorsement": (["endorsementJwt"], ["hello"]),
    "evidence": (["evidence"], [{"id": "https://x.example.org"}]),
}  # fmt: skip


@pytest.mark.parametrize(("path", "value"), BROKEN.values(), ids=BROKEN)
def test_what_the_specification_forbids_is_found(path, value):
    document = copy.deepcopy(documents.credential(a.facts()))
    owner = at(document, path[:-1])
    if value is None:
        del owner[path[-1]]
    else:
        owner[path[-1]] = value
    assert problems_of(document)
    with pytest.raises(NotConformant):
        check_conformance(document)


def test_what_the_specification_allows_is_not_found_fault_with():
    document = documents.credential(a.facts())
    document["type"] = ["VerifiableCredential", "OpenBadgeCredential"]
    document["issuer"] = "did:web:skills.example.org"
    document["credentialSchema"] = {"id": "https://x.example.org/s.json", "type": "1EdTechJsonSchemaValidator2019"}
    document["evidence"] = [{"type": ["Evidence"], "narrative": "x"}]
    document["credentialSubject"]["achievement"] |= {
        "achievementType": "ext:Zhengshu",
        "alignment": [
            {"type": ["Alignment"], "targetName": "x", "targetUrl": "https://x.example.org", "targetType": "CFItem"}
        ],
        "creator": {"id": "did:web:skills.example.org", "type": "Profile", "dateOfBirth": "2000-01-01"},
        "anything": {"else": 1},
    }
    document["validFrom"] = "2026-11-20T01:30:00.5Z"
    assert problems_of(document) == []


@pytest.mark.parametrize(
    "document", [None, [], "x", {}, {"credentialSubject": 5}], ids=["none", "list", "text", "empty", "number"]
)
def test_anything_else_is_refused_too(document):
    assert problems_of(document)

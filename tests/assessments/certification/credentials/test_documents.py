"""The Open Badges credential of a certificate."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from assessments.certification.credentials import documents
from assessments.certification.credentials.conformance import problems_of
from assessments.certification.credentials.facts import HolderFacts, ResultFacts, Words
from tests.factories import credentials as a

CHANGES = {
    "for life": {"valid_until": None},
    "no results": {"results": ()},
    "Chinese only": {"achievement": a.achievement(title=Words("电工"), criteria=Words("合格"))},
    "only a name": {"holder": HolderFacts("阿")},
    "Tibetan": {"holder": HolderFacts("བཀྲ་ཤིས་དོན་གྲུབ")},
    "no address": {"body": a.body(url="")},
    "special operation": {"achievement": a.achievement(kind="special_operation", level=None)},
    "special skill": {"achievement": a.achievement(kind="special_skill", level=None)},
    "academic": {"achievement": a.achievement(kind="academic", level=None)},
    "two parts of one name": {"results": (ResultFacts(Words("理论"), "70 / 100"), ResultFacts(Words("理论"), "优秀"))},
}


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES)
def test_every_kind_of_certificate_conforms(changes):
    assert problems_of(documents.credential(a.facts(**changes))) == []


def test_what_the_certificate_says_stands_where_open_badges_wants_it():
    said = documents.credential(a.facts())
    subject = said["credentialSubject"]
    assert said["id"] == a.facts().id.urn
    assert said["issuer"]["id"] == "did:web:skills.example.org"
    assert said["validFrom"] == "2026-11-20T09:30:00+08:00"
    assert said["validUntil"] == "2029-11-19T23:59:59+08:00"
    assert subject["licenseNumber"] == "S000033010004260000123"
    assert {one["identityType"]: one["identityHash"] for one in subject["identifier"]} == {
        "name": "张三丰",
        "ext:latinName": "Zhang Sanfeng",
        "ext:birthDate": "1990-01-02",
    }
    assert subject["achievement"]["humanCode"] == "DG-4"
    assert subject["achievement"]["name"] == "电工（四级/中级工） / Electrician, level 4"
    assert said["credentialStatus"]["statusListCredential"] == "https://skills.example.org/status-lists/1"


def test_results_name_their_maximum_and_passing_alone_is_a_status():
    achievement, (theory, practice, safety) = (
        documents.credential(a.facts())["credentialSubject"][name] for name in ("achievement", "result")
    )
    described = {one["id"]: one for one in achievement["resultDescription"]}
    assert (theory["value"], described[theory["resultDescription"]]["valueMax"]) == ("78", "100")
    assert practice["value"] == "85.5"
    assert (safety["status"], described[safety["resultDescription"]]["resultType"]) == ("Completed", "Status")


def test_a_body_without_address_names_its_lists_below_its_did():
    said = documents.credential(a.facts(body=a.body(url="")))
    assert said["credentialStatus"]["statusListCredential"] == "did:web:skills.example.org/status-lists/1"


def test_the_same_holder_cannot_be_followed_from_one_certificate_to_the_next():
    first, second = (documents.credential(a.facts(seed))["credentialSubject"]["id"] for seed in ("one", "two"))
    assert first != second


def test_a_time_without_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        documents.credential(a.facts(issued_at=datetime(2026, 11, 20)))  # noqa: DTZ001


def test_the_last_day_counts_to_its_end():
    assert documents.moment(documents.end_of(date(2026, 12, 31))) == "2026-12-31T23:59:59+08:00"


def test_the_same_facts_give_the_same_credential():
    assert documents.credential(a.facts()) == documents.credential(replace(a.facts()))

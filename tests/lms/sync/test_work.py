"""A learner's own record beyond the tablet that asks for it."""

import uuid

import pytest
from django.utils import timezone

from lms.learning import api as learning
from lms.learning.paper import enter_attendance
from lms.people import api as people
from lms.people.models import Learner
from lms.records import api as records
from lms.sync import backup, work
from tests.factories import packages as published
from tests.factories import people as somebody
from tests.factories import tablet as a

SIGN_IN = {"number": "1001", "secret": {"kind": "pin", "pin": "258036"}}
ANSWERED, NOTED = records.verbs.ANSWERED, records.verbs.NOTED


@pytest.fixture
def other(client, prison, ward, device_keeper):
    """Another shared tablet, on which the learner works."""
    return a.paired(a.over_client(client), by=device_keeper, prison=prison, ward=ward)


@pytest.fixture
def signed_in(tablet, learner, pin):
    """The tablet that asks; the learner has signed in there."""
    assert tablet.json("POST", "/api/v1/sign-in", SIGN_IN)[0] == 200
    return tablet


def work_of(tablet, learner, query=""):
    status, page = tablet.json("GET", f"/api/v1/work/{learner.pk}{query}")
    assert status == 200, page
    return page


def elsewhere(tablet):
    return tablet.json("GET", "/api/v1/sync")[1]["learners"][0]["elsewhere"]


def test_work_of_another_tablet_is_shown_with_its_receipt(signed_in, other, learner):
    answered = a.statement(learner.pk, verb=ANSWERED, result={"response": "a", "success": True})
    other.write(answered)
    _, receipt = other.deliver()
    page = work_of(signed_in, learner)
    (item,) = page["items"]
    assert (item["id"], item["device"], item["verb"]) == (answered["id"], other.device, ANSWERED)
    assert (item["response"], item["success"], item["voided"]) == ("a", True, False)
    assert (item["receipt"], item["lesson"]) == (receipt["number"], answered["object"]["id"])
    assert (page["total"], page["safe_total"], page["more"], page["epoch"]) == (1, 0, False, signed_in.epoch)


def test_each_statement_has_the_receipt_of_its_own_batch(signed_in, other, learner):
    links = [other.write(a.statement(learner.pk)) for _ in range(3)]
    numbers = [other.deliver([link])[1]["number"] for link in links]
    assert [item["receipt"] for item in work_of(signed_in, learner)["items"]] == numbers


def test_what_this_tablet_made_is_shown_to_it_only_when_it_asks_for_all(signed_in, learner):
    signed_in.write(a.statement(learner.pk))
    signed_in.deliver()
    assert work_of(signed_in, learner)["items"] == []
    page = work_of(signed_in, learner, "?all=1")
    assert ([item["device"] for item in page["items"]], page["total"]) == ([signed_in.device], 1)


def test_nobody_elses_work_is_in_it(signed_in, other, learner, ward):
    neighbour = somebody.learner(ward, number="1003")
    other.write(a.statement(neighbour.pk))
    other.deliver()
    page = work_of(signed_in, learner)
    assert (page["items"], page["total"]) == ([], 0)


def test_the_servers_mark_counts_and_not_the_tablets(signed_in, other, learner):
    claimed = a.statement(learner.pk, verb=ANSWERED, result={"response": "a", "success": True})
    other.write(claimed)
    other.deliver()
    item_iri = "urn:newleaf:item:1"
    learning.record_outcome(
        learner.pk, claimed["object"]["id"], item_iri, scaled=0.0, statement_id=uuid.UUID(claimed["id"])
    )
    assert [item["success"] for item in work_of(signed_in, learner)["items"]] == [False]


def test_a_notes_text_never_leaves(signed_in, other, learner):
    other.write(a.statement(learner.pk, verb=NOTED, result={"response": "sealed-words"}))
    other.deliver()
    assert [item["response"] for item in work_of(signed_in, learner)["items"]] == [None]


def test_what_was_taken_back_is_shown_so_with_the_officers_reason(signed_in, other, learner, education_office):
    wrong = a.statement(learner.pk)
    other.write(wrong)
    other.deliver()
    records.void(uuid.UUID(wrong["id"]), by=education_office, reason="登记错了")
    taken_back, voiding = work_of(signed_in, learner)["items"]
    assert (taken_back["voided"], voiding["object"]) == (True, f"urn:uuid:{wrong['id']}")
    assert (voiding["device"], voiding["response"], voiding["voided"]) == ("", "登记错了", False)


def test_a_lesson_on_paper_has_no_tablet_and_no_receipt(signed_in, learner, prison, author, education_office):
    _, lessons = published.a_course(prison=prison, by=author)
    enter_attendance(lessons[0].lesson, timezone.localdate(), [learner.pk], prison=prison, by=education_office)
    (item,) = work_of(signed_in, learner)["items"]
    assert (item["device"], item["receipt"], item["lesson"]) == ("", None, lessons[0].lesson)
    assert item["verb"].endswith(":attended")


def test_pages_follow_each_other_without_gap_or_repetition(signed_in, other, learner, monkeypatch):
    monkeypatch.setattr(work, "PAGE_STATEMENTS", 2)
    links = [other.write(a.statement(learner.pk)) for _ in range(5)]
    other.deliver()
    ids, after = [], 0
    for expected_more in (True, True, False):
        page = work_of(signed_in, learner, f"?after={after}")
        assert (page["more"], page["total"]) == (expected_more, 5)
        ids, after = ids + [item["id"] for item in page["items"]], page["next"]
    assert ids == [link.id for link in links]
    assert work_of(signed_in, learner, f"?after={after}")["items"] == []


def test_a_page_of_long_texts_is_shorter_and_never_empty(signed_in, other, learner, monkeypatch):
    monkeypatch.setattr(work, "PAGE_CHARACTERS", 10)
    for text in ("一" * 8, "二" * 30, "三"):
        other.write(a.statement(learner.pk, verb=records.verbs.ASKED, result={"response": text}))
    other.deliver()
    first = work_of(signed_in, learner)
    assert ([item["response"] for item in first["items"]], first["more"]) == (["一" * 8], True)
    second = work_of(signed_in, learner, f"?after={first['next']}")
    assert [item["response"] for item in second["items"]] == ["二" * 30]


def test_the_state_says_what_lies_elsewhere_and_what_has_been_read_needs_no_request(signed_in, other, learner):
    assert elsewhere(signed_in) == {"through": 0, "total": 0, "safe_total": 0}
    other.write(a.statement(learner.pk))
    other.deliver()
    told = elsewhere(signed_in)
    assert (told["total"], told["through"] > 0) == (1, True)
    assert work_of(signed_in, learner)["next"] >= told["through"]


def test_new_work_elsewhere_ends_nothing_new_and_own_work_does_not(signed_in, other, learner):
    _, headers, _ = signed_in.request("GET", "/api/v1/sync")
    asked = {"If-None-Match": headers["ETag"]}
    signed_in.write(a.statement(learner.pk, verb=NOTED))
    signed_in.deliver()
    assert signed_in.request("GET", "/api/v1/sync", headers=asked)[0] == 304
    other.write(a.statement(learner.pk, verb=NOTED))
    other.deliver()
    assert signed_in.request("GET", "/api/v1/sync", headers=asked)[0] == 200


@pytest.mark.django_db(transaction=True)
def test_a_verified_backup_makes_the_work_safe(signed_in, other, learner, tmp_path):
    other.write(a.statement(learner.pk))
    other.deliver()
    backup.make_backup(tmp_path / "backups")
    other.write(a.statement(learner.pk))
    other.deliver(other.links[1:])
    page = work_of(signed_in, learner)
    assert (page["total"], page["safe_total"]) == (2, 1)
    assert [item["seq"] <= page["safe_through"] for item in page["items"]] == [True, False]
    assert elsewhere(signed_in)["safe_total"] == 1
    backup.make_backup(tmp_path / "backups")
    assert work_of(signed_in, learner)["safe_total"] == 2


def test_a_learner_who_never_signed_in_here_is_not_known_here(tablet, other, learner, pin):
    other.write(a.statement(learner.pk))
    other.deliver()
    status, problem = tablet.json("GET", f"/api/v1/work/{learner.pk}")
    assert (status, "items" in problem) == (404, False)


def test_a_learner_of_another_prison_and_nobody_at_all_are_the_same(signed_in, other_learner):
    found = [signed_in.json("GET", f"/api/v1/work/{key}") for key in (other_learner.pk, uuid.uuid4())]
    assert [status for status, _ in found] == [404, 404]
    assert found[0][1] == found[1][1]


def test_who_has_left_reads_nothing_here_any_more(signed_in, learner, education_office):
    people.retire_learner(learner.pk, by=education_office)
    assert signed_in.json("GET", f"/api/v1/work/{learner.pk}")[0] == 404


def test_who_was_handed_over_to_another_prison_reads_nothing_here_any_more(signed_in, learner, other_learner):
    Learner.objects.filter(pk=learner.pk).update(prison=other_learner.prison, ward=other_learner.ward, number="7")
    assert signed_in.json("GET", f"/api/v1/work/{learner.pk}")[0] == 404


def test_without_a_proof_and_from_a_withdrawn_tablet_there_is_nothing(signed_in, learner, device_keeper):
    address = f"/api/v1/work/{learner.pk}"
    assert signed_in.send("GET", address, {}, b"")[0] == 401
    people.revoke_device(signed_in.device, by=device_keeper)
    assert signed_in.json("GET", address)[0] == 403

"""What must stay apart: learners on other tablets, prisons, notes from keys, one officer from two."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from lms.lib.errors import Invalid, NotAllowed
from lms.packages.keys import open_recovery, public_jwk, seal_to, server_keys, verify_document
from lms.people import api as people
from lms.people.models import Device, Officer
from lms.sync import quarantine, recovery
from lms.sync.models import QuarantinedStatement, TabletText
from tests.factories import people as who
from tests.factories import tablet as a


@pytest.fixture
def neighbour(ward):
    return who.learner(ward, number="1002", name="李四")


@pytest.fixture
def personal(send, learner, device_keeper):
    """The learner's own tablet."""
    tablet = a.Tablet(send)
    tablet.pair(people.create_pairing_code(by=device_keeper, prison=learner.prison, kind="personal", learner=learner))
    return tablet


def test_a_personal_tablet_cannot_speak_for_a_neighbour(personal, learner, neighbour):
    personal.write(a.statement(neighbour.pk))
    personal.write(a.statement(learner.pk))
    _, receipt = personal.deliver()
    assert [(one["seq"], one["reason"]) for one in receipt["quarantined"]] == [(1, "unknown_learner")]


def test_a_tablet_given_to_another_still_delivers_for_who_used_it(
    personal, learner, neighbour, device_keeper, education_office
):
    people.set_pin(learner.pk, by=education_office, pin="258036")
    personal.json("POST", "/api/v1/sign-in", {"number": "1001", "secret": {"kind": "pin", "pin": "258036"}})
    personal.write(a.statement(learner.pk))
    people.assign_device(personal.device, by=device_keeper, kind="personal", learner=neighbour)
    assert personal.deliver()[1]["quarantined"] == []


def test_an_officer_cannot_count_a_record_for_another_prisons_learner(tablet, other_learner, education_office):
    tablet.write(a.statement(other_learner.pk))
    tablet.deliver()
    row = QuarantinedStatement.objects.get()
    assert quarantine.learner_of(row) is None
    with pytest.raises(Invalid):
        quarantine.accept(row.pk, by=education_office, reason="?")


@pytest.fixture
def asked(tablet, learner):
    """Asks for the learner's old key on a tablet."""

    def ask(content, **sealing):
        device = Device.objects.get(pk=tablet.device)
        keys = server_keys()
        sealed = seal_to(keys.recovery, content, **sealing)
        return people.request_recovery(device, learner, sealed, public_jwk(keys.seal))

    return ask


def test_two_accounts_of_one_person_do_not_open_a_key(asked, teacher, education_office):
    request = asked(bytes(32))
    recovery.approve(request.pk, by=teacher, reason="忘记密码")
    Officer.objects.filter(pk=education_office.pk).update(reset_by=teacher, reset_at=timezone.now())
    with pytest.raises(NotAllowed):
        recovery.approve(request.pk, by=Officer.objects.get(pk=education_office.pk), reason="忘记密码")
    request.refresh_from_db()
    assert people.recovery_state(request) == ("waiting", "")


def test_two_people_open_a_key(asked, teacher, education_office):
    request = asked(bytes(32))
    recovery.approve(request.pk, by=teacher, reason="忘记密码")
    assert recovery.approve(request.pk, by=education_office, reason="忘记密码").state == "ready"


def test_a_note_passed_off_as_a_key_is_not_opened(asked, teacher, education_office):
    request = asked(json.dumps({"text": "my note"}).encode())
    assert open_recovery(request.sealed, subject="")
    recovery.approve(request.pk, by=teacher, reason="忘记密码")
    with pytest.raises(Invalid):
        recovery.approve(request.pk, by=education_office, reason="忘记密码")


def test_the_key_of_this_learner_is_opened_and_that_of_another_is_not(asked, learner, teacher, education_office):
    neighbours = asked(bytes(32), subject=str(learner.ward_id))
    recovery.approve(neighbours.pk, by=teacher, reason="忘记密码")
    with pytest.raises(Invalid):
        recovery.approve(neighbours.pk, by=education_office, reason="忘记密码")
    own = asked(bytes(32), subject=str(learner.pk))
    recovery.approve(own.pk, by=teacher, reason="忘记密码")
    assert recovery.approve(own.pk, by=education_office, reason="忘记密码").state == "ready"


def test_a_text_for_all_tablets_exists_once(db):
    TabletText.objects.create(key="help", language="en", text="one")
    with pytest.raises(IntegrityError), transaction.atomic():
        TabletText.objects.create(key="help", language="en", text="two")


def test_a_version_with_a_nul_in_it_is_taken_without(tablet, learner):
    tablet.write(a.statement(learner.pk))
    assert tablet.deliver(app_version="1.0\x00\n")[0] == 200
    assert Device.objects.get(pk=tablet.device).app_version == "1.0"


def test_the_staff_see_which_catalogue_a_tablet_has_taken_in(tablet, monkeypatch):
    monkeypatch.setattr("lms.sync.state.RECOMPUTE", timedelta(0))
    _, headers, body = tablet.request("GET", "/api/v1/sync")
    assert Device.objects.get(pk=tablet.device).catalogue_serial == 0
    assert tablet.request("GET", "/api/v1/sync", headers={"If-None-Match": headers["ETag"]})[0] == 304
    assert (
        Device.objects.get(pk=tablet.device).catalogue_serial
        == verify_document(json.loads(body)["catalogue"])["serial"]
    )

"""Work of a tablet that a restored database does not know any more."""

import pytest

from lms.audit.models import AuditEvent
from lms.people.models import Device
from lms.records.models import Statement
from lms.sync.models import QuarantinedStatement
from tests.factories import tablet as a


@pytest.fixture
def forgotten(tablet, learner):
    """Five statements on a tablet that was paired after the backup."""
    for _ in range(5):
        tablet.write(a.statement(learner.pk))
    Device.objects.filter(pk=tablet.device).delete()
    return tablet


@pytest.mark.parametrize("proof", [True, False])
def test_its_work_is_taken_into_quarantine(forgotten, prison, proof):
    status, receipt = forgotten.deliver(proof=proof)
    assert status == 200
    assert receipt["accepted"] == [{"first": 1, "last": 5}]
    assert {row.reason for row in QuarantinedStatement.objects.filter(prison=prison)} == {"revoked"}
    assert QuarantinedStatement.objects.count() == 5
    assert not Statement.objects.exists()


def test_it_may_do_nothing_but_deliver(forgotten, prison):
    forgotten.deliver(proof=False)
    device = Device.objects.get(pk=forgotten.device)
    assert (device.state, device.prison, device.token_hash) == ("revoked", prison, "")
    assert forgotten.json("GET", "/api/v1/sync")[0] == 401
    assert AuditEvent.objects.filter(verb="people.device.readmitted").count() == 1


def test_it_comes_back_once_however_often_it_delivers(forgotten):
    assert {forgotten.deliver(proof=False)[0] for _ in range(3)} == {200}
    assert QuarantinedStatement.objects.count() == 5
    assert AuditEvent.objects.filter(verb="people.device.readmitted").count() == 1


def refused(forgotten, headers):
    """The code of the refusal; the tablet stays unknown."""
    made = forgotten.batch()
    _, problem = forgotten.post_batch(made[0], made[1] | headers, proof=False)
    assert not Device.objects.filter(pk=forgotten.device).exists()
    return problem["code"]


def test_without_its_certificate_it_stays_unknown(forgotten):
    assert refused(forgotten, headers={"Newleaf-Pairing": ""}) == "unknown_device"


def test_the_certificate_of_another_tablet_does_not_help(forgotten, send, device_keeper, prison):
    other = a.paired(send, by=device_keeper, prison=prison)
    assert refused(forgotten, headers={"Newleaf-Pairing": other.certificate}) == "unknown_device"


def test_a_receipt_is_no_certificate(tablet, learner):
    tablet.write(a.statement(learner.pk))
    tablet.deliver()
    receipt = tablet.last_receipt
    QuarantinedStatement.objects.all().delete()
    Device.objects.filter(pk=tablet.device).delete()
    assert refused(tablet, headers={"Newleaf-Pairing": receipt}) == "unknown_device"


def test_a_changed_certificate_does_not_help(forgotten):
    head, payload, _ = forgotten.certificate.split(".")
    assert refused(forgotten, headers={"Newleaf-Pairing": f"{head}.{payload}.{'A' * 86}"}) == "unknown_device"


def test_who_found_a_certificate_but_has_not_the_key_brings_nothing_back(forgotten):
    assert refused(forgotten, headers={"Newleaf-Signature": a.b64(bytes(64))}) == "bad_batch"

import json
import uuid
from datetime import UTC, datetime

import pytest

from lms.audit import api as audit
from lms.people import api as people
from lms.records.models import Statement
from lms.sync.models import Delivery, IssuedReceipt, Journal, QuarantinedStatement
from tests.factories import tablet as a

FORGED = {"Newleaf-Signature": a.b64(bytes(64))}


def stored():
    return Statement.objects.count()


def nothing_changed():
    return not (
        stored() or Delivery.objects.exists() or IssuedReceipt.objects.exists() or QuarantinedStatement.objects.exists()
    )


@pytest.fixture
def written(tablet, learner):
    """Five statements in the tablet's journal."""
    return [tablet.write(a.statement(learner.pk)) for _ in range(5)]


def test_a_batch_is_stored_and_its_receipt_says_exactly_what(tablet, written, prison, ward):
    status, receipt = tablet.deliver()
    assert status == 200
    assert receipt["accepted"] == [{"first": 1, "last": 5}]
    assert receipt["quarantined"] == []
    assert (receipt["device"], receipt["prison"]) == (tablet.device, str(prison.pk))
    rows = Statement.objects.all()
    assert [str(row.id) for row in rows] == [link.id for link in written]
    assert [row.device_seq for row in rows] == [1, 2, 3, 4, 5]


def test_the_receipt_carries_an_anchor_of_the_audit_log(tablet, written):
    _, receipt = tablet.deliver()
    assert (receipt["audit_seq"], receipt["audit_hash"]) == audit.head()


def test_a_gzipped_batch_is_the_same(tablet, written):
    assert tablet.deliver(zipped=True)[0] == 200
    assert stored() == 5


def test_the_same_batch_five_times_is_stored_once(tablet, written):
    replies = [tablet.deliver() for _ in range(5)]
    assert {status for status, _ in replies} == {200}
    assert all(receipt["accepted"] == [{"first": 1, "last": 5}] for _, receipt in replies)
    assert stored() == 5
    assert Delivery.objects.count() == 1
    assert not QuarantinedStatement.objects.exists()


def test_gaps_are_allowed_and_shown(tablet, written):
    tablet.deliver(written[:1])
    tablet.deliver(written[3:])
    assert Journal.objects.get(pk=tablet.device).ranges == [[1, 1], [4, 5]]
    tablet.deliver(written[1:3])
    assert Journal.objects.get(pk=tablet.device).ranges == [[1, 5]]
    assert stored() == 5


def test_a_number_that_the_tablet_never_used_is_no_harm(tablet, learner):
    tablet.write(a.statement(learner.pk))
    tablet.write(a.statement(learner.pk), seq=4)
    assert tablet.deliver()[1]["accepted"] == [{"first": 1, "last": 1}, {"first": 4, "last": 4}]


@pytest.mark.parametrize(
    "spoil",
    [lambda body: body[:-20], lambda body: body[:200], lambda body: b"", lambda body: b"[]", lambda body: b"\xff\xfe{"],
)
def test_a_truncated_batch_is_refused_whole(tablet, written, spoil):
    body, headers = tablet.batch()
    status, problem = tablet.post_batch(spoil(body), headers)
    assert status == 422
    assert problem["title"]
    assert nothing_changed()


def test_a_truncated_gzip_is_refused_whole(tablet, written):
    import gzip

    body, headers = tablet.batch()
    status, _ = tablet.post_batch(gzip.compress(body)[:-30], headers | {"Content-Encoding": "gzip"})
    assert status == 422
    assert nothing_changed()


def test_a_bomb_is_refused_before_it_unfolds(tablet, written):
    import gzip

    _, headers = tablet.batch()
    status, problem = tablet.post_batch(gzip.compress(bytes(200_000_000), 9), headers | {"Content-Encoding": "gzip"})
    assert (status, problem["code"]) == (413, "too_large")
    assert nothing_changed()


def test_a_forged_batch_is_refused_whole(tablet, written):
    body, _ = tablet.batch()
    status, problem = tablet.post_batch(body, FORGED)
    assert (status, problem["code"]) == (422, "bad_batch")
    assert nothing_changed()


def test_a_changed_byte_breaks_the_signature(tablet, written):
    body, headers = tablet.batch()
    assert tablet.post_batch(body.replace(b'"waiting": 0', b'"waiting": 1'), headers)[0] == 422
    assert nothing_changed()


def test_a_batch_in_another_tablets_name_is_refused(tablet, written, send, device_keeper, prison):
    other = a.paired(send, by=device_keeper, prison=prison)
    body, headers = tablet.batch()
    assert other.post_batch(body, headers)[0] == 422
    assert nothing_changed()


def test_records_out_of_order_in_a_batch_are_refused(tablet, written):
    assert tablet.deliver(written[::-1])[0] == 422
    assert nothing_changed()


def test_too_many_records_are_refused(tablet, learner):
    for _ in range(501):
        tablet.write(b"x")
    assert tablet.deliver()[0] == 422


def test_a_stranger_cannot_deliver(send, tablet, learner, written):
    stranger = a.Tablet(send, device=str(uuid.uuid4()), trust=tablet.trust)
    stranger.write(a.statement(learner.pk))
    status, problem = stranger.deliver(proof=False)
    assert (status, problem["code"]) == (422, "unknown_device")


def test_a_signed_batch_whose_chain_does_not_hold_goes_to_quarantine(tablet, written):
    status, receipt = tablet.deliver(head="0" * 64)
    assert status == 200
    assert {entry["reason"] for entry in receipt["quarantined"]} == {"chain_broken"}
    assert receipt["accepted"] == [{"first": 1, "last": 5}]
    assert (stored(), QuarantinedStatement.objects.count()) == (0, 5)


def test_a_batch_that_does_not_fit_the_one_before_goes_to_quarantine(tablet, written, learner):
    tablet.deliver(written[:3])
    tablet.links.clear()
    fork = [tablet.write(a.statement(learner.pk)) for _ in range(5)][3:]
    _, receipt = tablet.deliver(fork)
    assert {entry["reason"] for entry in receipt["quarantined"]} == {"chain_broken"}
    assert stored() == 3


def test_what_cannot_be_opened_is_kept_sealed(tablet, written):
    _, receipt = tablet.deliver(segment_key="not.a.key")
    assert {entry["reason"] for entry in receipt["quarantined"]} == {"unreadable"}
    row = QuarantinedStatement.objects.get(seq=1)
    assert bytes(row.content) == written[0].sealed
    assert row.segment_key == "not.a.key"


def test_what_is_no_statement_is_kept_and_the_rest_counts(tablet, written):
    tablet.write(b'{"id": "no"}')
    tablet.write(b"\x00 not json")
    _, receipt = tablet.deliver()
    assert [(entry["seq"], entry["reason"]) for entry in receipt["quarantined"]] == [
        (6, "not_a_statement"),
        (7, "not_a_statement"),
    ]
    assert receipt["accepted"] == [{"first": 1, "last": 7}]
    assert stored() == 5


def test_an_id_with_other_content_keeps_the_first_and_shows_both(tablet, learner):
    first = a.statement(learner.pk)
    tablet.write(first)
    tablet.write(first | {"result": {"response": "other"}})
    _, receipt = tablet.deliver()
    assert [(entry["seq"], entry["id"], entry["reason"]) for entry in receipt["quarantined"]] == [
        (2, first["id"], "other_content")
    ]
    assert "result" not in Statement.objects.get().body
    assert json.loads(bytes(QuarantinedStatement.objects.get().content))["result"] == {"response": "other"}


def test_a_learner_of_another_prison_is_kept_but_not_counted(tablet, other_learner):
    tablet.write(a.statement(other_learner.pk))
    _, receipt = tablet.deliver()
    assert receipt["quarantined"][0]["reason"] == "unknown_learner"
    assert stored() == 0


def test_work_done_here_before_a_learner_was_moved_away_counts_for_this_prison(
    tablet, learner, pin, prison, other_ward
):
    tablet.json("POST", "/api/v1/sign-in", {"number": "1001", "secret": {"kind": "pin", "pin": pin}})
    tablet.write(a.statement(learner.pk))
    type(learner).objects.filter(pk=learner.pk).update(prison=other_ward.prison, ward=other_ward)
    _, receipt = tablet.deliver()
    assert receipt["quarantined"] == []
    assert Statement.objects.get().prison_id == prison.pk


def test_work_of_a_learner_who_has_left_still_counts(tablet, learner, written, education_office):
    people.retire_learner(learner.pk, by=education_office)
    assert tablet.deliver()[1]["quarantined"] == []
    assert stored() == 5


@pytest.mark.parametrize("year", [1970, 2099])
def test_a_wrong_clock_costs_nothing(tablet, learner, year):
    tablet.write(a.statement(learner.pk, timestamp=datetime(year, 1, 1, tzinfo=UTC).isoformat()))
    assert tablet.deliver()[1]["quarantined"] == []
    row = Statement.objects.get()
    assert row.happened_at.year == year
    assert row.stored_at.year not in (1970, 2099)


def test_a_revoked_tablet_still_delivers_into_quarantine(tablet, written, device_keeper):
    people.revoke_device(tablet.device, by=device_keeper)
    status, receipt = tablet.deliver()
    assert status == 200
    assert receipt["accepted"] == [{"first": 1, "last": 5}]
    assert {entry["reason"] for entry in receipt["quarantined"]} == {"revoked"}
    assert (stored(), QuarantinedStatement.objects.count()) == (0, 5)


def test_without_its_token_a_tablet_delivers_into_quarantine(tablet, written):
    status, receipt = tablet.deliver(proof=False)
    assert status == 200
    assert len(receipt["quarantined"]) == 5
    assert stored() == 0


def test_a_revoked_tablet_gets_the_same_rows_in_quarantine_once(tablet, written, device_keeper):
    people.revoke_device(tablet.device, by=device_keeper)
    for _ in range(3):
        tablet.deliver()
    assert QuarantinedStatement.objects.count() == 5


def test_a_receipt_that_this_database_does_not_know_starts_a_new_epoch(tablet, written, learner):
    tablet.deliver(written[:3])
    old = tablet.epoch
    # The server's database goes back to before that delivery.
    IssuedReceipt.objects.all().delete()
    Delivery.objects.all().delete()
    Journal.objects.all().delete()
    _, receipt = tablet.deliver(written[3:])
    assert receipt["epoch"] != old
    assert receipt["resend_from"] == 1
    _, receipt = tablet.deliver(written)
    assert receipt["resend_from"] is None
    assert stored() == 5


def test_a_receipt_of_another_server_starts_nothing(tablet, written):
    from joserfc import jws
    from joserfc.jwk import ECKey

    key = ECKey.generate_key("P-256")
    forged = jws.serialize_compact(
        {"alg": "ES256"}, json.dumps({"kind": "receipt", "device": tablet.device, "epoch": tablet.epoch}), key
    )
    before = tablet.epoch
    assert tablet.deliver(last_receipt=forged)[1]["epoch"] == before


def test_one_restore_makes_one_epoch_however_many_tablets_come(send, prison, device_keeper, learner):
    tablets = [a.paired(send, by=device_keeper, prison=prison) for _ in range(3)]
    for one in tablets:
        one.write(a.statement(learner.pk))
        one.deliver()
    IssuedReceipt.objects.all().delete()
    epochs = {one.deliver()[1]["epoch"] for one in tablets}
    assert len(epochs) == 1
    assert len({one.epoch for one in tablets}) == 1

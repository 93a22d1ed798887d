import json

import pytest
from joserfc import jwe
from joserfc.jwk import ECKey

from lms.audit.models import AuditEvent
from lms.learning import api as learning
from lms.packages.keys import public_jwk, seal_to, server_keys
from lms.people.models import RecoveryRequest
from lms.records.models import Statement
from lms.sync.models import QuarantinedStatement
from tests.factories import tablet as a

STAFF = {"HTTP_HOST": "staff.newleaf.localhost"}


@pytest.fixture
def twin(tablet, learner):
    """A second statement under the id of a stored one."""
    first = a.statement(learner.pk, result={"response": "first"})
    tablet.write(first)
    tablet.write(first | {"result": {"response": "second <script>"}})
    tablet.deliver()
    return QuarantinedStatement.objects.get()


def page(client, officer, row, **post):
    client.force_login(officer)
    path = f"/admin/sync/quarantine/{row.pk}/"
    return client.post(path, post, **STAFF) if post else client.get(path, **STAFF)


def test_an_officer_sees_both_contents_side_by_side(client, education_office, twin):
    text = page(client, education_office, twin).content.decode()
    assert "first" in text
    assert "second &lt;script&gt;" in text


def test_accepting_takes_it_under_a_new_id_and_is_audited(client, education_office, twin):
    page(client, education_office, twin, decision="accept", reason="两次作答")
    kept, taken = Statement.objects.all()
    assert taken.body["result"] == {"response": "second <script>"}
    assert taken.body["context"]["extensions"]["urn:newleaf:arrived_as"] == str(kept.id)
    assert AuditEvent.objects.filter(verb="sync.quarantine.accepted").exists()


def test_refusing_keeps_it_out_and_the_reason_with_it(client, education_office, twin):
    page(client, education_office, twin, decision="refuse", reason="重复")
    twin.refresh_from_db()
    assert (twin.state, twin.decision_reason, twin.decided_by) == ("refused", "重复", education_office)
    assert Statement.objects.count() == 1


def test_a_decision_needs_a_reason(client, education_office, twin):
    page(client, education_office, twin, decision="accept", reason=" ")
    twin.refresh_from_db()
    assert twin.state == "waiting"


def test_a_decision_is_made_once(client, education_office, twin):
    page(client, education_office, twin, decision="refuse", reason="重复")
    page(client, education_office, twin, decision="accept", reason="又想")
    assert Statement.objects.count() == 1


def test_an_officer_of_another_prison_sees_nothing(client, outsider, twin):
    assert page(client, outsider, twin).status_code == 404
    assert str(twin.pk) not in client.get("/admin/sync/quarantine/", **STAFF).content.decode()


def test_the_wrong_role_is_refused(client, device_keeper, twin):
    answer = page(client, device_keeper, twin)
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")  # Wagtail's way of refusing


def test_the_lists_open(client, education_office, twin):
    client.force_login(education_office)
    assert str(twin.pk) in client.get("/admin/sync/quarantine/", **STAFF).content.decode()
    assert "1–2" in client.get("/admin/sync/receipts/", **STAFF).content.decode()


def test_what_is_sealed_cannot_be_counted(client, education_office, tablet, learner):
    tablet.write(a.statement(learner.pk))
    tablet.deliver(segment_key="broken")
    row = QuarantinedStatement.objects.get()
    page(client, education_office, row, decision="accept", reason="试试")
    row.refresh_from_db()
    assert row.state == "waiting"
    assert not Statement.objects.exists()


def test_two_officers_open_a_key_and_the_learner_is_told(client, tablet, learner, pin, education_office, teacher):
    tablet.json("POST", "/api/v1/sign-in", {"number": "1001", "secret": {"kind": "pin", "pin": pin}})
    mine = ECKey.generate_key("P-256")
    ask = {
        "learner": str(learner.pk),
        "recovery": seal_to(server_keys().recovery, b"k" * 32),
        "reply_to": public_jwk(mine),
    }
    assert tablet.json("POST", "/api/v1/recover", ask)[1] == {"state": "waiting", "sealed_key": ""}
    path = f"/admin/sync/recoveries/{RecoveryRequest.objects.get().pk}/"
    for officer in (education_office, education_office):
        client.force_login(officer)
        assert client.get(path, **STAFF).status_code == 200
        client.post(path, {"decision": "accept", "reason": "忘记密码"}, **STAFF)
    assert tablet.json("POST", "/api/v1/recover", ask)[1]["state"] == "waiting"
    client.force_login(teacher)
    client.post(path, {"decision": "accept", "reason": "核实过"}, **STAFF)
    reply = tablet.json("POST", "/api/v1/recover", ask)[1]
    assert reply["state"] == "ready"
    assert jwe.decrypt_compact(reply["sealed_key"], mine, algorithms=["ECDH-ES", "A256GCM"]).plaintext == b"k" * 32
    (notice,) = learning.notices_of(learner)
    assert "李警官" in json.dumps(notice.texts, ensure_ascii=False)

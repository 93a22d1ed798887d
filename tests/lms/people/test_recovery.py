import pytest

from lms.audit.models import AuditEvent
from lms.lib.errors import Conflict, Invalid, NotFoundHere
from lms.people import api as people
from lms.people.models import RecoveryRequest
from tests.factories import devices as d
from tests.factories import people as a


@pytest.fixture
def device(device_keeper, ward):
    return d.device(device_keeper, ward)


@pytest.fixture
def reply_to():
    return d.jwk_of(d.private_key())


@pytest.fixture
def request_(device, learner, reply_to):
    return people.request_recovery(device, learner, "sealed.jwe", reply_to)


def reseal(sealed, reply_to):
    return f"{sealed} for {reply_to['x']}"


def test_one_officer_alone_opens_nothing(request_, teacher):
    people.approve_recovery(request_.pk, by=teacher, open_sealed=reseal, reason="忘记密码")
    with pytest.raises(Conflict):
        people.approve_recovery(request_.pk, by=teacher, open_sealed=reseal, reason="忘记密码")
    request_.refresh_from_db()
    assert people.recovery_state(request_) == ("waiting", "")


def test_a_second_officer_opens_the_key_for_the_tablet_that_asked(request_, teacher, education_office, reply_to):
    people.approve_recovery(request_.pk, by=teacher, open_sealed=reseal, reason="忘记密码")
    done = people.approve_recovery(request_.pk, by=education_office, open_sealed=reseal)
    assert people.recovery_state(done) == ("ready", f"sealed.jwe for {reply_to['x']}")
    assert AuditEvent.objects.filter(verb__startswith="people.recovery").count() == 3


def test_a_reason_is_needed(request_, teacher):
    with pytest.raises(Invalid):
        people.approve_recovery(request_.pk, by=teacher, open_sealed=reseal, reason="  ")


def test_asking_again_finds_the_same_request(request_, device, learner, reply_to):
    assert people.request_recovery(device, learner, "sealed.jwe", reply_to) == request_
    assert RecoveryRequest.objects.count() == 1


def test_another_reply_key_takes_the_approvals_back(request_, device, learner, teacher, education_office):
    people.approve_recovery(request_.pk, by=teacher, open_sealed=reseal, reason="忘记密码")
    people.approve_recovery(request_.pk, by=education_office, open_sealed=reseal)
    again = people.request_recovery(device, learner, "sealed.jwe", d.jwk_of(d.private_key()))
    assert people.recovery_state(again) == ("waiting", "")
    assert again.first_officer is None


def test_a_key_that_does_not_open_changes_nothing(request_, teacher, education_office):
    def broken(sealed, reply_to):
        raise ValueError

    people.approve_recovery(request_.pk, by=teacher, open_sealed=broken, reason="忘记密码")
    with pytest.raises(Invalid):
        people.approve_recovery(request_.pk, by=education_office, open_sealed=broken)
    request_.refresh_from_db()
    assert request_.state == "waiting" and request_.second_officer is None


def test_a_decided_request_is_not_decided_again(request_, teacher, education_office):
    people.refuse_recovery(request_.pk, by=teacher, reason="不是本人")
    with pytest.raises(Conflict):
        people.approve_recovery(request_.pk, by=education_office, open_sealed=reseal, reason="x")


@pytest.mark.parametrize("who", ["outsider", "author", "auditor", "device_keeper"])
def test_only_officers_of_the_learners_ward_see_and_decide(request, who, request_):
    officer = request.getfixturevalue(who)
    assert not people.recoveries_for(officer).exists()
    with pytest.raises(NotFoundHere):
        people.approve_recovery(request_.pk, by=officer, open_sealed=reseal, reason="x")


def test_a_teacher_of_another_ward_does_not_decide(request_, prison, second_ward):
    officer = a.officer(prison, "teacher", username="t2", ward=second_ward)
    with pytest.raises(NotFoundHere):
        people.refuse_recovery(request_.pk, by=officer, reason="x")


def test_nonsense_from_a_tablet_is_refused(device, learner, reply_to):
    with pytest.raises(Invalid):
        people.request_recovery(device, learner, "x" * 5000, reply_to)
    with pytest.raises(Invalid):
        people.request_recovery(device, learner, "x", {"kty": "oct"})

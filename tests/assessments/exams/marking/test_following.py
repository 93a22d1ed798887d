"""What learners write on their tablets about exams, and what they read there."""

import uuid
from datetime import UTC, datetime

import pytest

from assessments.exams.marking import api as marking
from assessments.exams.models import AccommodationRequest, Appeal, Outcome
from assessments.exams.sittings import api as sittings
from assessments.exams.sittings.errors import AlreadySealed
from assessments.exams.sittings.learners import exams_of_learners
from lms.learning.models import Contest, Question
from lms.learning.projection import project_progress
from lms.lib.errors import Invalid, NotFoundHere
from lms.people.models import Device
from lms.records import api as records
from lms.sync.state import stamp
from tests.factories import marking as some
from tests.factories import sittings as of_sittings
from tests.factories import tablet

pytestmark = pytest.mark.django_db
ADL = "http://adlnet.gov/expapi/verbs/"


@pytest.fixture
def a_tablet(client, device_keeper, prison, ward):
    return tablet.paired(tablet.over_client(client), by=device_keeper, prison=prison, ward=ward)


def says(a_tablet, seat, verb, part="", *, response="", learner=None, **extensions):
    now = datetime.now(UTC).isoformat()
    document = {
        "id": str(uuid.uuid4()),
        "actor": {
            "objectType": "Agent",
            "account": {"homePage": "urn:newleaf", "name": str(learner or seat.learner_id)},
        },
        "verb": {"id": verb},
        "object": {"objectType": "Activity", "id": f"urn:newleaf:sitting:{seat.sitting_id}{part}"},
        "result": {"response": response},
        "context": {
            "registration": str(seat.pk),
            "extensions": {"urn:newleaf:now": now} | {f"urn:newleaf:{name}": said for name, said in extensions.items()},
        },
        "timestamp": now,
    }
    a_tablet.write(document)
    assert a_tablet.deliver()[0] == 200
    marking.follow_letters()


def test_seen_starts_the_clock(a_tablet, released):
    seat = released.seats.first()
    says(a_tablet, seat, ADL + "experienced", "#result")
    assert Outcome.objects.get(pk=seat.pk).seen_at


def test_nobody_sees_for_another(a_tablet, released):
    seat, other = released.seats.all()[:2]
    says(a_tablet, seat, ADL + "experienced", "#result", learner=other.learner_id)
    assert Outcome.objects.get(pk=seat.pk).seen_at is None


def test_what_is_contested_comes_with_its_kind_and_question(a_tablet, released):
    says(a_tablet, released.seats.first(), records.verbs.CONTESTED, response="第二题。", contest="marks", question=2)
    one = Appeal.objects.get()
    assert (one.kind, one.question, one.text, one.state) == ("marks", 2, "第二题。", "open")


@pytest.mark.parametrize("said", [{"contest": "other"}, {"question": "x"}, {"contest": 7, "question": 999}])
def test_what_cannot_be_read_is_never_dropped(a_tablet, released, said):
    says(a_tablet, released.seats.first(), records.verbs.CONTESTED, response="不对", **said)
    assert (Appeal.objects.get().kind, Appeal.objects.get().question) == ("marks", None)


def test_following_again_files_nothing_twice(a_tablet, released):
    says(a_tablet, released.seats.first(), records.verbs.CONTESTED, response="x", contest="attendance")
    records.restart("exam-letters")
    marking.follow_letters()
    assert Appeal.objects.count() == 1


def test_letters_about_exams_are_not_the_teachers(a_tablet, released):
    seat = released.seats.first()
    says(a_tablet, seat, records.verbs.CONTESTED, response="x", contest="marks")
    says(a_tablet, seat, ADL + "asked", "#accommodation", response="x", accommodation="extra_time")
    project_progress()
    assert not Contest.objects.exists() and not Question.objects.exists()


def test_the_tablets_state_moves_with_each_step(
    a_tablet, client, evaluator, learners, chief, first, second, education_office, third
):
    """A tablet that asks "anything new?" must not be told no."""
    device = Device.objects.get(pk=a_tablet.device)
    sitting = some.a_marked_sitting(evaluator, learners, chief=chief, markers=(first, second))
    marking.approve_marks(sitting.pk, by=chief)
    seat = sitting.seats.first()
    stamps = [stamp(device)]
    marking.release_marks(sitting.pk, by=education_office)
    stamps.append(stamp(device))
    says(a_tablet, seat, ADL + "experienced", "#result")
    stamps.append(stamp(device))
    says(a_tablet, seat, records.verbs.CONTESTED, response="x", contest="marks")
    stamps.append(stamp(device))
    marking.decide_appeal(Appeal.objects.get().pk, by=third, upheld=False, reason="不变。")
    stamps.append(stamp(device))
    assert len(set(stamps)) == len(stamps)


# ── Accommodations ───────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def planned(evaluator, learners):
    return of_sittings.a_sitting(evaluator, learners)


def state_of(seat):
    (exam,) = exams_of_learners([seat.learner_id])[seat.learner_id]
    return exam


def asked(a_tablet, sitting, kind="extra_time"):
    seat = sitting.seats.first()
    says(a_tablet, seat, ADL + "asked", "#accommodation", response="我看字慢。", accommodation=kind)
    return seat, AccommodationRequest.objects.get(seat=seat)


def test_a_request_is_granted_with_a_reason_and_the_seat_is_set(a_tablet, planned, evaluator):
    seat, request = asked(a_tablet, planned)
    assert state_of(seat).accommodation.state == "waiting"
    marking.answer_request(request.pk, by=evaluator, granted=True, reason="视力不好。", extra_minutes=15)
    told = state_of(seat)
    assert (told.accommodation.state, told.accommodation.reason, told.extra_seconds) == ("granted", "视力不好。", 900)


def test_granting_one_thing_keeps_what_was_granted_before(a_tablet, planned, evaluator):
    seat, request = asked(a_tablet, planned, "read_aloud")
    sittings.grant_accommodation(planned.pk, seat.pk, by=evaluator, extra_minutes=10)
    marking.answer_request(request.pk, by=evaluator, granted=True, reason="可以。")
    assert (state_of(seat).extra_seconds, state_of(seat).read_aloud) == (600, True)


def test_a_refusal_has_a_reason_too(a_tablet, planned, evaluator):
    seat, request = asked(a_tablet, planned)
    with pytest.raises(Invalid):
        marking.answer_request(request.pk, by=evaluator, granted=False, reason="")
    marking.answer_request(request.pk, by=evaluator, granted=False, reason="时间够用。")
    assert state_of(seat).accommodation.state == "refused"


def test_after_the_sealing_nothing_is_granted_and_the_request_waits(a_tablet, evaluator, learners):
    sitting = of_sittings.a_sealed_sitting(evaluator, learners)
    seat, request = asked(a_tablet, sitting)
    with pytest.raises(AlreadySealed):
        marking.answer_request(request.pk, by=evaluator, granted=True, reason="可以。", extra_minutes=5)
    assert state_of(seat).accommodation.state == "waiting"


def test_an_outsider_answers_nothing(a_tablet, planned, outsider, teacher):
    _seat, request = asked(a_tablet, planned)
    for officer in (outsider, teacher):
        with pytest.raises(NotFoundHere):
            marking.answer_request(request.pk, by=officer, granted=False, reason="x")


# ── What learners read ───────────────────────────────────────────────────────────────────────────


def test_feedback_stays_away_where_the_paper_gives_only_the_mark(released):
    type(released.version).objects.update(feedback="mark_only")
    assert state_of(released.seats.first()).result.feedback == []


def test_of_a_dropped_question_the_learner_reads_that_it_does_not_count(marked, chief, education_office):
    marking.drop_item(marked.pk, some.item_of_kind(marked, "choice").pk, by=chief, reason="错题")
    marking.approve_marks(marked.pk, by=chief)
    marking.release_marks(marked.pk, by=education_office)
    told = state_of(marked.seats.first()).result
    assert (told.out_of, told.feedback[0].out_of) == (4, 0) and told.feedback[0].comment


@pytest.mark.parametrize("state", ["ended", "marked", "moderated"])
def test_nothing_of_a_result_is_told_before_the_release(marked, state):
    type(marked).objects.filter(pk=marked.pk).update(state=state)
    told = state_of(marked.seats.first())
    assert (told.state, told.result) == ("marking", None)

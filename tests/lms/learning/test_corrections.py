"""Taking back a record takes two officers; attendance on paper counts as learning on a tablet does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lms.audit.models import AuditEvent
from lms.learning import api as learning
from lms.learning import corrections, paper
from lms.learning.errors import AlreadyAsked, AlreadyDecided, NotThisRecord, SecondOfficer
from lms.learning.models import PaperAttendance, Progress, TakingBack
from lms.lib.errors import Invalid, NotFoundHere
from tests.factories import learning as a
from tests.factories import people
from tests.factories.records import a_statement
from tests.lms.learning.pages import staff


@pytest.fixture
def lesson():
    made = a.a_lesson()
    a.a_course([made])
    return made


@pytest.fixture
def opened(learner, lesson):
    made = a.opens(learner, lesson)
    learning.project_progress()
    return made


def test_what_two_officers_take_back_no_longer_counts(teacher, education_office, learner, opened):
    asked = corrections.ask_to_take_back(opened.id, reason="别人做的", by=teacher)
    assert Progress.objects.get(learner=learner).state == "completed"
    corrections.decide_taking_back(asked.pk, agree=True, by=education_office)
    assert not Progress.objects.filter(learner=learner).exists()
    assert learning.rebuild_progress() == 0


def test_nobody_takes_back_alone(education_office, opened):
    asked = corrections.ask_to_take_back(opened.id, reason="x", by=education_office)
    with pytest.raises(SecondOfficer):
        corrections.decide_taking_back(asked.pk, agree=True, by=education_office)


def test_a_refused_request_leaves_the_record_and_can_be_asked_again(teacher, education_office, learner, opened):
    asked = corrections.ask_to_take_back(opened.id, reason="x", by=teacher)
    corrections.decide_taking_back(asked.pk, agree=False, by=education_office)
    assert Progress.objects.filter(learner=learner).exists()
    with pytest.raises(AlreadyDecided):
        corrections.decide_taking_back(asked.pk, agree=True, by=education_office)
    assert corrections.ask_to_take_back(opened.id, reason="y", by=teacher).state == "waiting"


def test_the_same_record_is_asked_for_once(teacher, opened):
    corrections.ask_to_take_back(opened.id, reason="x", by=teacher)
    with pytest.raises(AlreadyAsked):
        corrections.ask_to_take_back(opened.id, reason="x", by=teacher)


def test_the_other_prison_finds_no_record_and_no_request(teacher, outsider, opened):
    asked = corrections.ask_to_take_back(opened.id, reason="x", by=teacher)
    with pytest.raises(NotFoundHere):
        corrections.ask_to_take_back(opened.id, reason="x", by=outsider)
    with pytest.raises(NotFoundHere):
        corrections.decide_taking_back(asked.pk, agree=True, by=outsider)
    assert not corrections.takings_back_for(outsider).exists()


def test_a_learners_letter_is_not_taken_back(teacher, learner, lesson):
    with pytest.raises(NotThisRecord):
        corrections.ask_to_take_back(a.asks(learner, lesson).id, reason="x", by=teacher)


def test_who_asked_who_agreed_and_why_stand_in_the_audit_log(teacher, education_office, opened):
    asked = corrections.ask_to_take_back(opened.id, reason="别人做的", by=teacher)
    corrections.decide_taking_back(asked.pk, agree=True, by=education_office)
    found = dict(AuditEvent.objects.filter(detail__contains="别人做的").values_list("verb", "actor"))
    assert set(found) == {"learning.taking_back.asked", "records.statement.voided"}
    assert education_office.name in found["records.statement.voided"]


def test_two_officers_take_back_through_the_pages_and_the_record_says_why(client, teacher, education_office, opened):
    browser = staff(client, teacher)
    assert (
        f"/admin/records/take-back/{opened.id}/" in browser.get(f"/admin/records/{opened.learner_id}/").content.decode()
    )
    browser.post(f"/admin/records/take-back/{opened.id}/", {"reason": "<b>错</b>"})
    browser = staff(client, education_office)
    assert "/admin/records/take-back/" in browser.get("/admin/").content.decode()
    assert "&lt;b&gt;错" in browser.get("/admin/records/take-back/").content.decode()
    browser.post(f"/admin/records/take-back/{TakingBack.objects.get().pk}/decide/", {"answer": "agree"})
    page = browser.get(f"/admin/records/{opened.learner_id}/").content.decode()
    assert "nl-voided" in page
    assert "&lt;b&gt;错" in page


def test_whoever_took_part_on_paper_has_completed_the_lesson(teacher, prison, learner, lesson):
    day = timezone.localdate() - timedelta(days=2)
    paper.enter_attendance(lesson.lesson, day, [learner.pk], prison=prison, by=teacher)
    row = Progress.objects.get(learner=learner)
    assert (row.state, timezone.localtime(row.completed_at).date()) == ("completed", day)
    assert learning.rebuild_progress() == 0


def test_entering_the_same_day_twice_counts_once(teacher, prison, learner, lesson):
    for _ in range(2):
        paper.enter_attendance(lesson.lesson, timezone.localdate(), [learner.pk], prison=prison, by=teacher)
    assert PaperAttendance.objects.count() == 1


def test_a_tablet_cannot_claim_attendance_on_paper(learner, lesson):
    a_statement(learner, paper.ATTENDED, lesson.lesson, lesson=lesson.lesson, course=lesson.course)
    learning.project_progress()
    assert not Progress.objects.exists()


def test_attendance_entered_by_mistake_is_taken_back_by_two(teacher, education_office, prison, learner, lesson):
    row = paper.enter_attendance(lesson.lesson, timezone.localdate(), [learner.pk], prison=prison, by=teacher)[0]
    asked = corrections.ask_to_take_back(row.statement_id, reason="他没来", by=teacher)
    corrections.decide_taking_back(asked.pk, agree=True, by=education_office)
    assert not Progress.objects.exists()
    assert paper.enter_attendance(lesson.lesson, timezone.localdate(), [learner.pk], prison=prison, by=teacher)


def test_attendance_is_entered_for_days_that_were_and_learners_in_reach(
    teacher, prison, learner, other_learner, lesson
):
    with pytest.raises(Invalid):
        tomorrow = timezone.localdate() + timedelta(days=1)
        paper.enter_attendance(lesson.lesson, tomorrow, [learner.pk], prison=prison, by=teacher)
    with pytest.raises(Invalid):
        paper.enter_attendance(lesson.lesson, timezone.localdate(), [other_learner.pk], prison=prison, by=teacher)
    assert not PaperAttendance.objects.exists()


def test_a_teacher_enters_attendance_on_the_page(client, teacher, ward, learner, lesson):
    browser = staff(client, teacher)
    url = f"/admin/paper/?ward={ward.pk}"
    assert str(learner.pk) in browser.get(url).content.decode()
    today = timezone.localdate().isoformat()
    assert browser.post(url, {"lesson": lesson.lesson, "held_on": today}).status_code == 200
    browser.post(url, {"lesson": lesson.lesson, "held_on": today, "learner": [str(learner.pk)]})
    assert PaperAttendance.objects.get().learner == learner
    assert people.Learner.objects.count() == 1

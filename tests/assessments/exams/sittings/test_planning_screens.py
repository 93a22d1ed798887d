import pytest
from django.utils import timezone

from assessments.exams import api as exams
from assessments.exams.models import Sitting
from assessments.exams.sittings import api as sittings
from lms.audit.models import AuditEvent
from lms.people.start import attention_of
from tests.factories import people as a
from tests.factories import sittings as some

from .screens import get, post, refused, text_of

pytestmark = pytest.mark.django_db


def a_plan(paper, invigilator, **changes):
    said = {"version": paper.pk, "room": "一号教室", "planned_start": "2030-05-01T09:00"}
    return said | {"invigilator": invigilator.pk} | changes


def test_a_sitting_is_planned(client, evaluator, invigilator):
    version = some.an_approved_paper(evaluator)
    response = post(client, evaluator, "sitting_plan", **a_plan(version, invigilator))
    sitting = Sitting.objects.get()
    assert response["Location"].endswith(f"/sittings/{sitting.pk}/candidates/")
    assert (sitting.room, sitting.invigilator, sitting.title) == ("一号教室", invigilator, version.title)


def test_an_invigilator_plans_nothing(client, evaluator, invigilator):
    version = some.an_approved_paper(evaluator)
    assert refused(post(client, invigilator, "sitting_plan", **a_plan(version, invigilator)))
    assert not Sitting.objects.exists()


@pytest.mark.parametrize("changes", [{"room": ""}, {"planned_start": "soon"}, {"version": "x"}, {"title": "长" * 121}])
def test_a_plan_that_is_not_right_is_shown_again(client, evaluator, invigilator, changes):
    version = some.an_approved_paper(evaluator)
    assert post(client, evaluator, "sitting_plan", **a_plan(version, invigilator, **changes)).status_code == 422
    assert not Sitting.objects.exists()


def test_an_officer_of_another_prison_cannot_be_chosen(client, evaluator, other_evaluator):
    version = some.an_approved_paper(evaluator)
    assert post(client, evaluator, "sitting_plan", **a_plan(version, other_evaluator)).status_code == 422


def test_without_an_approved_paper_the_page_says_what_is_missing(client, evaluator):
    assert "There is no approved exam paper yet" in text_of(get(client, evaluator, "sitting_plan"))


def test_only_the_newest_version_of_a_paper_is_offered(client, evaluator):
    version = some.an_approved_paper(evaluator)
    exams.revise_paper(version.paper_id, by=evaluator, title="新标题")
    exams.approve_paper(version.paper_id, by=evaluator)
    page = text_of(get(client, evaluator, "sitting_plan"))
    assert "version 2" in page
    assert "version 1" not in page


def test_the_plan_is_changed(client, evaluator, learners):
    sitting = some.a_sitting(evaluator, learners)
    said = {"title": "新名", "room": "三号", "planned_start": "2030-05-01T10:00", "invigilator": evaluator.pk}
    assert post(client, evaluator, "sitting_change", sitting.pk, **said).status_code == 302
    sitting.refresh_from_db()
    assert (sitting.title, sitting.room) == ("新名", "三号")


def test_the_invigilator_does_not_change_the_plan(client, evaluator, invigilator, learners):
    sitting = some.a_sitting(evaluator, learners, invigilator=invigilator)
    said = {"title": "新名", "room": "三号", "planned_start": "2030-05-01T10:00", "invigilator": evaluator.pk}
    assert refused(post(client, invigilator, "sitting_change", sitting.pk, **said))


def test_a_sitting_is_cancelled_with_a_reason(client, evaluator, learners):
    sitting = some.a_sitting(evaluator, learners)
    assert post(client, evaluator, "sitting_cancel", sitting.pk, reason="").status_code == 422
    post(client, evaluator, "sitting_cancel", sitting.pk, reason="停电")
    sitting.refresh_from_db()
    assert sitting.state == "cancelled"
    assert AuditEvent.objects.get(verb="assessments.sitting.cancelled").detail == '{"reason":"停电"}'


def test_a_paper_is_sealed_and_the_seal_taken_back(client, evaluator, learners):
    sitting = some.a_sitting(evaluator, learners)
    post(client, evaluator, "sitting_seal", sitting.pk)
    sitting.refresh_from_db()
    assert sitting.state == "sealed"
    post(client, evaluator, "sitting_unseal", sitting.pk)
    sitting.refresh_from_db()
    assert (sitting.state, sitting.package) == ("planned", "")


def test_a_sitting_without_candidates_is_not_sealed_and_the_page_says_why(client, evaluator, learners):
    sitting = some.a_sitting(evaluator, learners)
    sitting.seats.all().delete()
    post(client, evaluator, "sitting_seal", sitting.pk)
    assert "Nobody has a seat yet. Add candidates first." in text_of(get(client, evaluator, "sitting", sitting.pk))
    sitting.refresh_from_db()
    assert sitting.state == "planned"


@pytest.mark.parametrize("name", ["sitting_seal", "sitting_unseal", "sitting_change", "sitting_cancel", "sitting"])
def test_another_prison_finds_no_sitting(client, evaluator, other_evaluator, learners, name):
    sitting = some.a_sealed_sitting(evaluator, learners)
    assert post(client, other_evaluator, name, sitting.pk, reason="停电").status_code == 404
    sitting.refresh_from_db()
    assert sitting.state == "sealed"


def test_the_education_office_looks_on(client, evaluator, education_office, learners):
    sitting = some.an_open_sitting(evaluator, learners)
    page = text_of(get(client, education_office, "sitting", sitting.pk))
    assert "考生1" in page
    assert "/room/" not in page


def test_a_teacher_who_has_nothing_to_do_with_it_finds_nothing(client, evaluator, teacher, learners):
    sitting = some.a_sitting(evaluator, learners)
    assert get(client, teacher, "sitting", sitting.pk).status_code == 404


def test_the_seat_list_has_names_wards_and_extra_time(client, evaluator, learners, prison):
    sitting = some.a_sitting(evaluator, learners)
    seat = sitting.seats.get(number=2)
    sittings.grant_accommodation(sitting.pk, seat.pk, by=evaluator, extra_minutes=20)
    page = text_of(get(client, evaluator, "sitting_seat_list", sitting.pk))
    assert all(text in page for text in ("考生1", "一监区", "+20 min", "Signature"))


def test_the_seat_list_is_not_for_other_prisons(client, evaluator, learners, other_evaluator):
    sitting = some.a_sitting(evaluator, learners)
    assert get(client, other_evaluator, "sitting_seat_list", sitting.pk).status_code == 404


def test_the_protocol_has_times_attendance_and_incidents(client, evaluator, learners):
    sitting = some.an_open_sitting(evaluator, learners)
    sittings.note_incident(sitting.pk, "灯坏了", by=evaluator)
    sittings.take_attendance(sitting.pk, "present", by=evaluator)
    assert get(client, evaluator, "sitting_protocol", sitting.pk).status_code == 404
    sittings.end_sitting(sitting.pk, by=evaluator)
    page = text_of(get(client, evaluator, "sitting_protocol", sitting.pk))
    assert all(text in page for text in ("灯坏了", "2 present, 0 absent", "考生2"))


def test_the_start_page_tells_the_invigilator_of_today(client, evaluator, invigilator, learners):
    some.a_sealed_sitting(evaluator, learners, invigilator=invigilator, title="今天的", planned_start=timezone.now())
    assert ["今天的" in one.text for one in attention_of(invigilator)] == [True]
    someone = a.officer(invigilator.prison, "invigilator", username="someone")
    assert not attention_of(someone)

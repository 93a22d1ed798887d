"""The staff screens from marking to appeals."""

import html
import io

import pytest
from django.test import RequestFactory
from django.utils import timezone
from openpyxl import load_workbook

from assessments.exams.marking import api as marking
from assessments.exams.marking.accommodations import file_request
from assessments.exams.marking.appeals import file_appeal
from assessments.exams.marking.screens.queue import _said
from assessments.exams.models import Appeal, Mark
from lms.lib.errors import Invalid
from tests.factories import marking as some
from tests.factories import sittings
from tests.lms.learning.pages import staff

pytestmark = pytest.mark.django_db


def text(response):
    return html.unescape(response.content.decode())


def test_the_queue_says_how_much_waits_and_gives_one_answer_after_the_other(client, ended, first):
    page = staff(client, first)
    item = some.item_of_kind(ended, "extended_text")
    assert "3 answers wait for you." in text(page.get("/admin/marking/"))
    address = page.post("/admin/marking/next/", {"sitting": ended.pk, "item": item.pk}).url
    shown = text(page.get(address))
    assert "先断电，再验电。" in shown
    for hidden in ("考生", "一监区", "2001"):
        assert hidden not in shown
    mark = Mark.objects.get()
    (key,) = some.top(mark)
    saved = page.post(f"{address}save/", {f"level-{key}": "1", "comment": "好"}, headers={"accept": "application/json"})
    assert saved.json()["points"] == "2.00"
    after = page.post(f"{address}give/", {f"level-{key}": "1", "comment": "好"})
    assert after.url != address and after.url.startswith("/admin/marking/")
    mark.refresh_from_db()
    assert (mark.points, mark.comment) == (2, "好") and mark.given_at


def test_a_mark_without_a_level_is_not_given_and_the_page_says_so(client, ended, first):
    page = staff(client, first)
    mark = marking.claim_next(ended.pk, some.item_of_kind(ended, "extended_text").pk, by=first)
    shown = text(page.post(f"/admin/marking/{mark.pk}/give/", {"comment": "好"}, follow=True))
    assert "Choose a level for every criterion first." in shown


@pytest.mark.parametrize("said", [{"annotations": "{"}, {"annotations": '[{"x": 1}]'}, {"comment": "x" * 2001}])
def test_a_draft_that_cannot_be_is_refused_with_a_sentence(client, ended, first, said):
    page = staff(client, first)
    mark = marking.claim_next(ended.pk, some.item_of_kind(ended, "extended_text").pk, by=first)
    answer = page.post(f"/admin/marking/{mark.pk}/save/", said, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


def test_another_officers_mark_is_not_there(client, ended, first, second):
    mark = marking.claim_next(ended.pk, some.item_of_kind(ended, "extended_text").pk, by=first)
    page = staff(client, second)
    assert page.get(f"/admin/marking/{mark.pk}/").status_code == 404
    assert page.post(f"/admin/marking/{mark.pk}/save/").status_code == 404


def test_the_chief_sees_progress_and_closes(client, ended, chief, first, second):
    page = staff(client, chief)
    assert "6 marks are still due." in text(page.get(f"/admin/exam-marks/{ended.pk}/"))
    assert "still due" in text(page.post(f"/admin/exam-marks/{ended.pk}/do/close/", follow=True))
    some.mark_all(ended, first, second)
    assert "Marking is closed." in text(page.post(f"/admin/exam-marks/{ended.pk}/do/close/", follow=True))


def test_a_marker_sees_no_marks_before_the_release(client, marked, first):
    page = staff(client, first)
    seat = marked.seats.first()
    for address in (
        f"/admin/exam-marks/{marked.pk}/",
        f"/admin/exam-marks/{marked.pk}/list/",
        f"/admin/exam-results/{seat.pk}/",
    ):
        assert page.get(address).status_code == 404


def test_a_question_is_tried_out_and_dropped_on_the_screen(client, marked, chief):
    page = staff(client, chief)
    item = some.item_of_kind(marked, "numeric")
    address = f"/admin/exam-marks/{marked.pk}/questions/{item.pk}/"
    shown = text(page.get(address + "?try=drop"))
    assert "3 candidates would have another result." in shown and "4 / 4" in shown
    marked.refresh_from_db()
    assert not marked.rulings.exists()
    done = text(page.post(address + "drop/", {"reason": "题干有误。"}, follow=True))
    assert "everybody is scored again" in done and "6 / 6" in done and "题干有误。" in done


def test_another_key_is_tried_out_and_set_on_the_screen(client, marked, chief):
    page = staff(client, chief)
    item = some.item_of_kind(marked, "choice")
    wrong = next(one["id"] for one in item.document["options"] if one["id"] not in item.document["correct"])
    address = f"/admin/exam-marks/{marked.pk}/questions/{item.pk}/"
    assert "不戴面罩" in text(page.get(address, {"try": "key", "key-correct": wrong}))
    assert "Tick at least one answer" in text(page.get(address + "?try=key"))
    page.post(address + "key/", {"key-correct": wrong, "reason": "答案印错。"})
    assert marked.rulings.get().document["correct"] == [wrong]


def test_who_approved_is_not_offered_the_release(client, marked, chief, education_office):
    marking.approve_marks(marked.pk, by=chief)
    address = f"/admin/exam-marks/{marked.pk}/"
    assert "Release the marks" not in text(staff(client, chief).get(address))
    assert "A second officer has to do this." in text(client.post(address + "do/release/", follow=True))
    assert "Release the marks" in text(staff(client, education_office).get(address))
    assert "Released." in text(client.post(address + "do/release/", follow=True))


def test_the_list_of_marks_comes_as_excel(client, released, education_office):
    page = staff(client, education_office)
    answer = page.get(f"/admin/exam-marks/{released.pk}/list/?export=xlsx")
    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    assert [row[2] for row in rows[1:]] == ["考生1", "考生2", "考生3"]
    assert [float(row[5]) for row in rows[1:]] == [6, 6, 6]


def test_an_appeal_on_paper_is_entered_and_decided_by_others(client, released, education_office, third, second_chief):
    seat = released.seats.first()
    page = staff(client, second_chief)
    page.post(f"/admin/exam-results/{seat.pk}/appeal/", {"kind": "marks", "text": "第一题我没有错。", "question": "1"})
    one = Appeal.objects.get()
    assert "You marked, approved, released" in text(page.get(f"/admin/exam-appeals/{one.pk}/"))
    page = staff(client, third)
    assert "7 days left" in text(page.get("/admin/exam-appeals/"))
    address = f"/admin/exam-appeals/{one.pk}/"
    assert "Choose whether" in text(page.post(address + "decide/", {"reason": "x"}, follow=True))
    assert "as a number" in text(
        page.post(address + "decide/", {"upheld": "yes", "reason": "x", "points-1": "abc"}, follow=True)
    )
    page.post(address + "decide/", {"upheld": "no", "reason": "答案正确，分数不变。"})
    one.refresh_from_db()
    assert (one.state, one.decided_by) == ("refused", third)


def test_an_overdue_appeal_stands_first_and_says_so(client, released, third):
    seats = list(released.seats.all())
    file_appeal(seats[0], "marks", "新的", at=timezone.now())
    old = file_appeal(seats[1], "marks", "旧的", at=timezone.now())
    Appeal.objects.filter(pk=old.pk).update(due_at=timezone.now() - timezone.timedelta(days=1))
    shown = text(staff(client, third).get("/admin/exam-appeals/"))
    assert shown.index("Overdue") < shown.index("7 days left")


def test_a_request_is_answered_with_a_reason(client, evaluator, learners):
    sitting = sittings.a_sitting(evaluator, learners)
    seat = sitting.seats.first()
    one = file_request(seat, "extra_time", "我看字慢。", at=timezone.now())
    page = staff(client, evaluator)
    assert "我看字慢。" in text(page.get("/admin/exam-requests/"))
    address = f"/admin/exam-requests/{one.pk}/answer/"
    assert "how many minutes" in text(page.post(address, {"granted": "yes", "reason": "同意"}, follow=True))
    page.post(address, {"granted": "yes", "minutes": "20", "reason": "同意"})
    seat.refresh_from_db()
    assert seat.extra_seconds == 1200


def test_a_request_on_paper_is_entered(client, evaluator, learners):
    sitting = sittings.a_sitting(evaluator, learners)
    page = staff(client, evaluator)
    assert "考生1" in text(page.get("/admin/exam-requests/?q=2001"))
    page.post(f"/admin/exam-requests/seats/{sitting.seats.first().pk}/", {"kind": "read_aloud", "text": "不识字"})
    assert sitting.seats.first().accommodation_requests.get().state == "waiting"


def test_the_start_page_says_what_waits(client, ended, first):
    shown = text(staff(client, first).get("/admin/"))
    assert "3 answers wait for your mark" in shown and "Mark answers" in shown


def test_a_number_that_is_too_long_is_told_and_enters_nothing(client, released, second_chief):
    seat = released.seats.first()
    said = {"kind": "marks", "text": "x", "question": "1" * 5000}
    answer = staff(client, second_chief).post(f"/admin/exam-results/{seat.pk}/appeal/", said, follow=True)
    assert "Write the number of the question." in text(answer)
    assert not Appeal.objects.exists()


def test_notes_on_photos_that_are_nested_without_end_are_refused(client, ended, first):
    mark = marking.claim_next(ended.pk, some.item_of_kind(ended, "extended_text").pk, by=first)
    request = RequestFactory().post("/", {"annotations": "[" * 100_000})
    with pytest.raises(Invalid):
        _said(request, mark)

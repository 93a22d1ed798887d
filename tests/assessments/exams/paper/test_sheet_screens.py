"""Print and scan, and the doubtful marks, through the pages."""

import cv2
import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.exams.models import AnswerScan, SheetPrint
from assessments.exams.paper import api as sheets
from assessments.exams.paper.filling import Forms
from tests.assessments.exams.sittings.screens import get, post, refused, text_of
from tests.factories import people as a
from tests.factories import sittings as some

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluator(prison):
    return a.officer(prison, "evaluator", "author", username="evaluator", name="考评员")


@pytest.fixture
def invigilator(prison):
    return a.officer(prison, "invigilator", username="invigilator", name="监考员")


@pytest.fixture
def other_evaluator(other_prison):
    return a.officer(other_prison, "evaluator", "invigilator", username="other_evaluator")


@pytest.fixture
def sitting(evaluator, invigilator, ward):
    return some.an_open_sitting(evaluator, some.candidates(ward, 2), invigilator=invigilator)


@pytest.fixture
def answers(sitting, invigilator):
    """The answers of seat 1, all to be entered by hand."""
    seat = sitting.seats.get(number=1)
    sheets.enter_by_hand(sitting.pk, seat.pk, by=invigilator)
    return list(seat.sheet_answers.order_by("number"))


def a_file(name="scan.png"):
    white = cv2.imencode(".png", np.full((1600, 1100), 240, np.uint8))[1].tobytes()
    return SimpleUploadedFile(name, white, content_type="image/png")


def test_sheets_are_asked_for_and_fetched(client, evaluator, sitting):
    post(client, evaluator, "sitting_sheets_print", sitting.pk, kind="sheets", seat="")
    made = SheetPrint.objects.get()
    sheets.run_print(made.pk)
    assert "Open the PDF" in text_of(get(client, evaluator, "sitting_sheets", sitting.pk))
    assert get(client, evaluator, "sitting_sheets_printed", sitting.pk, made.pk).content.startswith(b"%PDF")


def test_sheets_are_not_for_other_prisons(client, evaluator, other_evaluator, sitting):
    made = sheets.request_print(sitting.pk, "sheets", by=evaluator)
    sheets.run_print(made.pk)
    assert get(client, other_evaluator, "sitting_sheets", sitting.pk).status_code == 404
    assert get(client, other_evaluator, "sitting_sheets_printed", sitting.pk, made.pk).status_code == 404


def test_who_only_looks_on_neither_prints_nor_scans(client, education_office, sitting):
    assert refused(get(client, education_office, "sitting_sheets", sitting.pk))
    assert refused(post(client, education_office, "sitting_sheets_print", sitting.pk, kind="sheets"))
    assert refused(post(client, education_office, "sitting_sheets_upload", sitting.pk, file=a_file()))
    assert not SheetPrint.objects.exists()
    assert not AnswerScan.objects.exists()


@pytest.mark.parametrize("said", [{"kind": "x"}, {"kind": ""}])
def test_a_print_that_makes_no_sense_is_refused_with_a_sentence(client, evaluator, sitting, said):
    post(client, evaluator, "sitting_sheets_print", sitting.pk, **said)
    assert not SheetPrint.objects.exists()
    assert "Something in this form is not right" in text_of(get(client, evaluator, "sitting_sheets", sitting.pk))


def test_a_seat_that_is_not_there_is_not_printed(client, evaluator, sitting):
    assert post(client, evaluator, "sitting_sheets_print", sitting.pk, kind="sheets", seat="x").status_code == 404


def test_several_files_are_uploaded_at_once(client, invigilator, sitting):
    post(client, invigilator, "sitting_sheets_upload", sitting.pk, file=[a_file("a.png"), a_file("b.png")])
    assert sorted(AnswerScan.objects.values_list("filename", flat=True)) == ["a.png", "b.png"]


def test_a_page_that_was_not_read_is_shown_with_its_reason(client, invigilator, sitting):
    post(client, invigilator, "sitting_sheets_upload", sitting.pk, file=a_file())
    scan = AnswerScan.objects.get()
    sheets.run_scan(scan.pk)
    assert "This is no answer sheet" in text_of(get(client, invigilator, "sitting_sheets", sitting.pk))
    page = get(client, invigilator, "sitting_sheets_page", sitting.pk, scan.pages.get().pk)
    assert page["Content-Type"] == "image/jpeg"


def test_without_a_file_the_page_says_so(client, invigilator, sitting):
    post(client, invigilator, "sitting_sheets_upload", sitting.pk)
    assert "Choose a file first." in text_of(get(client, invigilator, "sitting_sheets", sitting.pk))


def test_nothing_is_scanned_before_the_sitting_opens(client, evaluator, ward):
    sealed = some.a_sealed_sitting(evaluator, some.candidates(ward, 1))
    post(client, evaluator, "sitting_sheets_upload", sealed.pk, file=a_file())
    assert not AnswerScan.objects.exists()


def test_doubts_come_one_after_the_other_and_are_decided(client, invigilator, sitting, answers):
    seat = answers[0].seat
    value = Forms(sitting)[seat.pk].fields[0].lines[0].marks[-1][0]
    page = text_of(get(client, invigilator, "sitting_doubts", sitting.pk))
    assert "Seat 1, question 1" in page
    assert "1 / 3" in page
    post(client, invigilator, "sitting_doubts_decide", sitting.pk, answers[0].pk, **{"line-": value})
    answers[0].refresh_from_db()
    assert answers[0].response == value
    assert "question 2" in text_of(get(client, invigilator, "sitting_doubts", sitting.pk))


def test_handwriting_is_typed_in(client, invigilator, sitting, answers):
    post(client, invigilator, "sitting_doubts_decide", sitting.pk, answers[2].pk, written=["乙炔", "氧气"])
    answers[2].refresh_from_db()
    assert answers[2].response.startswith("乙炔")


def test_no_answer_is_a_decision_too(client, invigilator, sitting, answers):
    post(client, invigilator, "sitting_doubts_decide", sitting.pk, answers[0].pk, blank="1")
    answers[0].refresh_from_db()
    assert answers[0].response == ""


def test_a_decision_that_makes_no_answer_comes_back_with_the_reason(client, invigilator, sitting, answers):
    lines = Forms(sitting)[answers[1].seat_id].fields[1].lines
    response = post(
        client, invigilator, "sitting_doubts_decide", sitting.pk, answers[1].pk, **{"line-1": lines[0].marks[0][0]}
    )
    assert f"answer={answers[1].pk}" in response["Location"]
    assert "Some lines are filled and some are empty." in text_of(client.get(response["Location"]))


def test_when_nothing_is_doubtful_any_more_the_answers_are_written(client, invigilator, sitting, answers):
    for one in answers:
        post(client, invigilator, "sitting_doubts_decide", sitting.pk, one.pk, blank="1")
    assert get(client, invigilator, "sitting_doubts", sitting.pk)["Location"].endswith("/sheets/")
    post(client, invigilator, "sitting_sheets_take", sitting.pk)
    assert "The answers of 1 candidate are written." in text_of(get(client, invigilator, "sitting_sheets", sitting.pk))
    assert sitting.seats.get(number=1).state == "submitted"


@pytest.mark.parametrize("name", ["sitting_doubts_decide", "sitting_doubts_picture"])
def test_doubts_of_another_sitting_are_not_there(client, evaluator, invigilator, sitting, answers, name):
    other = some.an_open_sitting(evaluator, [answers[0].seat.learner], version=sitting.version, invigilator=invigilator)
    more = [0] if name == "sitting_doubts_picture" else []
    assert post(client, invigilator, name, other.pk, answers[0].pk, *more, blank="1").status_code == 404


def test_doubts_are_not_for_other_prisons(client, other_evaluator, sitting, answers):
    assert get(client, other_evaluator, "sitting_doubts", sitting.pk).status_code == 404
    assert (
        post(client, other_evaluator, "sitting_doubts_decide", sitting.pk, answers[0].pk, blank="1").status_code == 404
    )
    assert post(client, other_evaluator, "sitting_sheets_take", sitting.pk).status_code == 404

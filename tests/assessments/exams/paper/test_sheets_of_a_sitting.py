"""From the print of a sitting's sheets to responses, through the real jobs."""

import io

import cv2
import numpy as np
import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from assessments.exams.errors import NotNow
from assessments.exams.models import AnswerScan, Response, ScannedPage, SheetAnswer, SheetPrint
from assessments.exams.paper import api as sheets
from assessments.exams.paper.filling import Forms
from assessments.exams.paper.scanning import put_together
from assessments.exams.sittings import api as sittings
from lms.lib.errors import Conflict, Invalid, NotFoundHere
from lms.lib.ids import new_id
from lms.packages import api as packages
from tests.factories import pencil
from tests.factories import people as a
from tests.factories import sittings as some

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluator(prison):
    return a.officer(prison, "evaluator", "author", username="evaluator", name="考评员")


@pytest.fixture
def other_evaluator(other_prison):
    return a.officer(other_prison, "evaluator", "invigilator", username="other_evaluator")


@pytest.fixture
def invigilator(prison):
    return a.officer(prison, "invigilator", username="invigilator", name="监考员")


@pytest.fixture
def sitting(evaluator, invigilator, ward):
    return some.an_open_sitting(evaluator, some.candidates(ward, 2), invigilator=invigilator)


def printed(sitting, kind, *, by, seat=None):
    made = sheets.request_print(sitting.pk, kind, by=by, seat_id=seat and seat.pk)
    sheets.run_print(made.pk)
    return sheets.pdf_of(sitting.pk, made.pk, by=by)[1]


def papers(sitting, seat, by):
    """The seat's answer sheets as they come from the printer."""
    return pencil.pages_of_pdf(printed(sitting, "sheets", by=by, seat=seat))[1:]  # the first is the list of the room


def png(paper):
    return cv2.imencode(".png", paper)[1].tobytes()


def mark(sitting, seat, pages, number, value, line="", how="full"):
    laid = Forms(sitting)[seat.pk]
    item = laid.fields[number - 1].item
    for page in laid.pages:
        for bubble in page.bubbles:
            if (bubble.item, bubble.line, bubble.value) == (item, line, value):
                pencil.Hand(1).mark(pages[page.number - 1], bubble, how)
                return
    raise AssertionError("no such circle")


def values(sitting, seat, number):
    return [value for value, _label in Forms(sitting)[seat.pk].fields[number - 1].lines[0].marks]


def scan(sitting, data, *, by, name="scan.png"):
    made = sheets.upload_scan(sitting.pk, data, name, by=by)
    sheets.run_scan(made.pk)
    made.refresh_from_db()
    return made


@pytest.fixture
def seat(sitting):
    return sitting.seats.get(number=1)


@pytest.fixture
def chosen(sitting, seat):
    return values(sitting, seat, 1)[1]


@pytest.fixture
def filled(sitting, seat, chosen, invigilator):
    """A sheet with the second option filled in question 1, scanned askew and read."""
    pages = papers(sitting, seat, invigilator)
    mark(sitting, seat, pages, 1, chosen)
    for page in pages:
        scan(sitting, png(pencil.scanned(page, 3)), by=invigilator)
    return pages


def answer(seat, number):
    return seat.sheet_answers.get(number=number)


def settle(sitting, seat, by):
    for one in seat.sheet_answers.filter(response=None):
        sheets.decide_answer(sitting.pk, one.pk, by=by)


def from_tablet(seat, number, response):
    item = answer(seat, number).item_id
    return Response.objects.create(
        seat=seat, item_id=item, response=response, statement_id=new_id(), received_at=timezone.now()
    )


# ── Printing ─────────────────────────────────────────────────────────────────────────────────────


def test_booklets_of_all_seats_are_one_pdf(sitting, evaluator):
    with pikepdf.open(io.BytesIO(printed(sitting, "booklets", by=evaluator))) as pdf:
        assert len(pdf.pages) >= 4
        assert len(pdf.pages) % 2 == 0


def test_options_are_printed_in_the_candidates_own_order(sitting, seat):
    form = Forms(sitting).form(seat)
    options = [option.id for _number, question in form.numbered() for option in getattr(question.item, "options", [])]
    assert options == seat.form[0]["order"]


def test_nothing_of_a_print_can_be_read_on_the_disk(sitting, evaluator):
    printed(sitting, "booklets", by=evaluator)
    with packages.open_blob(SheetPrint.objects.get().pdf) as file:
        assert b"%PDF" not in file.read()


def test_before_the_sitting_opens_the_invigilator_prints_nothing(evaluator, invigilator, ward):
    sealed = some.a_sealed_sitting(evaluator, some.candidates(ward, 1), invigilator=invigilator)
    with pytest.raises(PermissionDenied):
        sheets.request_print(sealed.pk, "booklets", by=invigilator)
    sheets.request_print(sealed.pk, "booklets", by=evaluator)
    assert SheetPrint.objects.count() == 1


def test_nothing_is_printed_before_the_sealing(evaluator, ward):
    planned = some.a_sitting(evaluator, some.candidates(ward, 1))
    with pytest.raises(NotNow):
        sheets.request_print(planned.pk, "sheets", by=evaluator)


def test_another_prison_prints_nothing_and_fetches_nothing(sitting, evaluator, other_evaluator):
    printed(sitting, "sheets", by=evaluator)
    with pytest.raises(NotFoundHere):
        sheets.request_print(sitting.pk, "sheets", by=other_evaluator)
    with pytest.raises(NotFoundHere):
        sheets.pdf_of(sitting.pk, SheetPrint.objects.get().pk, by=other_evaluator)


def test_what_was_printed_before_a_new_seal_is_not_given_out(evaluator, ward):
    sealed = some.a_sealed_sitting(evaluator, some.candidates(ward, 1))
    printed(sealed, "sheets", by=evaluator)
    sittings.unseal_sitting(sealed.pk, by=evaluator)
    sittings.seal_sitting(sealed.pk, by=evaluator, iterations=some.FAST)
    with pytest.raises(NotFoundHere):
        sheets.pdf_of(sealed.pk, SheetPrint.objects.get().pk, by=evaluator)


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────


def test_a_filled_circle_becomes_the_banks_own_option(seat, filled, chosen):
    assert answer(seat, 1).response == chosen


def test_handwriting_goes_to_a_person_with_its_picture(sitting, seat, filled):
    written = answer(seat, 3)
    assert written.response is None
    image = cv2.imdecode(np.frombuffer(sheets.picture_of_doubt(written, 0), np.uint8), 0)
    assert image.shape[1] > 300


def test_a_tick_goes_to_a_person_with_a_proposal(sitting, seat, chosen, invigilator):
    pages = papers(sitting, seat, invigilator)
    mark(sitting, seat, pages, 1, chosen, how="tick")
    scan(sitting, png(pages[0]), by=invigilator)
    assert answer(seat, 1).response is None
    assert sheets.picture_of_doubt(answer(seat, 1), 0).startswith(b"\x89PNG")


@pytest.mark.parametrize("data", [b"no picture at all", b"%PDF-1.4 broken", b"\x89PNG\r\n\x1a\n" + b"0" * 50])
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(sitting, invigilator, data):
    made = scan(sitting, data, by=invigilator)
    assert made.phase == AnswerScan.Phase.REFUSED
    assert made.error
    assert not ScannedPage.objects.exists()
    assert not SheetAnswer.objects.exists()


def test_an_empty_file_is_refused_at_once(sitting, invigilator):
    with pytest.raises(Invalid):
        sheets.upload_scan(sitting.pk, b"", "x.png", by=invigilator)


def test_a_page_that_is_no_sheet_is_kept_with_its_reason(sitting, invigilator):
    scan(sitting, png(np.full((1600, 1100), 240, np.uint8)), by=invigilator)
    assert ScannedPage.objects.get().reason == "no_sheet"


def test_a_sheet_of_another_sitting_changes_nothing(sitting, evaluator, invigilator, ward):
    other = some.an_open_sitting(evaluator, some.candidates(ward, 1, first=7001), version=sitting.version)
    scan(sitting, png(papers(other, other.seats.get(), evaluator)[0]), by=invigilator)
    assert ScannedPage.objects.get().reason == "other_sitting"
    assert not SheetAnswer.objects.exists()


def test_a_job_that_was_killed_starts_afresh(sitting, seat, chosen, invigilator, monkeypatch):
    pages = papers(sitting, seat, invigilator)
    mark(sitting, seat, pages, 1, chosen)
    made = sheets.upload_scan(sitting.pk, png(pages[0]), "a.png", by=invigilator)

    class Killed(BaseException):
        pass

    def die(name):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr("assessments.exams.paper.scanning.faultpoint", die)
        with pytest.raises(Killed):
            sheets.run_scan(made.pk)
    assert not SheetAnswer.objects.exists()
    AnswerScan.objects.update(lease_until="2020-01-01T00:00Z")
    sheets.run_scan(made.pk)
    assert answer(seat, 1).response == chosen
    assert ScannedPage.objects.count() == 1


def test_who_does_not_hold_the_sitting_scans_nothing(sitting, teacher, other_evaluator):
    for officer in (teacher, other_evaluator):
        with pytest.raises(NotFoundHere):
            sheets.upload_scan(sitting.pk, b"x", "x.png", by=officer)


# ── Deciding and writing ─────────────────────────────────────────────────────────────────────────


def test_what_a_person_decides_stands_when_the_pages_are_put_together_again(sitting, seat, filled, invigilator):
    sheets.decide_answer(sitting.pk, answer(seat, 3).pk, by=invigilator, written=["乙炔"])
    put_together(Forms(sitting), [seat.pk])
    assert answer(seat, 3).response.startswith("乙炔")


def test_two_circles_where_one_is_asked_for_are_no_decision(sitting, seat, filled, invigilator):
    with pytest.raises(Invalid):
        sheets.decide_answer(sitting.pk, answer(seat, 1).pk, by=invigilator, filled={"": values(sitting, seat, 1)[:2]})


def test_settled_answers_become_responses_and_the_seat_is_handed_in(sitting, seat, filled, chosen, invigilator):
    settle(sitting, seat, invigilator)
    assert sheets.take_answers(sitting.pk, by=invigilator) == 1
    row = Response.objects.get(seat=seat)
    assert (row.response, row.statement_id) == (chosen, None)
    assert "监考员" in row.entered_by
    seat.refresh_from_db()
    assert (seat.state, seat.attendance, seat.received) == ("submitted", "present", 1)


def test_a_seat_with_an_open_doubt_is_not_written(sitting, seat, filled, invigilator):
    assert sheets.take_answers(sitting.pk, by=invigilator) == 0
    assert not Response.objects.exists()


@pytest.mark.parametrize("keep", ["paper", "tablet"])
def test_where_sheet_and_tablet_differ_a_person_chooses(sitting, seat, filled, chosen, invigilator, keep):
    other = next(value for value in values(sitting, seat, 1) if value != chosen)
    from_tablet(seat, 1, other)
    settle(sitting, seat, invigilator)
    assert sheets.take_answers(sitting.pk, by=invigilator) == 0
    assert Response.objects.get().response == other
    sheets.choose_answer(sitting.pk, answer(seat, 1).pk, keep, by=invigilator)
    assert sheets.take_answers(sitting.pk, by=invigilator) == 1
    assert Response.objects.get().response == (chosen if keep == "paper" else other)


def test_an_empty_sheet_leaves_what_the_tablet_sent(sitting, seat, invigilator):
    sheets.enter_by_hand(sitting.pk, seat.pk, by=invigilator)
    sent = from_tablet(seat, 1, "b")
    settle(sitting, seat, invigilator)
    sheets.take_answers(sitting.pk, by=invigilator)
    sent.refresh_from_db()
    assert (sent.response, sent.entered_by) == ("b", "")


def test_what_is_written_is_not_decided_again(sitting, seat, filled, invigilator):
    settle(sitting, seat, invigilator)
    sheets.take_answers(sitting.pk, by=invigilator)
    with pytest.raises(Conflict):
        sheets.decide_answer(sitting.pk, answer(seat, 1).pk, by=invigilator)
    scan(sitting, png(filled[0]), by=invigilator)
    assert ScannedPage.objects.order_by("pk").last().reason == "already_taken"


def test_without_a_scanned_sheet_nothing_replaces_what_a_tablet_sent(sitting, seat, chosen, invigilator):
    other = next(value for value in values(sitting, seat, 1) if value != chosen)
    sheets.enter_by_hand(sitting.pk, seat.pk, by=invigilator)
    sent = from_tablet(seat, 1, other)
    sheets.decide_answer(sitting.pk, answer(seat, 1).pk, by=invigilator, filled={"": [chosen]})
    settle(sitting, seat, invigilator)
    with pytest.raises(Invalid, match=r"not scanned|没有扫描"):
        sheets.choose_answer(sitting.pk, answer(seat, 1).pk, "paper", by=invigilator)
    assert sheets.take_answers(sitting.pk, by=invigilator) == 0
    sheets.choose_answer(sitting.pk, answer(seat, 1).pk, "tablet", by=invigilator)
    assert sheets.take_answers(sitting.pk, by=invigilator) == 1
    sent.refresh_from_db()
    assert sent.response == other


def test_answers_are_entered_by_hand_without_a_scan(sitting, seat, chosen, invigilator):
    assert sheets.enter_by_hand(sitting.pk, seat.pk, by=invigilator) == 3
    made = sheets.decide_answer(sitting.pk, answer(seat, 1).pk, by=invigilator, filled={"": [chosen]})
    assert made.response == chosen


def test_others_decide_and_write_nothing(sitting, seat, filled, other_evaluator):
    with pytest.raises(NotFoundHere):
        sheets.decide_answer(sitting.pk, answer(seat, 1).pk, by=other_evaluator)
    with pytest.raises(NotFoundHere):
        sheets.take_answers(sitting.pk, by=other_evaluator)

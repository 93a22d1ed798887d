"""Never silently wrong: what was meant, what is read, and what goes to a person."""

import cv2
import numpy as np
import pytest

from assessments.exams.paper import sheets
from assessments.exams.paper.layout import RADIUS
from assessments.exams.paper.marks import State
from assessments.exams.paper.reading import PageRead, PageUnread, picture_of, read_page
from assessments.exams.paper.registration import SCALE, flatten
from tests.factories import exam_papers as a
from tests.factories import pencil

WORN_SHEETS = 9  # of the two pages with bubbles: more than 2,000 bubbles


def read(printed, picture, **more):
    given = {"number": 1, "sitting": printed.form.sitting, "layouts": printed.layouts, **more}
    return read_page(picture, **given)


def marks_of(page):
    return [mark for line in page.lines for mark in line.marks]


def worn(printed, first, count, make=pencil.scanned):
    """Filled and worn pages with what was meant; every third upside down."""
    for seed in range(first, first + count):
        for page, paper in zip(printed.layout.pages, printed.papers, strict=True):
            if not page.bubbles:
                continue
            mine = paper.copy()
            meant = pencil.fill(mine, page, pencil.Hand(seed * 10 + page.number), several=printed.several)
            picture = make(mine, seed * 10 + page.number)
            yield picture[::-1, ::-1].copy() if seed % 3 == 2 else picture, meant


def counted(printed, pages):
    """Wrong, doubtful, all."""
    wrong = doubtful = total = 0
    for picture, meant in pages:
        page = read(printed, picture)
        assert isinstance(page, PageRead), page.reason
        for mark in marks_of(page):
            total += 1
            doubtful += mark.state == State.DOUBTFUL
            wrong += mark.state != State.DOUBTFUL and (mark.state == State.FILLED) != meant[mark.bubble].filled
    return wrong, doubtful, total


@pytest.mark.slow
def test_no_bubble_of_worn_scans_is_read_wrongly(printed):
    wrong, doubtful, total = counted(printed, worn(printed, 100, WORN_SHEETS))
    assert total >= 2000
    assert wrong == 0
    assert doubtful / total < 0.02


@pytest.mark.slow
def test_no_bubble_of_photos_is_read_wrongly(printed):
    wrong, doubtful, total = counted(printed, worn(printed, 500, 3, pencil.photographed))
    assert wrong == 0
    assert doubtful / total < 0.02


def test_a_plain_threshold_would_be_wrong(printed):
    """The sheets are hard: half-dark pixels counted on the same flat pages, the best of all limits, misread some."""
    seen = []
    for picture, meant in worn(printed, 100, 4):
        flat = flatten(picture).image
        for bubble, truth in meant.items():
            x, y, reach = round(bubble.x * SCALE), round(bubble.y * SCALE), round(RADIUS * SCALE)
            seen.append((float((flat[y - reach : y + reach, x - reach : x + reach] < 128).mean()), truth.filled))
    fewest = min(sum((share > limit) != filled for share, filled in seen) for limit in np.linspace(0.02, 0.98, 97))
    assert fewest > 0


@pytest.mark.parametrize("degrees", [-5, 5, 180, 90])
def test_a_turned_sheet_is_read(printed, degrees):
    paper = printed.filled((1, "o2", ""))[0]
    quarters, rest = (degrees // 90, 0) if degrees >= 90 else (0, degrees)
    picture = np.rot90(pencil.scanned(paper, 3, degrees=rest), quarters).copy()
    filled = [mark.bubble for mark in marks_of(read(printed, picture)) if mark.state == State.FILLED]
    assert filled == [printed.bubble(1, "o2")[1]]


def test_an_empty_sheet_is_empty(printed):
    page = read(printed, pencil.scanned(printed.papers[0], 4))
    assert {mark.state for mark in marks_of(page)} == {State.EMPTY}


@pytest.mark.parametrize("how", ["tick", "cross", "dot", "faint", "erased", "crossed_out"])
def test_what_is_no_clear_mark_goes_to_a_person_with_its_picture(printed, how):
    page = read(printed, pencil.scanned(printed.filled((1, "o2", "", how))[0], 5))
    line = page.lines[0]
    assert [mark.bubble.value for mark in line.doubts] == ["o2"]
    assert line.doubts[0].reason in ("partial", "faint", "erased", "crossed_out")
    assert cv2.imdecode(np.frombuffer(line.picture, np.uint8), cv2.IMREAD_GRAYSCALE).shape[1] > 200


def test_a_weak_trace_beside_a_strong_mark_is_what_the_eraser_left(printed):
    paper = printed.filled((1, "o2", ""))[0]
    bubble = printed.bubble(1, "o3")[1]
    place = (round(bubble.x * pencil.MM), round(bubble.y * pencil.MM))
    smear = np.full_like(paper, 255)
    cv2.circle(smear, place, 26, 225, -1)
    page = read(printed, pencil.scanned(np.minimum(paper, smear), 6))
    assert [mark.state for mark in page.lines[0].marks] == ["empty", "filled", "empty", "empty"]


@pytest.mark.parametrize("shade", [0, 128, 255])
def test_what_is_covered_is_not_read_as_empty(printed, shade):
    paper = printed.filled((1, "o2", ""))[0]
    x, y = (round(value * pencil.MM) for value in (printed.bubble(1, "o2")[1].x, printed.bubble(1, "o2")[1].y))
    paper[y - 60 : y + 60, x - 180 : x + 60] = shade  # a thumb, a strip of paper, a flash
    states = {mark.bubble.value: mark.state for mark in read(printed, pencil.scanned(paper, 7)).lines[0].marks}
    assert states["o1"] == states["o2"] == State.DOUBTFUL


def test_a_bubble_can_be_shown_from_the_kept_page(printed):
    page = read(printed, pencil.scanned(printed.filled((1, "o2", ""))[0], 8))
    shown = cv2.imdecode(np.frombuffer(picture_of(page, page.lines[0].marks[1]), np.uint8), cv2.IMREAD_GRAYSCALE)
    middle = shown.shape[0] // 2
    assert shown[middle - 8 : middle + 8, middle - 8 : middle + 8].mean() < shown[:6].mean() - 40


def test_what_is_written_by_hand_is_cut_out(printed):
    page = read(printed, pencil.scanned(printed.papers[-1], 9))
    assert list(page.written) == [(printed.layout.fields[-1].item, "")]


def reason(page):
    assert isinstance(page, PageUnread)
    assert page.image.startswith(b"\xff\xd8")
    return page.reason


def test_a_sheet_of_another_sitting_is_not_read(printed):
    other = a.a_form([a.a_choice(1)], sitting=78)
    assert reason(read(printed, pencil.scanned(printed.papers[0], 1), sitting=other.sitting)) == "other_sitting"


def test_a_sheet_of_a_stranger_is_not_read(printed):
    assert reason(read(printed, pencil.scanned(printed.papers[0], 1), layouts={})) == "unknown_seat"


def test_a_sheet_of_another_version_of_the_paper_is_not_read(printed):
    changed = {printed.form.seat: sheets.layout_of(a.a_form([a.a_choice(1)]))}
    assert reason(read(printed, pencil.scanned(printed.papers[0], 1), layouts=changed)) == "other_layout"


def test_a_photo_of_something_else_is_not_read(printed):
    noise = np.random.default_rng(1).integers(0, 255, (1200, 900)).astype(np.uint8)
    assert reason(read(printed, noise)) == "no_sheet"
    assert reason(read(printed, np.full((1200, 900), 255, np.uint8))) == "no_sheet"


def test_two_sheets_in_one_picture_are_not_read(printed):
    both = np.hstack([cv2.resize(paper, None, fx=0.5, fy=0.5) for paper in printed.papers[:2]])
    assert reason(read(printed, both)) == "two_sheets"


def test_a_sheet_with_a_covered_code_is_not_read(printed):
    paper = printed.papers[0].copy()
    paper[: round(38 * pencil.MM), round(155 * pencil.MM) : round(187 * pencil.MM)] = 255
    assert reason(read(printed, pencil.scanned(paper, 1))) == "no_code"


def test_too_small_a_picture_is_not_read(printed):
    assert reason(read(printed, pencil.scanned(printed.papers[0], 1, dpi=95))) == "too_small"


def test_a_bent_sheet_is_not_read(printed):
    paper = printed.papers[0]
    x, y = np.meshgrid(np.arange(paper.shape[1]), np.arange(paper.shape[0]))
    bend = 2.5 * pencil.MM * np.sin(np.pi * y / paper.shape[0])
    bent = cv2.remap(paper, (x + bend).astype(np.float32), y.astype(np.float32), cv2.INTER_LINEAR, borderValue=255)
    assert reason(read(printed, pencil.scanned(bent, 1))) == "not_flat"

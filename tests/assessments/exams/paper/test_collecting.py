"""From pages to each candidate's answers."""

from assessments.exams.paper.collecting import collect
from assessments.exams.paper.reading import read_page
from tests.factories import pencil

NUMBER = [(29, sign, str(place)) for place, sign in enumerate("12.5", start=3)]
MARKS = [
    (1, "o2", ""),
    (25, "o1", ""),
    (25, "o4", ""),
    *((26, value, str(place)) for place, value in enumerate(["o3", "o1", "o4", "o2"], start=1)),
    (27, "r1", "l1"),
    (27, "r4", "l3"),
    (28, "o3", "g1"),
    (28, "o1", "g2"),
    *NUMBER,
    (29, "mm", "unit"),
]


def pages(printed, papers, first=1):
    return [
        read_page(pencil.scanned(paper, seed), number=seed, sitting=printed.form.sitting, layouts=printed.layouts)
        for seed, paper in enumerate(papers, start=first)
    ]


def answers(seat):
    return {answer.field.number: answer for answer in seat.answers}


def test_every_kind_of_answer_is_read(printed):
    (seat,) = collect(pages(printed, printed.filled(*MARKS)), printed.layouts)
    found = {number: answer.response for number, answer in answers(seat).items()}
    assert found[1] == "o2"
    assert found[2] == ""
    assert found[25] == "o1[,]o4"
    assert found[26] == "o3[,]o1[,]o4[,]o2"
    assert found[27] == "l1[.]r1[,]l3[.]r4"
    assert found[28] == "g1[.]o3[,]g2[.]o1"
    assert found[29] == "12.5 mm"
    assert not seat.missing
    assert not seat.repeated


def test_what_is_written_waits_for_a_person(printed):
    (seat,) = collect(pages(printed, printed.papers), printed.layouts)
    answer = answers(seat)[31]
    assert answer.response is None
    assert [doubt.reason for doubt in answer.doubts] == ["written"]
    assert answer.doubts[0].picture


def test_two_filled_where_one_is_asked_for_is_a_doubt(printed):
    (seat,) = collect(pages(printed, printed.filled((1, "o1", ""), (1, "o3", ""))), printed.layouts)
    answer = answers(seat)[1]
    assert answer.response is None
    assert [doubt.reason for doubt in answer.doubts] == ["two_filled"]
    assert answer.doubts[0].picture


def test_a_tick_is_proposed_and_not_decided(printed):
    (seat,) = collect(pages(printed, printed.filled((1, "o3", "", "tick"))), printed.layouts)
    assert (answers(seat)[1].response, answers(seat)[1].proposal) == (None, "o3")


def test_a_missing_page_is_named_and_its_answers_wait(printed):
    (seat,) = collect(pages(printed, printed.filled(*MARKS)[1:], first=2), printed.layouts)
    assert seat.missing == (1,)
    assert answers(seat)[1].response is None
    assert answers(seat)[1].doubts[0].reason == "missing_page"


def test_nobodys_sheets_are_all_missing(printed):
    (seat,) = collect([], printed.layouts)
    assert seat.missing == tuple(page.number for page in printed.layout.pages)
    assert all(answer.response is None for answer in seat.answers)


def test_the_same_page_twice_changes_nothing(printed):
    once = pages(printed, printed.filled(*MARKS))
    again = pages(printed, printed.filled(*MARKS)[:1], first=8)
    (seat,) = collect([*once, *again], printed.layouts)
    assert seat.repeated == (1,)
    assert answers(seat)[1].response == "o2"


def test_the_same_page_twice_with_other_marks_is_a_doubt(printed):
    once = pages(printed, printed.filled(*MARKS))
    other = pages(printed, printed.filled((1, "o4", ""))[:1], first=8)
    (seat,) = collect([*once, *other], printed.layouts)
    answer = answers(seat)[1]
    assert answer.response is None
    assert {doubt.reason for doubt in answer.doubts} == {"contradiction"}
    assert len(answer.doubts) == 2

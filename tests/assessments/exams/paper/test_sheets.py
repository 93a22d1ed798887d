"""What is printed."""

import io
import re
import subprocess

import pikepdf
import pytest

from assessments.exams.paper import sheets
from assessments.exams.paper.codes import SheetCode
from lms.lib.errors import Invalid
from lms.packages import shapes
from tests.factories import exam_papers as a


def words(pdf):
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def test_the_same_form_gives_the_same_bytes():
    assert sheets.answer_sheets(a.a_form()) == sheets.answer_sheets(a.a_form())
    assert sheets.question_booklet(a.a_form()) == sheets.question_booklet(a.a_form())


def test_a_sheet_names_its_candidate_for_people_only():
    form = a.a_form()
    shown = words(sheets.answer_sheets(form))
    assert "张三" in shown
    assert form.candidate.number in shown
    code = SheetCode(form.sitting, form.seat, 1, sheets.layout_of(form).fingerprint).text()
    assert form.candidate.number not in code


@pytest.mark.parametrize(("language", "said"), [("en", "Fill the circle"), ("zh-hans", "涂满圆圈")])
def test_a_sheet_speaks_the_candidates_language(language, said):
    assert said in words(sheets.answer_sheets(a.a_form(language=language)))


@pytest.mark.parametrize(("language", "said"), [("en", "Answer on the answer sheet"), ("zh-hans", "写在答题卡上")])
def test_a_booklet_says_what_to_do(language, said):
    assert said in " ".join(words(sheets.question_booklet(a.a_form(language=language))).split())


def test_a_booklet_letters_options_and_counts_pages():
    shown = words(sheets.question_booklet(a.a_form()))
    assert re.search(r"B +选项 2", shown)
    assert "3/3" in shown
    assert "(1)" in shown


def test_a_booklet_without_its_picture_is_refused():
    form = a.a_form()
    bare = type(form)(**{**form.__dict__, "pictures": {}})
    with pytest.raises(Invalid, match=r"torch\.png"):
        sheets.question_booklet(bare)


def test_a_prompt_cannot_bring_a_picture_or_a_script():
    item = a.a_choice(1)
    item.prompt_html = "<p>看<img src='file:///etc/passwd'><script>1</script>图</p>"
    shown = words(sheets.question_booklet(a.a_form([item])))
    assert "看" in shown
    assert "root:" not in shown


def test_the_words_of_areas_are_not_printed():
    shown = words(sheets.question_booklet(a.a_form([a.a_hotspot(1)])))
    assert "阀" not in shown


def test_a_room_has_a_list_and_everybodys_sheets():
    forms = [a.a_form([a.a_choice(1)], seat=seat, room="3 号教室") for seat in range(1, 6)]
    made = sheets.room_sheets(forms)
    assert len(pikepdf.open(io.BytesIO(made)).pages) == 6
    assert made == sheets.room_sheets(forms)
    shown = words(made)
    assert "3 号教室" in shown
    assert all(shown.count(form.candidate.number) == 2 for form in forms)


@pytest.mark.parametrize("seats", [[], [1, 1]])
def test_a_room_without_people_or_with_a_seat_twice_is_refused(seats):
    with pytest.raises(Invalid):
        sheets.room_sheets([a.a_form(seat=seat) for seat in seats])


def test_sheets_of_two_sittings_are_not_mixed():
    with pytest.raises(Invalid):
        sheets.room_sheets([a.a_form(), a.a_form(sitting=78, seat=2)])


def test_a_practical_task_has_no_place_on_the_sheet():
    item = shapes.PracticalItem(id=a.iri(1), version=1, prompt_html="<p>焊</p>", rubric=[])
    assert not any(page.bubbles or page.boxes for page in sheets.layout_of(a.a_form([item])).pages)

"""The Excel template, as officers fill it in."""

import io

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.drawing.image import Image

from assessments.bank.drafts import Outcome
from assessments.bank.exchange.api import write_template
from assessments.bank.exchange.excel.columns import SHEETS
from assessments.bank.exchange.opening import Unreadable
from assessments.bank.exchange.reading import read_items
from tests.factories import item_files as f


def book(sheet, headings, *rows, picture=None):
    made = Workbook()
    page = made.active
    page.title = sheet
    page.append(headings)
    for row in rows:
        page.append(row)
    if picture:
        page.add_image(Image(io.BytesIO(f.png())), picture)
    return saved(made)


def saved(made):
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def codes(verdict):
    return {note.code for note in verdict.notes}


HEADINGS = ["题目", "答案A", "答案B", "答案C", "正确答案"]


def test_the_template_has_a_sheet_for_each_kind_with_an_example_and_lists_to_choose_from():
    made = load_workbook(io.BytesIO(write_template()))
    assert made.sheetnames == ["说明 Notes", *(sheet.title for sheet in SHEETS)]
    for sheet in SHEETS:
        page = made[sheet.title]
        assert page.max_row == 2
        assert page.data_validations.dataValidation
    notes = "".join(str(row[0]) for row in made["说明 Notes"].values)
    assert "橙色的列必须填写" in notes
    assert "Orange columns are needed" in notes


def test_the_examples_are_left_out_and_would_be_questions_otherwise():
    with pytest.raises(Unreadable):
        read_items(write_template())
    made = load_workbook(io.BytesIO(write_template()))
    for sheet in SHEETS:
        page = made[sheet.title]
        for cell in page[2]:
            cell.value = "一" if cell.value == "示例 Example" else cell.value
        if sheet.kind == "hotspot":
            place = next(f"{cell.column_letter}2" for cell in page[1] if cell.value.startswith("热点图 "))
            page.add_image(Image(io.BytesIO(f.png((100, 100)))), place)
    verdicts = read_items(saved(made)).verdicts
    assert [(verdict.place, codes(verdict)) for verdict in verdicts if verdict.outcome != Outcome.TAKEN] == []
    assert len(verdicts) == len(SHEETS)
    assert verdicts[0].draft.topics == ["焊接安全", "电焊"]
    assert verdicts[0].draft.occupation == "焊工"


@pytest.mark.parametrize("key", ["AC", "A、C", "ＡＣ", "a,c", "C A", "A和C"])
def test_a_key_is_read_however_it_is_written(key):
    (verdict,) = read_items(book("选择题", HEADINGS, ["哪些对？", "一", "二", "三", key])).verdicts
    assert (verdict.draft.item.correct, verdict.draft.item.multiple) == (["a", "c"], True)


def test_full_width_digits_numbers_and_blank_rows():
    headings = ["题目", "正确数值", "允许误差", "单位", "难度", "分值"]
    content = book(
        "数字题",
        headings,
        [None],
        ["多长？", "１２．５", 0.1, "cm；mm = 0.1", "３", 2],
        [None, "  "],
        ["多高？", 3, None, None, None, None],
    )
    first, second = read_items(content).verdicts
    item = first.draft.item
    assert (item.value, item.tolerance, [unit.text for unit in item.units]) == (12.5, 0.1, ["cm", "mm"])
    assert (first.draft.points, second.draft.item.value) == (2.0, 3.0)


def test_unknown_columns_and_sheets_are_named():
    made = load_workbook(io.BytesIO(book("选择题", [*HEADINGS, "备注"], ["对吗？", "一", "二", None, "A", "小张出的"])))
    made.create_sheet("其他题").append(["题目", "?"])
    choice, other = read_items(saved(made)).verdicts
    assert (choice.outcome, codes(choice)) == (Outcome.WITH_LOSS, {"column_unknown"})
    assert (other.outcome, codes(other)) == (Outcome.REFUSED, {"sheet_unknown"})


def test_a_title_above_the_headings_is_fine():
    made = load_workbook(io.BytesIO(book("单选题", HEADINGS, ["对吗？", "一", "二", None, "A"])))
    made.active.insert_rows(1)
    made.active["A1"] = "北山监狱焊工题库"
    (verdict,) = read_items(saved(made)).verdicts
    assert verdict.outcome == Outcome.TAKEN
    assert "3" in verdict.place


def test_pictures_are_taken_from_the_cell_they_stand_in():
    content = book(
        "选择题", [*HEADINGS, "图片1", "图片1说明"], ["对吗？", "一", "二", None, "A", None, "红块"], picture="F2"
    )
    (verdict,) = read_items(content).verdicts
    assert verdict.draft.item.pictures[0].alt == "红块"
    assert verdict.draft.files[verdict.draft.item.pictures[0].path] == f.png()


def test_a_picture_beside_no_question_is_named():
    verdicts = read_items(book("选择题", HEADINGS, ["对吗？", "一", "二", None, "A"], picture="F9")).verdicts
    assert codes(verdicts[1]) == {"picture_missing"}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["", "一", "二", None, "A"], "no_prompt"),
        (["对吗？", "一", "二", None, None], "missing"),
        (["对吗？", "一", "二", None, "C"], "key_unknown"),
        (["对吗？", "一", "二", None, "甲"], "key_unknown"),
        (["对吗？", "一", "一", None, "A"], "same_twice"),
        (["对吗？", "一", None, None, "A"], "too_few"),
        (["对吗？", "一" * 400, "二", None, "A"], "too_long"),
        (["=1+1", "一", "二", None, "A"], "formula"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(row, code):
    (verdict,) = read_items(book("选择题", HEADINGS, row)).verdicts
    assert (verdict.outcome, verdict.draft) == (Outcome.REFUSED, None)
    assert code in codes(verdict)


def test_a_false_size_of_a_sheet_costs_nothing():
    made = load_workbook(io.BytesIO(book("选择题", HEADINGS, ["对吗？", "一", "二", None, "A"])))
    made.active.cell(1_048_576, 16_384).value = "far away"
    verdicts = read_items(saved(made)).verdicts
    assert verdicts[0].outcome == Outcome.TAKEN


def test_what_looks_like_a_formula_goes_out_as_text():
    from assessments.bank.exchange.excel.writing import write_items

    draft = read_items(f.choice21(title="=cmd")).verdicts[0].draft
    page = load_workbook(io.BytesIO(write_items([draft]))).worksheets[0]
    assert "=cmd" in [cell.value for cell in page[2] if cell.data_type == "s"]


def test_a_workbook_with_an_entity_in_it_is_refused():
    import zipfile

    content = book("选择题", HEADINGS, ["对吗？", "一", "二", None, "A"])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            part = before.read(name)
            if name.endswith("sheet1.xml"):
                part = b'<!DOCTYPE x [<!ENTITY a "bomb">]>' + part.replace("对吗".encode(), b"&a;")
            after.writestr(name, part)
    with pytest.raises(Unreadable):
        read_items(out.getvalue())

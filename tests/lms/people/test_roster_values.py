import contextlib
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.people.names import clean, pinyin_of, search_form
from lms.people.roster.columns import fields_of
from lms.people.roster.values import Unclear, date_of, language_of, number_of, text_of, truth_of

DAYS = st.dates(date(1900, 1, 1), date(2150, 12, 31))
FORMS = [
    "{d.year:04}-{d.month:02}-{d.day:02}",
    "{d.year}-{d.month}-{d.day}",
    "{d.year}/{d.month}/{d.day}",
    "{d.year}.{d.month:02}.{d.day:02}",
    "{d.year}年{d.month}月{d.day}日",
    "{d.year} 年 {d.month} 月 {d.day} 日",
    "{d.year:04}{d.month:02}{d.day:02}",
    " {d.year}-{d.month}-{d.day} 00:00:00 ",
    "{d.year:04}-{d.month:02}-{d.day:02}T08:30",
]
FULL_WIDTH = str.maketrans("0123456789-/.", "０１２３４５６７８９－／．")


@given(DAYS, st.sampled_from(FORMS), st.booleans())
def test_a_date_is_understood_in_every_form_and_width(day, form, wide):
    text = form.format(d=day)
    if wide and "T" not in text and ":" not in text:
        text = text.translate(FULL_WIDTH)
    assert date_of(text) == day


@given(DAYS)
def test_excels_own_dates_are_understood(day):
    assert date_of(day) == date_of(datetime(day.year, day.month, day.day)) == day  # noqa: DTZ001
    assert date_of(float(day.strftime("%Y%m%d"))) == day
    serial = (day - date(1899, 12, 30)).days
    if serial >= 5000:
        assert date_of(serial) == day


def test_chinese_numerals_are_a_date():
    assert date_of("二〇二六年三月一日") == date(2026, 3, 1)
    assert date_of("二零二六年十二月三十一日") == date(2026, 12, 31)
    assert date_of("二〇二六年十月二十日") == date(2026, 10, 20)


@pytest.mark.parametrize("text", ["", " ", "-", "无", "无期", "N/A", None])
def test_a_cell_may_say_that_there_is_no_date(text):
    assert date_of(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30",
        "2026-13-01",
        "3/1/26",
        "01/03/2026",
        "2026年3月",
        "昨天",
        "0000-01-01",
        "99999999",
        7,
        1e300,
        float("nan"),
        "2026-3-1-1",
        "二〇二六年十十月一日",
    ],
)
def test_a_date_that_is_not_clear_is_never_guessed(text):
    with pytest.raises(Unclear):
        date_of(text)


@given(st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.none()))
def test_no_cell_at_all_breaks_the_readers(cell):
    for reader in (date_of, truth_of, language_of, number_of):
        with contextlib.suppress(Unclear):
            reader(cell)


@given(st.integers(0, 10**12))
def test_a_number_is_the_same_in_every_width(number):
    text = str(number)
    assert (
        number_of(text.translate(FULL_WIDTH))
        == number_of(f" {text[:2]} {text[2:]}")
        == number_of(number)
        == number_of(float(number))
        == text
    )


def test_arabic_digits_are_digits():
    assert number_of("١٠٠١") == "1001"


@pytest.mark.parametrize("text", ["=1+1", "@x", "+5", "＝1"])
def test_a_number_that_looks_like_a_formula_is_refused(text):
    with pytest.raises(Unclear):
        number_of(text)


def test_yes_and_no_in_both_languages():
    assert [truth_of(t) for t in ("是", "Y", "√", 1, True, "需要")] == [True] * 6
    assert [truth_of(t) for t in ("否", "no", 0, False, "×", "无")] == [False] * 6
    assert truth_of("") is None


def test_languages_by_name_and_code():
    assert [language_of(t) for t in ("中文", "ZH", "English", "维吾尔语", "zh_CN", "sw", "")] == [
        "zh-hans",
        "zh-hans",
        "en",
        "ug",
        "zh-hans",
        "sw",
        None,
    ]
    with pytest.raises(Unclear):
        language_of("火星语")


def test_headings_are_recognised_in_both_languages_and_with_remarks():
    assert fields_of(["序号", " 姓 名（必填）", "Number", "所在监区", None, "预计释放日期*"]) == {
        "name": 1,
        "number": 2,
        "ward": 3,
        "release_expected_on": 5,
    }
    assert fields_of(["北山监狱学员名册"]) == {}


def test_names_are_found_by_pinyin_and_initials():
    assert pinyin_of("王小明") == "wang xiao ming wangxiaoming wxm"
    assert pinyin_of("单雄信").startswith("shan xiong xin")
    assert "nguyen" in pinyin_of("Nguyễn Văn An")
    assert search_form("Ｗａｎｇ") == "wang"


@given(st.text(max_size=300))
def test_any_name_has_a_search_form_that_fits(name):
    assert len(pinyin_of(name)) <= 600
    assert "\x00" not in clean(name)


def test_nul_bytes_and_control_signs_do_not_survive():
    assert clean(" 王\x00小\x07\n明 ") == "王小 明"
    assert text_of(1001.0) == "1001"

"""Moodle's two formats, as Moodle writes them."""

import pytest

from assessments.bank.drafts import Outcome
from assessments.bank.exchange.opening import Unreadable
from assessments.bank.exchange.reading import read_items
from tests.factories.item_files import sample


def by_name(verdicts):
    return {verdict.place.rpartition("· ")[2]: verdict for verdict in verdicts}


def codes(verdict):
    return {note.code for note in verdict.notes}


@pytest.fixture(scope="module")
def moodle():
    reading = read_items(sample("moodle.xml"), "moodle.xml")
    assert reading.format == "moodle"
    return by_name(reading.verdicts)


@pytest.fixture(scope="module")
def gift():
    reading = read_items(sample("bank.gift.txt"), "bank.txt")
    assert reading.format == "gift"
    return by_name(reading.verdicts)


def test_a_choice_of_moodle_comes_with_picture_topics_points_and_feedback(moodle):
    draft = moodle["面罩"].draft
    assert [option.text for option in draft.item.options] == ["焊工面罩", "太阳镜", "不用戴"]
    assert (draft.item.correct, draft.item.multiple, draft.points) == (["a"], False, 2.0)
    assert draft.topics == ["Default for 焊工", "焊接安全", "防护"]
    assert (draft.item.feedback_correct, draft.item.feedback_incorrect) == ("对。", "再想想。")
    (picture,) = draft.item.pictures
    assert picture.alt == "面罩"
    assert draft.files[picture.path].startswith(b"\x89PNG")
    assert draft.language == "zh-hans"


def test_penalty_and_negative_marks_are_named(moodle):
    assert moodle["面罩"].outcome == Outcome.WITH_LOSS
    assert codes(moodle["面罩"]) == {"penalty_lost", "negative_marks"}


def test_true_or_false_is_a_choice_of_two(moodle):
    item = moodle["接地"].draft.item
    assert [option.text for option in item.options] == ["正确", "错误"]
    assert (item.correct, item.feedback_incorrect) == (["a"], "会触电")


def test_a_short_answer_keeps_what_half_right_answers_are_worth(moodle):
    item = moodle["Ohm"].draft.item
    assert item.gaps[0].accept == ["ohm", "om"]
    assert item.mapping.values == {"g1[.]ohm": 1.0, "g1[.]om": 0.5}


def test_a_number_keeps_tolerance_and_units(moodle):
    item = moodle["power"].draft.item
    assert (item.value, item.tolerance, item.unit_required) == (5.5, 0.1, True)
    assert [(unit.text, unit.factor) for unit in item.units] == [("kW", 1.0), ("W", 0.001)]
    assert codes(moodle["power"]) == {"unit_penalty_lost"}


def test_matching_keeps_the_choice_that_belongs_to_nothing(moodle):
    item = moodle["安全色"].draft.item
    assert [one.text for one in item.right] == ["禁止", "警告", "提示"]
    assert len(item.correct) == 2


def test_an_essay_gets_a_rubric_that_is_named(moodle):
    item = moodle["急救"].draft.item
    assert (item.kind, item.model_answer) == ("extended_text", "先断电。")
    assert item.rubric[0].levels[-1].points == 10
    assert codes(moodle["急救"]) == {"no_rubric", "rubric_as_text"}


@pytest.mark.parametrize(("name", "once"), [("词", False), ("drag", True)])
def test_gaps_to_choose_for(moodle, name, once):
    item = moodle[name].draft.item
    assert (item.kind, item.once, len(item.gaps)) == ("inline_choice", once, 2)
    assert [gap.correct for gap in item.gaps] == ["a", "b"]


def test_embedded_answers_become_gaps(moodle):
    item = moodle["嵌入"].draft.item
    assert item.text == "安全电压是[[g1]]伏。"
    assert item.mapping.values == {"g1[.]36": 1.0, "g1[.]24": 0.5}
    assert codes(moodle["嵌入"]) == {"answer_feedback_lost"}


@pytest.mark.parametrize(("name", "code"), [("说明", "description_only"), ("算", "kind_unknown")])
def test_what_has_no_counterpart_is_refused_by_name(moodle, name, code):
    assert (moodle[name].outcome, moodle[name].draft) == (Outcome.REFUSED, None)
    assert code in codes(moodle[name])
    assert str(moodle[name].notes[-1].sentence)


def test_gift_knows_titles_categories_tags_and_feedback(gift):
    draft = gift["面罩"].draft
    assert (draft.name, draft.topics, draft.item.feedback_correct) == ("面罩", ["焊接安全", "防护"], "对")
    assert draft.item.correct == ["a"]


def test_gift_weights_that_are_the_usual_ones_need_no_rule(gift):
    item = gift["两种"].draft.item
    assert (item.multiple, item.correct, item.mapping) == (True, ["a", "b"], None)


def test_gift_true_or_false_says_first_what_the_wrong_ones_read(gift):
    item = gift["T1"].draft.item
    assert (item.correct, item.feedback_correct, item.feedback_incorrect) == (["a"], "Right!", "At sea level it does.")


def test_gift_short_answers_and_missing_words(gift):
    assert gift["Short"].draft.item.gaps[0].accept == ["Lu Xun", "Lu", "鲁迅"]
    texts = [
        verdict.draft.item.text for verdict in gift.values() if verdict.draft and verdict.draft.item.kind == "fill_in"
    ]
    assert "The voltage is [[g1]] volts." in texts


def test_gift_numbers_ranges_and_several_numbers(gift):
    assert (gift["Num"].draft.item.value, gift["Num"].draft.item.tolerance) == (3.14159, 0.005)
    assert gift["Num"].draft.item.prompt_html == "<p>{pi} is about</p>"
    assert (gift["Range"].draft.item.value, gift["Range"].draft.item.tolerance) == (3.0, 2.0)
    assert codes(gift["Many"]) == {"tolerances_differ"}


def test_gift_matching_and_essay(gift):
    assert len(gift["Match"].draft.item.left) == 2
    assert len(gift["Match"].draft.item.right) == 3
    assert gift["Essay"].draft.item.kind == "extended_text"


def test_gift_escapes_are_undone(gift):
    draft = gift["Escapes"].draft
    assert draft.item.prompt_html == "<p>Is 2\\+2=4 : {yes}?</p>"
    assert draft.item.options[0].text == "2~4"


@pytest.mark.parametrize(("name", "code"), [("Text only", "description_only"), ("Broken", "not_a_question")])
def test_gift_that_is_no_question_is_refused(gift, name, code):
    assert codes(gift[name]) == {code}
    assert gift[name].draft is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_gift_is_read_in_the_usual_encodings(encoding, line_end):
    text = "::面罩::焊接时戴什么？ {=焊工面罩 ~太阳镜}\n\n::二::什么？ {=甲 ~乙}\n".replace("\n", line_end)
    first, second = read_items(text.encode(encoding), "a.txt").verdicts
    assert first.draft.item.options[0].text == "焊工面罩"
    assert second.outcome == Outcome.TAKEN


def test_moodle_is_read_in_gb18030():
    text = sample("moodle.xml").decode().replace('encoding="UTF-8"', 'encoding="GB18030"')
    assert len(read_items(text.encode("gb18030")).verdicts) == 11


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   \n",
        b"hello, this is only a letter",
        b"<html><body>no</body></html>",
        b"<questestinterop><item/></questestinterop>",
        b"<quiz><question type='multichoice'>",
        b'<?xml version="1.0"?><!DOCTYPE q [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><quiz><question>&b;</question></quiz>',
        b'<?xml version="1.0"?><!DOCTYPE q SYSTEM "file:///etc/passwd"><quiz/>',
        b'<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>',
        b"<quiz></quiz>",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old",
        b"PK\x03\x04broken",
    ],
)
def test_a_file_that_is_none_gets_a_sentence(content):
    with pytest.raises(Unreadable) as refusal:
        read_items(content, "x")
    assert str(refusal.value)

import re
from itertools import accumulate, pairwise

import pytest
import rjieba
from hypothesis import given
from hypothesis import strategies as st

from streaming.captions.cues import GAP, LONGEST, SHORTEST, build_cues
from streaming.captions.lines import joined, reading_for, wrapped
from streaming.captions.units import CLOSING, LONGEST_WIDE, OPENING, TimedText, is_wide, units_of

CHINESE = "今天我们学习电工的基础知识，请大家先关闭电源，再打开课本第十页。注意安全，不要触摸电线！"
ENGLISH = "Today we learn about electric circuits, so turn off the power before you start. Never touch a hot plate."


def spoken(text, *, start=0.0, each=0.2):
    """One piece per character for Chinese, per word for Latin text, as an engine gives them."""
    words = list(text) if not text.isascii() else [f" {word}" for word in text.split()]
    return [TimedText(start + at * each, start + (at + 1) * each, word) for at, word in enumerate(words)]


def test_chinese_lines_hold_sixteen_characters_at_most():
    lines = [line for cue in build_cues(spoken(CHINESE)) for line in cue.text.split("\n")]
    assert "".join(lines) == CHINESE
    assert max(map(len, lines)) <= 16


def test_latin_lines_hold_forty_two_characters_at_most():
    cues = build_cues(spoken(ENGLISH, each=0.35))
    assert " ".join(cue.text.replace("\n", " ") for cue in cues) == ENGLISH
    assert max(len(line) for cue in cues for line in cue.text.split("\n")) <= 42


def test_a_sentence_begins_a_new_cue():
    starts = [cue.text for cue in build_cues(spoken("请戴好安全帽。先关闭电源。", each=0.25))]
    assert starts == ["请戴好安全帽。", "先关闭电源。"]


def test_a_decimal_point_is_not_the_end_of_a_sentence():
    assert len(build_cues(spoken("It is 3.5 metres long", each=0.3))) == 1


def test_a_pause_begins_a_new_cue():
    pieces = spoken("先看仪表", each=0.25) + spoken("再开机器", start=2.0, each=0.25)
    assert [cue.text for cue in build_cues(pieces)] == ["先看仪表", "再开机器"]


def test_a_word_is_never_divided():
    lines = [line for cue in build_cues(spoken(ENGLISH, each=0.3)) for line in cue.text.split("\n")]
    assert [word for line in lines for word in line.split()] == ENGLISH.split()


def test_a_chinese_word_stays_on_one_line():
    text = "我们一起来认识焊接车间里的安全帽子和防护眼镜以及电焊手套"
    lines = [line for cue in build_cues(spoken(text, each=0.15)) for line in cue.text.split("\n")]
    for word in ("焊接", "车间", "防护", "眼镜", "手套"):
        assert any(word in line for line in lines), lines


def test_no_line_begins_with_closing_punctuation_or_is_one_character():
    lines = [line for cue in build_cues(spoken(CHINESE * 4, each=0.17)) for line in cue.text.split("\n")]
    assert all(line[0] not in CLOSING and len(line) > 1 for line in lines), lines


def test_a_very_short_sentence_joins_its_neighbour():
    assert [cue.text for cue in build_cues(spoken("好。我们开始上课。", each=0.15))] == ["好。我们开始上课。"]


def test_a_lone_short_sentence_stays_long_enough_to_be_read():
    (cue,) = build_cues([TimedText(5.0, 5.2, "好。")])
    assert cue.end - cue.start == pytest.approx(SHORTEST)


def test_a_segment_without_word_times_is_divided_by_the_room_of_its_text():
    cues = build_cues([TimedText(0.0, 12.0, CHINESE)])
    assert "".join(cue.text.replace("\n", "") for cue in cues) == CHINESE
    assert cues[0].start == 0
    assert cues[1].start == pytest.approx(12 * len(cues[0].text.replace("\n", "")) / len(CHINESE), abs=0.3)


def test_latin_words_inside_chinese_keep_their_spaces():
    pieces = [TimedText(0, 1, "打开"), TimedText(1, 1.5, " Excel"), TimedText(1.5, 2, " 2019"), TimedText(2, 3, "软件")]
    assert build_cues(pieces)[0].text == "打开 Excel 2019软件"


@pytest.mark.parametrize(
    ("said", "units"),
    [
        ("今天,then", ["今天,", "then"]),
        ("今天...then", ["今天...", "then"]),
        ("学习.NET", ["学习", ".NET"]),
        ('学习"then"', ["学习", '"then"']),
    ],
)
def test_punctuation_before_a_latin_word_stays_with_what_it_ends(said, units):
    assert [unit.text for unit in units_of([TimedText(0, 1, said)])] == units


def test_nothing_spoken_gives_no_cue():
    assert build_cues([]) == []
    assert build_cues([TimedText(1, 2, "   ")]) == []


SPEECH = st.lists(
    st.tuples(
        st.sampled_from(["今天", "学习", "，", "。", "！", "（", "）", "安全帽", " welding", " I", ".", ",", " 12.5", "x" * 60, "好"]),
        st.floats(0, 2),
        st.floats(0, 3),
    ),
    max_size=60,
)  # fmt: skip


def timed(said):
    pieces, now = [], 0.0
    for text, silence, length in said:
        pieces.append(TimedText(now + silence, now + silence + length, text))
        now += silence + length
    return pieces


def breaks_of(cues):
    """Offsets in the text without spaces at which a line or a cue begins, and its lines."""
    lines = [line for cue in cues for line in cue.text.split("\n")]
    places = accumulate(len("".join(line.split())) for line in lines)
    return lines, list(places)[:-1]


def inside_words(pieces):
    """Offsets that lie inside a Latin word, or inside a Chinese word as jieba cuts the whole text."""
    found, at = set(), 0
    for run in re.findall(
        r"\s+|[\u3000-\u9fff\uff00-\uffef]+|[^\s\u3000-\u9fff\uff00-\uffef]+", "".join(one.text for one in pieces)
    ):
        if run.isspace():
            continue
        for word in rjieba.cut(run) if is_wide(run[0]) else re.findall(r"^[.,]{2,}|^,|.+", run):
            found |= {at + inside for inside in range(1, len(word))} if len(word) <= LONGEST_WIDE else set()
            at += len(word)
    return found


@given(SPEECH)
def test_no_line_or_cue_begins_inside_a_word(said):
    pieces = timed(said)
    _lines, places = breaks_of(build_cues(pieces))
    assert not set(places) & inside_words(pieces)


@given(SPEECH)
def test_no_punctuation_stands_alone_at_the_beginning_of_a_line(said):
    lines, _places = breaks_of(build_cues(timed([("好", 0, 0.2), *said])))
    orphans = [
        line
        for before, line in pairwise(lines)
        # ".xxx" is no punctuation but a word that begins with a point; a full line takes nothing more
        if line[0] in CLOSING and not re.match(r"\.\w", line) and len(before) < LONGEST_WIDE
    ]
    assert orphans == []


ALMOST_A_LINE = st.lists(st.sampled_from(["今天", "学习", "焊接"]), min_size=7, max_size=8)
LONE = st.sampled_from([[], ["好"], ["我"]])


@given(LONE, ALMOST_A_LINE, LONE)
def test_no_character_stands_alone_on_a_line_where_another_cut_fits(first, words, last):
    words = [*first, *words, *last]
    units = units_of(timed([(word, 0.0, 0.2) for word in words]))
    lines, reading = wrapped(units) or [], reading_for(joined(units))
    if len(lines) == 2 and min(map(len, lines)) == 1:
        for at in range(1, len(units)):
            others = [joined(units[:at]), joined(units[at:])]
            fits = all(reading.room(line) <= reading.line for line in others)
            assert not fits or min(map(len, others)) == 1 or others[0][-1] in OPENING, (lines, others)


@given(SPEECH)
def test_a_cue_stays_long_enough_wherever_the_next_one_leaves_room(said):
    cues = build_cues(timed(said))
    for cue, following in pairwise(cues):
        assert cue.end - cue.start >= min(SHORTEST, following.start - GAP - cue.start) - 0.002
    assert not cues or cues[-1].end - cues[-1].start >= SHORTEST - 0.002


@given(SPEECH)
def test_whatever_is_said_the_cues_can_be_read(said):
    pieces = timed(said)
    cues = build_cues(pieces)
    assert "".join("".join(cue.text.split()) for cue in cues) == "".join(
        "".join(piece.text.split()) for piece in pieces
    )
    for cue, following in zip(cues, [*cues[1:], None][: len(cues)], strict=True):
        lines = cue.text.split("\n")
        assert len(lines) <= 2
        assert all(reading_for(cue.text).room(line) <= reading_for(cue.text).line for line in lines)
        assert 0 < cue.end - cue.start <= LONGEST + 0.001
        if following:
            assert following.start - cue.end >= GAP - 0.002

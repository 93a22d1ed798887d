"""The sample bank: how much of what there is, that every key is right, and that an officer could have typed it."""

import html
import io
import re
from collections import Counter
from difflib import SequenceMatcher

import pytest
from PIL import Image

from assessments.bank.scoring import score
from assessments.bank.streams.texts import MAX_ENTRIES
from assessments.samples import items, sources
from assessments.samples.items import MARKED, drafts, translations
from assessments.samples.papers import TOPICS
from assessments.samples.responses import right_response

ALL = drafts()
CHINESE = [draft for draft in ALL if draft.language == "zh-hans"]
ENGLISH = [draft for draft in ALL if draft.language == "en"]
BY_NAME = {draft.name: draft for draft in ALL}
KINDS = {*sources.Kind.__args__}
HAN = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff01-\uff60]")
# What the scorer of today marks. The others are tried as soon as it knows them; none of these may be lost.
KNOWN = {"choice", "order", "match", "fill_in"}


def area_of(draft):
    return draft.occupation or draft.topics[0]


def one_answer(draft):
    return draft.item.kind == "choice" and not draft.item.multiple


def prompt_of(draft):
    return html.unescape(re.sub(r"<[^>]+>", " ", draft.item.prompt_html)).strip()


def options_of(item):
    gaps = [option.text for gap in getattr(item, "gaps", []) for option in getattr(gap, "options", [])]
    lists = [getattr(item, field, []) for field in ("options", "entries", "left", "right")]
    return gaps + [one.text for listed in lists for one in listed]


def texts_of(draft):
    """Every text of an item that a candidate or a marker reads."""
    item = draft.item
    found = [prompt_of(draft), item.feedback_correct, item.feedback_incorrect, *options_of(item)]
    found += [getattr(item, field, "") for field in ("text", "model_answer", "materials")]
    found += [answer for gap in getattr(item, "gaps", []) for answer in getattr(gap, "accept", [])]
    found += [unit.text for unit in getattr(item, "units", [])]
    found += [area.label for area in getattr(item, "areas", [])]
    found += [picture.alt for picture in [*item.pictures, getattr(item, "picture", None)] if picture]
    for criterion in getattr(item, "rubric", []):
        found += [criterion.title, *(level.description for level in criterion.levels)]
    return [text for text in found if text]


def test_there_are_enough_of_each():
    many = Counter(area_of(draft) for draft in CHINESE)
    assert many["焊工"] >= 110
    assert many["中式烹调师"] >= 110
    assert many["数学"] >= 80
    assert len(CHINESE) >= 300
    assert len(ENGLISH) >= 60
    assert set(Counter(map(area_of, ENGLISH))) == set(TOPICS)


def test_every_kind_is_there_and_choice_is_the_usual_one():
    kinds = Counter(draft.item.kind for draft in CHINESE)
    assert set(kinds) == KINDS
    assert len(CHINESE) / 2 < kinds["choice"] < len(CHINESE) * 0.8
    assert sum(draft.item.multiple for draft in CHINESE if draft.item.kind == "choice") >= 20


@pytest.mark.parametrize("area", TOPICS)
def test_every_difficulty_occurs_and_none_is_most_of_them(area):
    levels = Counter(draft.difficulty for draft in CHINESE if area_of(draft) == area)
    assert set(levels) == {1, 2, 3, 4, 5}
    assert max(levels.values()) < 0.5 * levels.total()


@pytest.mark.parametrize("area", TOPICS)
def test_topics_come_from_a_small_closed_list_and_each_has_enough(area):
    topics = Counter(draft.topics[-1] for draft in CHINESE if area_of(draft) == area)
    assert set(topics) == set(TOPICS[area])
    assert min(topics.values()) >= 12
    assert {draft.topics[-1] for draft in ENGLISH if area_of(draft) == area} <= set(topics)


def test_the_scorer_knows_what_it_knew():
    known = {
        draft.item.kind
        for draft in ALL
        if draft.item.kind not in MARKED and score(draft.item, right_response(draft.item)) is not None
    }
    assert known >= KNOWN


@pytest.mark.parametrize("kind", sorted(KINDS - set(MARKED)))
def test_every_key_is_worth_everything(kind):
    worth = {draft.name: score(draft.item, right_response(draft.item)) for draft in ALL if draft.item.kind == kind}
    if kind not in KNOWN and set(worth.values()) == {None}:
        pytest.skip(f"the scorer does not mark {kind} yet")
    assert {name: value for name, value in worth.items() if value != 1.0} == {}


def test_no_other_option_is_worth_anything():
    for draft in filter(one_answer, ALL):
        worth = [option.id for option in draft.item.options if score(draft.item, option.id)]
        assert worth == draft.item.correct, draft.name


@pytest.mark.parametrize("area", TOPICS)
def test_keys_are_spread_evenly(area):
    keys = Counter(draft.item.correct[0] for draft in CHINESE if area_of(draft) == area and one_answer(draft))
    assert set(keys) == set("abcd")
    assert 0.15 * keys.total() <= min(keys.values()) <= max(keys.values()) <= 0.35 * keys.total()


@pytest.mark.parametrize("area", TOPICS)
def test_the_longest_answer_is_not_usually_the_right_one(area):
    tried = longest = 0
    for draft in CHINESE:
        if area_of(draft) == area and one_answer(draft):
            tried += 1
            lengths = {option.id: len(option.text) for option in draft.item.options}
            others = [length for key, length in lengths.items() if key not in draft.item.correct]
            longest += lengths[draft.item.correct[0]] > max(others)
    assert longest / tried <= 0.35


def test_steps_are_never_shown_in_the_right_order():
    shown = {d.name: ([entry.id for entry in d.item.entries], d.item.correct) for d in ALL if d.item.kind == "order"}
    assert [name for name, (entries, correct) in shown.items() if entries == correct] == []


def test_matching_is_never_straight_across():
    straight = [
        draft.name
        for draft in ALL
        if draft.item.kind == "match"
        and [right for _, right in draft.item.correct]
        == [one.id for one in draft.item.right[: len(draft.item.correct)]]
    ]
    assert straight == []


def test_texts_are_within_the_editors_limits():
    for draft in ALL:
        item = draft.item
        side = 200 if item.kind == "match" else 300
        assert 0 < len(prompt_of(draft)) <= 3000, draft.name
        assert len(draft.name) <= 80, draft.name
        assert max(len(item.feedback_correct), len(item.feedback_incorrect)) <= 500, draft.name
        assert all(0 < len(text) <= side for text in options_of(item)), draft.name
        assert len(getattr(item, "text", "")) <= 2000, draft.name
        for field in ("options", "entries", "left", "right", "gaps", "areas"):
            assert len(getattr(item, field, [])) <= MAX_ENTRIES, draft.name


def test_no_two_options_are_the_same():
    for draft in ALL:
        for field in ("options", "entries", "left", "right"):
            listed = [option.text.strip().casefold() for option in getattr(draft.item, field, [])]
            assert len(set(listed)) == len(listed), draft.name
        for gap in getattr(draft.item, "gaps", []):
            listed = [option.text for option in getattr(gap, "options", [])]
            assert len(set(listed)) == len(listed), draft.name


def test_there_is_a_word_for_right_and_for_wrong_or_a_rubric():
    for draft in ALL:
        if draft.item.kind in MARKED:
            assert draft.points == sum(criterion.levels[-1].points for criterion in draft.item.rubric), draft.name
            assert all(len(criterion.levels) >= 2 for criterion in draft.item.rubric), draft.name
        else:
            assert draft.item.feedback_correct, draft.name
            assert draft.item.feedback_incorrect, draft.name


def test_a_single_choice_has_four_options():
    assert {len(draft.item.options) for draft in ALL if one_answer(draft)} == {4}


def test_english_items_have_no_chinese():
    assert [d.name for d in ENGLISH if any(HAN.search(text) for text in [d.name, d.source, *texts_of(d)])] == []


def test_chinese_items_have_no_english_sentences():
    """Symbols and units (MPa, cm, Q235) are no sentences: three words of letters in a row are."""
    latin = re.compile(r"[A-Za-z]{2,}\s+[A-Za-z]{2,}\s+[A-Za-z]{2,}")
    assert [draft.name for draft in CHINESE if any(latin.search(text) for text in texts_of(draft))] == []
    assert [draft.name for draft in CHINESE if not HAN.search(prompt_of(draft))] == []


def test_nothing_speaks_of_prisons():
    words = ("监狱", "罪犯", "服刑", "犯人", "囚", "监区", "狱", "prison", "inmate", "convict", "jail")
    assert [
        (draft.name, word) for draft in ALL for text in texts_of(draft) for word in words if word in text.lower()
    ] == []


def test_names_and_questions_are_short_enough_to_read_slowly():
    assert [draft.name for draft in CHINESE if len(prompt_of(draft)) > 90] == []
    assert [draft.name for draft in CHINESE for text in options_of(draft.item) if len(text) > 30] == []


def test_an_english_item_matches_its_chinese_one():
    for name, original in translations().items():
        mine, theirs = BY_NAME[name], BY_NAME[original]
        assert (mine.item.kind, mine.difficulty, mine.topics, mine.occupation, mine.points) == (
            theirs.item.kind,
            theirs.difficulty,
            theirs.topics,
            theirs.occupation,
            theirs.points,
        ), name
        for field in ("correct", "value", "tolerance"):
            assert getattr(mine.item, field, None) == getattr(theirs.item, field, None), name
    assert set(translations()) == {draft.name for draft in ENGLISH}
    assert len(set(translations().values())) == len(ENGLISH)


@pytest.mark.parametrize("area", TOPICS)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_two_items_are_nearly_the_same(area, language):
    """Short ones, such as sums, may differ in one sign; they are the same only when nothing differs."""
    said = {
        draft.name: re.sub(r"\s", "", prompt_of(draft) + getattr(draft.item, "text", ""))
        for draft in ALL
        if area_of(draft) == area and draft.language == language
    }
    names = list(said)
    alike = []
    for number, one in enumerate(names):
        matcher = SequenceMatcher(b=said[one], autojunk=False)
        for other in names[number + 1 :]:
            matcher.set_seq1(said[other])
            close = matcher.real_quick_ratio() > 0.9 and matcher.quick_ratio() > 0.9 and matcher.ratio() > 0.9
            if said[one] == said[other] or (close and len(said[one]) >= 20):
                alike.append((one, other))
    assert alike == []


def test_pictures_are_whole_and_as_large_as_they_say():
    used = set()
    for draft in ALL:
        for picture in [*draft.item.pictures, getattr(draft.item, "picture", None)]:
            if picture:
                used.add(picture.path)
                with Image.open(io.BytesIO(draft.files[picture.path])) as opened:
                    opened.load()
                    assert (opened.width, opened.height, opened.format) == (picture.width, picture.height, "PNG")
                assert len(draft.files[picture.path]) < 40_000
    assert used == {path.name for path in items.PICTURES.glob("*.png")}


def test_hotspot_areas_do_not_overlap():
    for draft in ALL:
        if draft.item.kind != "hotspot":
            continue
        boxes = [items._extent(area.shape, area.coords) for area in draft.item.areas]
        for number, (xs, ys) in enumerate(boxes):
            for other_xs, other_ys in boxes[number + 1 :]:
                apart = max(xs) <= min(other_xs) or max(other_xs) <= min(xs) or max(ys) <= min(other_ys) or max(other_ys) <= min(ys)  # fmt: skip
                assert apart or "circle" in {area.shape for area in draft.item.areas}, draft.name


BROKEN = [
    ('kind = "choice"\noptions = ["一", "二"]\nright = "C"', "an option that is not there"),
    ('kind = "choice"\noptions = ["一", "二"]\nright = ""', "an option that is not there"),
    ('kind = "order"\noptions = ["一", "二", "三"]\nright = "AB"', "every step once"),
    ('kind = "fill_in"\ntext = "没有 [[关上"', "needs its"),
    ('kind = "inline_choice"\ntext = "[[1]]"\ngaps = [["一", "二"]]\nright = "C"', "Gap 1"),
    ('kind = "extended_text"', "no rubric"),
    ('kind = "upload"\nrubric = [{title = "全", levels = [[2, "好"], [0, "差"]]}]', "do not rise"),
    ('kind = "numeric"', "value"),
    ('kind = "hotspot"\nareas = []\nright = "A"', "not there"),
    ('kind = "riddle"', "kind"),
]


@pytest.mark.parametrize(("lines", "sentence"), BROKEN)
def test_a_broken_item_is_refused_by_name(tmp_path, monkeypatch, lines, sentence):
    head = 'occupation = "焊工"\ntopic = "材料"\nlanguage = "zh-hans"\n[[item]]\nname = "坏"\ndifficulty = 1\nprompt = "问？"\n'
    (tmp_path / "welder").mkdir()
    (tmp_path / "welder" / "bad.toml").write_text(head + lines, encoding="utf-8")
    monkeypatch.setattr(sources, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match=rf"(?s)bad\.toml.*{sentence}"):
        drafts()


def test_two_items_of_one_name_are_refused(tmp_path, monkeypatch):
    item = '[[item]]\nname = "同名"\nkind = "numeric"\nvalue = 1\ndifficulty = 1\nprompt = "问？"\n'
    (tmp_path / "welder").mkdir()
    (tmp_path / "welder" / "bad.toml").write_text('topic = "材料"\nlanguage = "zh-hans"\n' + item * 2, encoding="utf-8")
    monkeypatch.setattr(sources, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match="two items are named 同名"):
        drafts()

"""Damaged files of each format: a report or a sentence, never an exception."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.bank.drafts import Outcome
from assessments.bank.exchange.api import write_template
from assessments.bank.exchange.opening import Unreadable
from assessments.bank.exchange.reading import read_items
from tests.factories import item_files as f


def excel():
    """The template, its example rows made questions."""
    import io

    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(write_template()))
    for sheet in book.worksheets:
        for row in sheet.iter_rows(min_row=2, max_row=2):
            for cell in row:
                if cell.value == "示例 Example":
                    cell.value = "一"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def files():
    return {
        "excel": excel(),
        "gift": f.sample("bank.gift.txt"),
        "moodle": f.sample("moodle.xml"),
        "item": f.sample("tao_choice.xml"),
        "package": f.package(
            {"a.xml": f.choice21(), "b/b.xml": f.sample("tao_choice.xml"), "p.png": f.png()}, metadata=f.LOM
        ),
    }


def looked_at(content):
    """Verdicts, or None where the whole file was refused with a sentence. Nothing else may come out."""
    try:
        reading = read_items(content, "file")
    except Unreadable as refusal:
        assert str(refusal).strip()
        return None
    for verdict in reading.verdicts:
        assert verdict.place
        assert (verdict.draft is None) == (verdict.outcome == Outcome.REFUSED)
        assert verdict.outcome == Outcome.TAKEN or all(str(note.sentence) for note in verdict.notes)
        assert verdict.outcome == Outcome.TAKEN or verdict.notes
    return reading.verdicts


def damage(content, rng):
    content = bytearray(content)
    match rng.choice(["cut", "flip", "flip", "drop", "double", "swap", "zero", "insert"]):
        case "cut":
            return bytes(content[: rng.randrange(len(content))])
        case "flip":
            for _number in range(rng.choice([1, 4, 40])):
                content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
        case "drop":
            start = rng.randrange(len(content))
            del content[start : start + rng.randrange(1, 200)]
        case "double":
            start = rng.randrange(len(content))
            content[start:start] = content[start : start + rng.randrange(1, 200)]
        case "swap":
            at, to = sorted(rng.sample(range(len(content)), 2))
            content[at : at + 50], content[to : to + 50] = content[to : to + 50], content[at : at + 50]
        case "zero":
            start = rng.randrange(len(content))
            content[start : start + 20] = bytes(20)
        case "insert":
            bits = [
                b"<",
                b"</p>",
                b"]]>",
                b"&",
                b"{",
                b"}",
                b"~",
                b"=",
                b"\\",
                b"[[",
                b"\xff\xfe",
                b"<![CDATA[",
                b"-->",
                b"\x00",
            ]
            start = rng.randrange(len(content))
            content[start:start] = rng.choice(bits)
    return bytes(content)


@pytest.mark.parametrize("name", ["excel", "gift", "moodle", "item", "package"])
@pytest.mark.parametrize("seed", range(24))
def test_a_damaged_file_gets_a_report_or_a_sentence(files, name, seed):
    looked_at(damage(files[name], random.Random(f"{name} {seed}")))


@pytest.mark.parametrize("name", ["gift", "moodle", "item"])
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers())
def test_any_damage_to_a_text_is_survived(files, name, seed):
    looked_at(damage(files[name], random.Random(seed)))


@pytest.mark.parametrize("name", ["excel", "gift", "moodle", "item", "package"])
def test_undamaged_the_same_files_are_taken(files, name):
    verdicts = looked_at(files[name])
    assert [verdict for verdict in verdicts if verdict.outcome != Outcome.REFUSED]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("</simpleChoice>", ""),
        ("choiceInteraction", "choiceInteraktion"),
        ('cardinality="multiple"', 'cardinality="single"'),
        ('cardinality="multiple"', 'cardinality="record"'),
        ('mappedValue="1"', 'mappedValue="many"'),
        ('mappedValue="1"', 'mappedValue="1e999"'),
        ('lowerBound="0"', 'lowerBound="NaN"'),
        ('identifier="choice_2" fixed', 'identifier="choice_1" fixed'),
        ("<itemBody>", "<itemBody><itemBody>"),
        ("<value>2</value>", "<value>-2</value>"),
        ("<value>2</value>", "<value></value>"),
        ('maxChoices="0"', 'maxChoices="-99999999999999999999"'),
        ('responseIdentifier="RESPONSE"', 'responseIdentifier="OTHER"'),
        ("Mars", ""),
        ("Mars", "Venus"),
        ("Mars", "x" * 5000),
        ("Mars", "<p>" * 150 + "Mars" + "</p>" * 150),
        ("Which are planets?", ""),
        ("Which are planets?", "<b>" * 300 + "?" + "</b>" * 300),
        ("</itemBody>", ""),
    ],
)
def test_a_wrong_item_is_judged(before, after):
    text = f.sample("tao_choice.xml").decode()
    assert before in text
    looked_at(text.replace(before, after, 1).encode())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('fraction="100"', 'fraction="lots"'),
        ('fraction="100"', ""),
        ("<defaultgrade>2.0000000</defaultgrade>", "<defaultgrade>-1</defaultgrade>"),
        ("<defaultgrade>2.0000000</defaultgrade>", "<defaultgrade>inf</defaultgrade>"),
        ('encoding="base64">iVBOR', 'encoding="base64">!!!!'),
        ("[[1]]", "[[99999999999999999999]]"),
        ("{1:SHORTANSWER:", "{99999999999999999999999999:SHORTANSWER:"),
        ("{1:SHORTANSWER:", "{1:UNKNOWN:"),
        ("<multiplier>1000</multiplier>", "<multiplier>0</multiplier>"),
        ("<tolerance>0.1</tolerance>", "<tolerance>x</tolerance>"),
        ("<answer><text>禁止</text></answer>", ""),
        ('type="multichoice"', 'type=""'),
        ('type="multichoice"', 'type="ordering"'),
        ("<group>1</group>", "<group></group>"),
    ],
)
def test_a_wrong_question_of_moodle_is_judged_and_the_others_are_taken(before, after):
    text = f.sample("moodle.xml").decode()
    assert before in text
    verdicts = looked_at(text.replace(before, after, 1).encode())
    assert len([one for one in verdicts if one.outcome != Outcome.REFUSED]) >= 7


def test_a_very_long_text_is_refused():
    with pytest.raises(Unreadable):
        read_items(b"::a:: what {=a ~b}\n\n" * 1_100_000)
    with pytest.raises(Unreadable):
        read_items(b"x" * (100 << 20))


def test_a_million_nested_tags_are_refused():
    with pytest.raises(Unreadable):
        read_items(b"<quiz>" + b"<a>" * 1_000_000)

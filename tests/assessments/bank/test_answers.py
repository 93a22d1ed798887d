"""From a shape back to what the editor holds."""

import pytest
from django.utils import translation

from assessments.bank import api as bank
from lms.lib.errors import Invalid
from lms.packages import shapes
from tests.factories.bank import AREAS, KINDS, a_picture, an_item, picture_bytes

COMMON = {"id": "urn:newleaf:item:1", "version": 1, "prompt_html": "<p>?</p>"}
WEIGHTED = {
    "choice": (
        {"options": [{"text": "a", "correct": True}, {"text": "b"}, {"text": "c"}]},
        [("a", 2.0), ("b", 0.5)],
    ),
    "match": (
        {"pairs": [{"left": "红", "right": "禁止"}, {"left": "黄", "right": "警告"}]},
        [("红 = 禁止", 1.0), ("黄 ＝ 警告", 1.0), ("黄=禁止", 0.5)],
    ),
    "fill_in": ({"text": "[[220]] [[V]]"}, [("1 = 220", 1.0), ("1 = 230", 0.5), ("2=V", 1.0)]),
    "inline_choice": ({"text": "[[右|左]] [[关|开]]"}, [("1 = 右", 1.0), ("2 = 关", 1.0), ("2 = 开", 0.25)]),
}


def weights(values, **bounds):
    return {"weights": {"values": [{"answer": name, "points": points} for name, points in values], **bounds}}


def bare(document):
    """Without what differs between two items of the same content."""
    texts = {each.id: each.text for part in ("options", "entries", "left") for each in getattr(document, part, [])}
    for gap in getattr(document, "gaps", []):
        texts |= {each.id: each.text for each in getattr(gap, "options", [])}
    told = document.model_dump_json(exclude={"id", "version"})
    for number, key in enumerate(
        [*texts, *(each.id for part in ("areas", "rubric") for each in getattr(document, part, []))]
    ):
        told = told.replace(f'"{key}"', f'"#{number}"').replace(f'"{key}[', f'"#{number}[')
    return told


def taken_back(author, document, pictures):
    below = [(pictures[one.path], one.alt) for one in document.pictures]
    answers = bank.answers_of_document(document, pictures)
    return an_item(author, document.kind, answers=answers, pictures=below)


@pytest.mark.parametrize("kind", KINDS)
def test_what_comes_out_goes_in_again_equal(author, kind):
    picture = a_picture(author)
    first = bank.item_document(an_item(author, kind, pictures=[(picture, "焊枪")]).pk)
    pictures = {one.path: one for one in (picture, a_picture(author, colour="teal"))}
    second = bank.item_document(taken_back(author, first, pictures).pk)
    assert bare(second) == bare(first)


@pytest.mark.parametrize("kind", WEIGHTED)
def test_points_of_single_answers_go_out_and_in(author, kind):
    answers, values = WEIGHTED[kind]
    item = an_item(author, kind, answers={**answers, **weights(values, lower=-1.0, upper=2.0)})
    document = bank.item_document(item.pk)
    assert sorted(document.mapping.values.values()) == sorted(points for _name, points in values)
    assert (document.mapping.default, document.mapping.lower, document.mapping.upper) == (0.0, -1.0, 2.0)
    second = bank.item_document(taken_back(author, document, {}).pk)
    assert bare(second) == bare(document)


def test_points_of_a_place_go_by_its_words(author):
    answers = {"picture": a_picture(author), "alt": "x", "areas": AREAS, **weights([("阀门", 1.0), ("软管", 0.5)])}
    document = bank.item_document(an_item(author, "hotspot", answers=answers).pk)
    assert bank.score(document, document.areas[2].id) == 0.5


@pytest.mark.parametrize(
    ("kind", "values", "bounds"),
    [
        ("choice", [("z", 1.0)], {}),
        ("choice", [("b", 1.0)], {}),  # the right one would be worth nothing
        ("choice", [("a", 1.0), ("A ", 1.0)], {}),
        ("choice", [("a", 1.0)], {"upper": -1.0}),
        ("choice", [("a", 1.0)], {"upper": 1.0, "lower": 2.0}),
        ("match", [("红 = 别的", 1.0)], {}),
        ("fill_in", [("3 = x", 1.0)], {}),
        ("fill_in", [("220", 1.0)], {}),
        ("inline_choice", [("1 = 上", 1.0)], {}),
    ],
)
def test_points_of_what_is_no_answer_are_refused(author, kind, values, bounds):
    with pytest.raises(Invalid) as refused:
        an_item(author, kind, answers={**WEIGHTED[kind][0], **weights(values, **bounds)})
    assert str(refused.value) != str(Invalid())


def options(*texts):
    return [{"id": text, "text": text} for text in texts]


@pytest.mark.parametrize(
    "item",
    [
        shapes.ChoiceItem(**COMMON, options=options("a", "b"), correct=["z"]),
        shapes.ChoiceItem(**COMMON, options=options("a", "b"), correct=["a"], mapping={"values": {"z": 1.0}}),
        shapes.OrderItem(**COMMON, entries=options("a", "b"), correct=["a"]),
        shapes.MatchItem(**COMMON, left=options("a", "b"), right=options("x"), correct=[("a", "x")]),
        shapes.MatchItem(**COMMON, left=options("a"), right=options("x", "y"), correct=[("a", "x"), ("a", "y")]),
        shapes.FillInItem(**COMMON, text="[[g1]]", gaps=[{"id": "g1", "accept": ["a|b"]}]),
        shapes.FillInItem(**COMMON, text="no gap", gaps=[{"id": "g1", "accept": ["a"]}]),
        shapes.FillInItem(
            **COMMON,
            text="[[g1]] [[g2]]",
            gaps=[{"id": "g1", "accept": ["a"]}, {"id": "g2", "accept": ["b"], "ignore_case": False}],
        ),
        shapes.InlineChoiceItem(**COMMON, text="[[g1]]", gaps=[{"id": "g1", "options": options("a"), "correct": "z"}]),
        shapes.HotspotItem(
            **COMMON, picture={"path": "gone.png", "media_type": "image/png", "alt": "x"}, areas=[], correct=[]
        ),
    ],
    ids=lambda item: item.kind,
)
def test_what_the_editor_has_no_place_for_is_said(item):
    with pytest.raises(Invalid) as refused:
        bank.answers_of_document(item)
    assert str(refused.value) != str(Invalid())


def test_places_move_with_a_picture_that_was_made_smaller(author):
    picture = bank.add_picture(picture_bytes(size=(3200, 800)), title="x", by=author)
    item = shapes.HotspotItem(
        **COMMON,
        picture={"path": "p", "media_type": "image/png", "width": 3200, "height": 800, "alt": "x"},
        areas=[{"id": "a", "shape": "rect", "coords": [100, 100, 3200, 800], "label": "a"}],
        correct=["a"],
    )
    assert bank.answers_of_document(item, {"p": picture})["areas"][0]["coords"] == "50, 50, 1600, 400"


@pytest.mark.parametrize(
    ("shape", "coords"),
    [
        ("rect", "1, 2, 3"),
        ("rect", "60, 10, 10, 50"),
        ("rect", "10, 10, 161, 50"),
        ("circle", "10, 10, 20"),
        ("circle", "80, 60, 0"),
        ("poly", "1, 2, 3, 4"),
        ("poly", "1, 2, 3, 4, 5"),
        ("rect", "one two three four"),
        ("rect", "-5, 10, 20, 30"),
    ],
)
def test_a_place_that_is_not_on_the_picture_is_refused_with_its_number(author, shape, coords):
    areas = [AREAS[0], {"label": "b", "correct": False, "shape": shape, "coords": coords}]
    with pytest.raises(Invalid) as refused:
        an_item(author, "hotspot", answers={"picture": a_picture(author), "alt": "x", "areas": areas})
    assert "2" in str(refused.value)


def test_a_refusal_says_what_is_wrong(author):
    with translation.override("en"), pytest.raises(Invalid) as refused:
        an_item(author, "numeric", answers={"value": 1, "units": [{"text": "5m"}]})
    assert "A unit cannot begin with a figure." in str(refused.value)

import pytest
from django.core.exceptions import PermissionDenied

from assessments.bank import api as bank
from assessments.bank.documents import document_of, mixed
from assessments.bank.models import Item
from lms.lib.errors import Invalid, NotFoundHere
from lms.lib.ids import new_id
from tests.factories.bank import AREAS, KINDS, RUBRIC, an_item


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_becomes_what_a_tablet_reads(author, kind):
    item = an_item(author, kind)
    document = bank.item_document(item.pk)
    assert (document.kind, document.id, document.version, document.prompt_html) == (
        kind,
        item.iri,
        1,
        "<p>焊接时怎么做？</p>",
    )


def test_a_choice_keeps_its_answers_and_its_key(author):
    document = bank.item_document(an_item(author).pk)
    assert [option.text for option in document.options] == ["戴面罩", "不戴面罩"]
    assert document.correct == [document.options[0].id]


def test_an_order_is_shown_mixed_and_its_key_is_the_officers_order(author):
    document = bank.item_document(an_item(author, "order").pk)
    texts = {entry.id: entry.text for entry in document.entries}
    assert [texts[key] for key in document.correct] == ["断电", "验电", "挂牌"]
    assert [entry.id for entry in document.entries] != document.correct


def test_pairs_and_what_belongs_to_nothing_are_mixed(author):
    document = bank.item_document(an_item(author, "match").pk)
    rights = {right.id: right.text for right in document.right}
    lefts = {left.id: left.text for left in document.left}
    assert {(lefts[one], rights[other]) for one, other in document.correct} == {
        ("红", "禁止"),
        ("黄", "警告"),
        ("蓝", "指令"),
    }
    assert "提示" in rights.values()


def test_gaps_carry_every_answer_that_is_right(author):
    document = bank.item_document(an_item(author, "fill_in").pk)
    assert document.text == "安全电压是[[g1]]伏，缩写是[[g2]]。"
    assert [gap.accept for gap in document.gaps] == [["36", "三十六"], ["V"]]


@pytest.mark.parametrize("kind", bank.PRACTICE)
def test_the_key_of_every_kind_earns_the_full_mark(author, kind):
    document = bank.item_document(an_item(author, kind).pk)
    right = {
        "choice": lambda: "[,]".join(document.correct),
        "order": lambda: "[,]".join(document.correct),
        "match": lambda: "[,]".join("[.]".join(pair) for pair in document.correct),
        "fill_in": lambda: "[,]".join(gap.accept[0] for gap in document.gaps),
        "inline_choice": lambda: "[,]".join(f"{gap.id}[.]{gap.correct}" for gap in document.gaps),
        "numeric": lambda: "1.25 cm",
        "hotspot": lambda: "[,]".join(document.correct),
    }[kind]()
    assert bank.score(document, right) == 1.0


@pytest.mark.parametrize(
    ("kind", "answers"),
    [
        ("choice", {"options": [{"text": "a", "correct": False}, {"text": "b", "correct": False}]}),
        ("choice", {"options": [{"text": "a", "correct": True}, {"text": "b", "correct": True}], "multiple": False}),
        ("choice", {"options": [{"text": "a", "correct": True}]}),
        ("choice", {"options": [{"text": "a", "correct": True}, {"text": "A ", "correct": False}]}),
        ("order", {"entries": ["one"]}),
        ("order", {"entries": ["one", "one"]}),
        ("match", {"pairs": [{"left": "a", "right": "b"}]}),
        ("match", {"pairs": [{"left": "a", "right": "x"}, {"left": "b", "right": "y"}], "extra": ["x"]}),
        ("fill_in", {"text": "no gap"}),
        ("fill_in", {"text": "[[ | ]]"}),
        ("fill_in", {"text": "[[a]] [[b"}),
        ("essay", {"text": "a"}),
        ("choice", {"options": [{"text": "a", "correct": True}, {"text": "b"}], "colour": "red"}),
        ("inline_choice", {"text": "[[a]] b"}),
        ("inline_choice", {"text": "[[a|a]]"}),
        ("inline_choice", {"text": "[[a|b]]", "extra": ["c"]}),
        ("inline_choice", {"text": "[[a|b]] [[c]]", "once": True}),
        ("inline_choice", {"text": "[[a]] [[a]]", "once": True, "extra": ["b"]}),
        ("inline_choice", {"text": "[[a]]", "once": True}),
        ("numeric", {"value": None}),
        ("numeric", {"value": 1, "tolerance": -1}),
        ("numeric", {"value": 1, "units": [{"text": "5m"}]}),
        ("numeric", {"value": 1, "units": [{"text": "m", "factor": 2}]}),
        ("numeric", {"value": 1, "units": [{"text": "m²"}, {"text": "㎡"}]}),
        ("numeric", {"value": 1, "unit_required": True}),
        ("extended_text", {"rubric": []}),
        ("extended_text", {"rubric": [{"title": "a", "levels": [{"points": 1, "description": "x"}]}]}),
        ("upload", {"accepts": ["film"], "rubric": RUBRIC}),
        ("practical", {"rubric": [{"title": "a", "levels": [{"points": 1, "description": "x"}] * 2}]}),
        ("hotspot", {"picture": None, "alt": "x", "areas": AREAS}),
    ],
)
def test_an_item_that_cannot_be_answered_is_refused(author, kind, answers):
    with pytest.raises(Invalid):
        an_item(author, kind, answers=answers)
    assert not Item.objects.exists()


def test_each_change_is_a_version(author):
    item = an_item(author)
    bank.revise_item(item.pk, by=author, prompt="<p>新的</p>")
    assert bank.item_document(item.pk).version == 2
    first = item.revisions.order_by("pk").first().as_object()
    assert first.prompt == "<p>焊接时怎么做？</p>"


def test_an_answer_keeps_its_id_when_others_are_moved(author):
    item = an_item(author)
    before = {option.text: option.id for option in bank.item_document(item.pk).options}
    item = Item.objects.get(pk=item.pk)
    item.interaction[0].value["options"].insert(0, {"text": "先看手机", "correct": False})
    item.save()
    after = {option.text: option.id for option in bank.item_document(item.pk).options}
    assert before.items() <= after.items()


def test_markup_that_does_not_belong_in_a_question_is_taken_out(author):
    item = an_item(
        author, prompt='<p data-block-key="x" onclick="y">a<script>alert(1)</script><a href="http://x">b</a></p>'
    )
    assert document_of(item).prompt_html == "<p>ab</p>"


@pytest.mark.parametrize("who", ["education_office", "device_keeper", "auditor", "reviewer_only"])
def test_only_authors_and_teachers_write_questions(request, prison, who):
    from tests.factories import people as a

    officer = (
        a.officer(prison, "supervisor", username="sup") if who == "reviewer_only" else request.getfixturevalue(who)
    )
    with pytest.raises(PermissionDenied):
        an_item(officer)


def test_an_unknown_item_is_not_found(db):
    with pytest.raises(NotFoundHere):
        bank.item_document(new_id())


def test_mixing_never_gives_the_order_back():
    assert all(mixed(["a", "b"], str(seed)) == ["b", "a"] for seed in range(20))

"""Versions: what changed, word by word, and taking one back."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from assessments.bank import api as bank
from assessments.bank.changes import changes, compared
from assessments.bank.models import Item
from lms.lib.errors import NotFoundHere
from tests.factories import people
from tests.factories.bank import an_item, an_occupation
from tests.lms.learning.pages import staff


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def marked(pieces):
    return "".join(f"[{piece.text}]" if piece.changed else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("before", "after", "left", "right"),
    [
        ("先断电再检查", "先断电后再检查", "先断电再检查", "先断电[后]再检查"),
        ("Wear a mask now", "Wear the mask now", "Wear [a] mask now", "Wear [the] mask now"),
        ("one two three", "four five three", "[one two] three", "[four five] three"),
        ("电压36伏", "电压24伏", "电压[36]伏", "电压[24]伏"),
        ("", "新", "", "[新]"),
        ("同", "同", "同", "同"),
    ],
)
def test_words_are_compared_and_chinese_by_character(before, after, left, right):
    one, other = compared(before, after)
    assert (marked(one), marked(other)) == (left, right)


@given(st.text(max_size=60), st.text(max_size=60))
def test_nothing_of_either_text_is_lost(before, after):
    one, other = compared(before, after)
    assert ("".join(p.text for p in one), "".join(p.text for p in other)) == (before, after)


def of(item):
    versions = bank.versions_of(Item.objects.get(pk=item.pk))
    return {row.label: row for row in changes(versions[1].revision.as_object(), versions[0].revision.as_object())}


def changed(item):
    return {label for label, row in of(item).items() if row.changed}


def test_a_changed_answer_is_marked_and_the_others_are_not(author):
    item = Item.objects.get(pk=an_item(author).pk)
    item.interaction[0].value["options"][1]["text"] = "不戴手套"
    item.save()
    item.save_revision(user=author)
    assert changed(item) == {"Answer 2"}
    assert marked(of(item)["Answer 2"].after) == "不戴[手套]"


def test_another_key_is_a_change(author):
    item = Item.objects.get(pk=an_item(author).pk)
    options = item.interaction[0].value["options"]
    options[0]["correct"], options[1]["correct"] = False, True
    item.save()
    item.save_revision(user=author)
    assert changed(item) == {"Answer 1", "Answer 2"}


def test_a_step_in_another_place_is_a_change(author):
    item = Item.objects.get(pk=an_item(author, "order").pk)
    entries = item.interaction[0].value["entries"]
    entries.insert(0, entries.pop(2))
    item.save()
    item.save_revision(user=author)
    assert len(changed(item)) == 3


def test_an_answer_that_is_gone_or_new_stands_alone(author):
    item = Item.objects.get(pk=an_item(author).pk)
    item.interaction[0].value["options"].append({"text": "看情况", "correct": False})
    item.save()
    item.save_revision(user=author)
    row = of(item)["Answer 3"]
    assert row.before is None
    assert marked(row.after) == "[看情况]"


def test_another_kind_shows_both_kinds(author):
    item = Item.objects.get(pk=an_item(author).pk)
    item.interaction = [("order", {"entries": ["一", "二"]})]
    item.full_clean()
    item.save()
    item.save_revision(user=author)
    assert "Kind" in changed(item)


def test_an_earlier_version_comes_back_as_a_new_one_and_is_filed_as_today(author):
    item = an_item(author)
    bank.revise_item(item.pk, by=author, prompt="<p>新的</p>")
    bank.add_topics([item.pk], ["安全"], by=author)
    bank.set_occupation([item.pk], an_occupation(), by=author)
    bank.restore_version(item.pk, 1, by=author)
    now = Item.objects.get()
    assert (now.prompt, now.version, str(now.occupation.name)) == (item.prompt, 3, "焊工")
    assert [tag.name for tag in now.tags.all()] == ["安全"]
    assert "焊接时怎么做" in now.searched_text.replace(" ", "")


def test_a_version_that_is_not_there_is_not_found(author):
    with pytest.raises(NotFoundHere):
        bank.restore_version(an_item(author).pk, 7, by=author)


def test_another_prison_brings_nothing_back(client, author, other_prison):
    item = an_item(author)
    bank.revise_item(item.pk, by=author, prompt="<p>新的</p>")
    neighbour = people.officer(other_prison, "author", username="neighbour")
    with pytest.raises(PermissionDenied):
        bank.restore_version(item.pk, 1, by=neighbour)
    page = staff(client, neighbour).get(f"/admin/item-bank/versions/{item.pk}/").content.decode()
    assert "/restore/" not in page
    client.post(f"/admin/item-bank/versions/{item.pk}/1/restore/")
    assert Item.objects.get().version == 2


def test_the_page_shows_both_versions_and_brings_one_back(client, author):
    item = an_item(author, prompt="<p>先断电</p>")
    bank.revise_item(item.pk, by=author, prompt="<p>先验电</p>")
    browser = staff(client, author)
    page = browser.get(f"/admin/item-bank/versions/{item.pk}/").content.decode()
    assert "<del>断</del>" in page
    assert "<ins>验</ins>" in page
    assert author.name in page
    browser.post(f"/admin/item-bank/versions/{item.pk}/1/restore/")
    assert (Item.objects.get().prompt, Item.objects.get().version) == ("<p>先断电</p>", 3)


@pytest.mark.parametrize("asked", ["?old=x&new=9", "?old=99999999999999999999", "?old=2&new=1", "?new=²"])
def test_numbers_of_versions_that_are_not_there_break_nothing(client, author, asked):
    item = an_item(author)
    bank.revise_item(item.pk, by=author, prompt="<p>新的</p>")
    assert staff(client, author).get(f"/admin/item-bank/versions/{item.pk}/{asked}").status_code == 200


@pytest.mark.parametrize("path", ["shown/{}/", "versions/{}/", "versions/{}/1/", "statistics/{}/"])
def test_whoever_has_nothing_to_do_with_questions_reads_none(client, author, device_keeper, path):
    item = an_item(author)
    address = "/admin/item-bank/" + path.format(item.pk)
    assert staff(client, author).get(address).status_code == 200
    assert staff(client, device_keeper).get(address).status_code == 302

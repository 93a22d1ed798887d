"""Questions that are nearly equal: found when one is saved, and over the whole bank."""

import random

import pytest
from django.core.exceptions import PermissionDenied
from rapidfuzz import fuzz

from assessments.bank import api as bank
from assessments.bank.likeness import LIKE, pairs
from assessments.bank.models import DuplicatePair, DuplicateSearch, Item
from lms.lib.leases import JobState
from tests.factories.bank import an_item
from tests.lms.learning.pages import staff

from .test_screens import FORM

CHINESE = {"options": [{"text": "先断电再验电", "correct": True}, {"text": "马上动手修理", "correct": False}]}
ENGLISH = {"options": [{"text": "Wear a mask", "correct": True}, {"text": "Wear nothing", "correct": False}]}


def two(author, first, second, answers=CHINESE, **fields):
    return [an_item(author, prompt=f"<p>{text}</p>", answers=answers, **fields) for text in (first, second)]


@pytest.mark.parametrize(
    ("first", "second", "answers", "language"),
    [
        ("更换焊条之前应当怎么做？", "更换焊条以前应当怎么做", CHINESE, "zh-hans"),
        ("更换焊条之前应当怎么做？", "更換焊條之前應當怎麼做？", CHINESE, "zh-hans"),
        ("What do you wear at the welding bench?", "What do you WEAR at a welding bench ?", ENGLISH, "en"),
    ],
)
def test_a_nearly_equal_question_is_found(author, first, second, answers, language):
    one, other = two(author, first, second, answers, language=language)
    assert [found.item for found in bank.alike(other)] == [one]


def test_answers_in_another_order_make_no_other_question(author):
    one = an_item(author, answers=CHINESE)
    other = an_item(author, answers={"options": CHINESE["options"][::-1]})
    assert [(found.item, found.likeness) for found in bank.alike(one)] == [(other, 100)]


def test_another_question_and_one_of_another_language_are_not_found(author):
    one = an_item(author, answers=CHINESE)
    an_item(
        author,
        prompt="<p>灭火器每隔多久检查一次？</p>",
        answers={"options": [{"text": "一年", "correct": True}, {"text": "五年", "correct": False}]},
    )
    an_item(author, answers=CHINESE, language="en")
    assert bank.alike(one) == []


def test_all_pairs_are_those_that_comparing_each_with_each_finds():
    chance = random.Random(3)
    letters = "焊接安全电压检查断电验电挂牌工具面罩"
    texts = ["".join(chance.choices(letters, k=chance.randint(3, 40))) for _ in range(120)]
    texts += [text[:5] + chance.choice(letters) + text[6:] for text in texts] + ["", "一"]
    rows = list(enumerate(texts))
    slow = {
        frozenset((a, b))
        for a, one in rows
        for b, other in rows[a + 1 :]
        if min(len(one), len(other)) >= 4 and fuzz.ratio(one, other) >= LIKE
    }
    assert len(slow) > 50
    assert {frozenset((a, b)) for a, b, _ in pairs(rows)} == slow


def test_a_search_keeps_the_pairs_and_says_how_far_it_is(author):
    one, other = two(author, "更换焊条之前应当怎么做？", "更换焊条以前应当怎么做？")
    search = bank.request_search(by=author)
    bank.run_search(search.pk)
    search.refresh_from_db()
    assert (search.job_state, search.progress, search.items) == (JobState.DONE, 100, 2)
    pair = DuplicatePair.objects.get()
    assert {pair.first, pair.second} == {one, other}


def test_a_search_that_is_run_twice_finds_nothing_twice(author):
    two(author, "更换焊条之前应当怎么做？", "更换焊条以前应当怎么做？")
    search = bank.request_search(by=author)
    bank.run_search(search.pk)
    DuplicateSearch.objects.update(job_state=JobState.DUE)  # its worker was killed before the end
    bank.run_search(search.pk)
    assert DuplicatePair.objects.count() == 1


def test_who_asks_while_one_is_under_way_gets_that_one(author):
    assert bank.request_search(by=author) == bank.request_search(by=author)


def test_others_start_no_search(client, device_keeper):
    with pytest.raises(PermissionDenied):
        bank.request_search(by=device_keeper)
    staff(client, device_keeper).post("/admin/item-bank-duplicates/start/")
    assert not DuplicateSearch.objects.exists()


def test_saving_one_that_is_nearly_equal_warns_with_a_link_and_saves(client, author):
    browser = staff(client, author)
    browser.post("/admin/item-bank/add/", FORM)
    first = Item.objects.get()
    page = browser.post("/admin/item-bank/add/", FORM, follow=True).content.decode()
    assert Item.objects.count() == 2
    assert "nearly equal" in page
    assert f"/admin/item-bank/versions/{first.pk}/" in page


def test_saving_one_that_is_like_no_other_warns_of_nothing(client, author):
    page = staff(client, author).post("/admin/item-bank/add/", FORM, follow=True).content.decode()
    assert "nearly equal:" not in page


def test_the_report_is_started_and_read(client, author):
    two(author, "更换焊条之前应当怎么做？", "更换焊条以前应当怎么做？")
    browser = staff(client, author)
    assert "not been searched" in browser.get("/admin/item-bank-duplicates/").content.decode()
    browser.post("/admin/item-bank-duplicates/start/")
    bank.run_search(DuplicateSearch.objects.get().pk)
    page = browser.get("/admin/item-bank-duplicates/").content.decode()
    assert "更换焊条之前" in page
    assert "更换焊条以前" in page
    assert "data-watch-goto" in browser.get("/admin/item-bank-duplicates/state/").content.decode()

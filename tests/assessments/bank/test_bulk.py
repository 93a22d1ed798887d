"""Many questions at once, from the list."""

import pytest

from assessments.bank.models import Item
from tests.factories import people
from tests.factories.bank import an_item, an_occupation
from tests.lms.learning.pages import staff


@pytest.fixture
def mine(author):
    return an_item(author, prompt="<p>我的</p>")


@pytest.fixture
def theirs(other_prison):
    return an_item(people.officer(other_prison, "author", username="neighbour"), prompt="<p>别人的</p>")


def address(action, *items, listing="/admin/item-bank/"):
    keys = "&".join(f"id={getattr(item, 'pk', item)}" for item in items)
    return f"/admin/bulk/assessments/item/{action}/?{keys}&next={listing}"


ACTIONS = {
    "add_topics": {"topics": "安全"},
    "remove_topics": {"topics": "安全"},
    "set_occupation": {"occupation": ""},
    "set_difficulty": {"difficulty": "3"},
    "retire": {},
    "unretire": {},
}


@pytest.mark.parametrize("action", ACTIONS)
def test_each_action_asks_first_and_then_does_it(client, author, mine, action):
    browser = staff(client, author)
    assert "我的" in browser.get(address(action, mine)).content.decode()
    page = browser.post(address(action, mine), ACTIONS[action], follow=True)
    assert page.redirect_chain[-1][0] == "/admin/item-bank/"


def test_what_was_chosen_is_done(client, author, mine):
    occupation = an_occupation()
    browser = staff(client, author)
    browser.post(address("add_topics", mine), {"topics": "安全, 电工"})
    browser.post(address("set_occupation", mine), {"occupation": occupation.pk})
    browser.post(address("set_difficulty", mine), {"difficulty": "3"})
    browser.post(address("retire", mine), {})
    item = Item.objects.get()
    assert sorted(tag.name for tag in item.tags.all()) == ["安全", "电工"]
    assert (item.occupation, item.difficulty, item.state) == (occupation, 3, "retired")


@pytest.mark.parametrize("action", ACTIONS)
def test_one_of_another_prison_is_refused_by_name(client, author, mine, theirs, action):
    browser = staff(client, author)
    before = Item.objects.filter(pk=theirs.pk).values().get()
    assert "belong to another prison" in browser.get(address(action, mine, theirs)).content.decode()
    page = browser.post(address(action, mine, theirs), ACTIONS[action], follow=True).content.decode()
    assert "别人的" in page
    assert Item.objects.filter(pk=theirs.pk).values().get() == before
    assert not Item.objects.get(pk=theirs.pk).tags.exists()


def test_only_others_means_nothing_is_done(client, author, theirs):
    page = staff(client, author).post(address("retire", theirs), {})
    assert "None of the chosen questions" in page.content.decode()
    assert Item.objects.get().retired_at is None


@pytest.mark.parametrize("who", ["device_keeper", "supervisor"])
def test_who_does_not_write_questions_changes_none(client, prison, mine, who):
    browser = staff(client, people.officer(prison, who, username="nobody"))
    browser.post(address("retire", mine), {})
    assert Item.objects.get().retired_at is None
    if who == "device_keeper":
        assert "我的" not in browser.get(address("retire", mine), follow=True).content.decode()


def test_all_of_the_list_are_those_that_the_list_showed(client, author, mine):
    other = an_item(author, "order", prompt="<p>排序</p>")
    listing = "/admin/item-bank/%3Fkind%3Dorder"
    staff(client, author).post(address("retire", "all", listing=listing), {})
    assert set(Item.objects.filter(retired_at__isnull=False)) == {other}


@pytest.mark.parametrize("form", [{"topics": ""}, {"topics": "x" * 101}])
def test_a_topic_that_is_none_is_sent_back(client, author, mine, form):
    reply = staff(client, author).post(address("add_topics", mine), form)
    assert reply.status_code == 200
    assert not Item.objects.get().tags.exists()


@pytest.mark.parametrize("key", ["x", "", "0190b5a0-0000-7000-8000-000000000000"])
def test_keys_of_nothing_are_not_found(client, author, mine, key):
    assert staff(client, author).get(address("retire", key)).status_code == 404

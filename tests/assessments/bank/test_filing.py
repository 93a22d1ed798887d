"""Topics, occupation, difficulty, in use or retired: for many questions at once, and only for one's own."""

import pytest
from django.core.exceptions import PermissionDenied

from assessments.bank import api as bank
from assessments.bank.models import Item
from lms.audit.models import AuditEvent
from lms.lib.errors import Invalid
from tests.factories import people
from tests.factories.bank import an_item, an_occupation


@pytest.fixture
def mine(author):
    return an_item(author, tags=["旧"])


@pytest.fixture
def theirs(other_prison):
    return an_item(people.officer(other_prison, "author", username="neighbour"))


def topics(item):
    return sorted(Item.objects.get(pk=item.pk).tags.values_list("name", flat=True))


def test_topics_are_added_beside_those_that_are_there(author, mine):
    bank.add_topics([mine.pk], ["旧", " 安全 ", "安全"], by=author)
    assert topics(mine) == ["安全", "旧"]


def test_topics_are_taken_away_and_others_stay(author, mine):
    bank.add_topics([mine.pk], ["安全"], by=author)
    bank.remove_topics([mine.pk], ["旧", "没有"], by=author)
    assert topics(mine) == ["安全"]


def test_occupation_and_difficulty_are_set_without_a_new_version(author, mine):
    occupation = an_occupation()
    bank.set_occupation([mine.pk], occupation, by=author)
    bank.set_difficulty([mine.pk], 4, by=author)
    item = Item.objects.get(pk=mine.pk)
    assert (item.occupation, item.difficulty, item.version) == (occupation, 4, 1)


@pytest.mark.parametrize("role", ["evaluator", "chief_evaluator"])
def test_evaluators_file_questions_too(prison, mine, role):
    assert bank.retire_items([mine.pk], by=people.officer(prison, role, username="eva")) == 1


@pytest.mark.parametrize(
    "act",
    [
        lambda ids, by: bank.add_topics(ids, ["安全"], by=by),
        lambda ids, by: bank.remove_topics(ids, ["旧"], by=by),
        lambda ids, by: bank.set_occupation(ids, None, by=by),
        lambda ids, by: bank.set_difficulty(ids, 1, by=by),
        lambda ids, by: bank.retire_items(ids, by=by),
        lambda ids, by: bank.unretire_items(ids, by=by),
    ],
)
@pytest.mark.parametrize("who", ["author", "device_keeper"])
def test_one_that_is_not_ones_own_stops_all(request, mine, theirs, act, who):
    before = list(Item.objects.order_by("pk").values())
    with pytest.raises(PermissionDenied):
        act([mine.pk, theirs.pk], request.getfixturevalue(who))
    assert list(Item.objects.order_by("pk").values()) == before
    assert topics(mine) == ["旧"]


@pytest.mark.parametrize("names", [[], ["  "], ["x" * 101]])
def test_a_topic_without_a_name_is_refused(author, mine, names):
    with pytest.raises(Invalid):
        bank.add_topics([mine.pk], names, by=author)


@pytest.mark.parametrize("difficulty", [0, 6, "3"])
def test_a_difficulty_that_is_not_one_is_refused(author, mine, difficulty):
    with pytest.raises(Invalid):
        bank.set_difficulty([mine.pk], difficulty, by=author)


def test_what_was_done_to_many_stands_in_the_audit_log_with_every_key(author):
    items = [an_item(author, prompt=f"<p>{number}</p>") for number in range(3)]
    bank.retire_items([item.pk for item in items], by=author)
    event = AuditEvent.objects.get(verb="assessments.item.retired")
    assert all(str(item.pk) in event.detail for item in items)

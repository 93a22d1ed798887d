"""Questions with one answer to choose, and those with several."""

import importlib

import pytest
from django.apps import apps

from assessments.bank import api as bank
from assessments.bank.models import Item
from tests.factories import people as a
from tests.factories.bank import ANSWERS, an_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(prison):
    return a.officer(prison, "author", username="author")


@pytest.fixture
def one(author):
    return an_item(author)


@pytest.fixture
def several(author):
    return an_item(author, answers=ANSWERS["choice"] | {"multiple": True})


def test_a_draw_takes_one_or_the_other_or_both(one, several):
    assert list(bank.draw_candidates(several=False)) == [one]
    assert list(bank.draw_candidates(several=True)) == [several]
    assert bank.draw_candidates().count() == 2


def test_a_revised_question_is_counted_anew(author, one):
    bank.revise_item(one.pk, by=author, answers=ANSWERS["choice"] | {"multiple": True})
    assert list(bank.draw_candidates(several=True)) == [one]


def test_the_migration_finds_those_that_were_there(one, several):
    Item.objects.update(multiple=False)
    importlib.import_module("assessments.migrations.0015_item_multiple").fill(apps, None)
    assert list(Item.objects.filter(multiple=True)) == [several]

"""An item that was used in practice has had its key on a tablet: it is never drawn for an exam."""

import pytest

from assessments.bank import api as bank
from assessments.bank.models import Item
from lms.audit.models import AuditEvent
from tests.factories import learning as a
from tests.factories.bank import an_item


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.BLOB_DIR = tmp_path / "blobs"
    settings.KEYS_DIR = tmp_path / "keys"


def test_a_new_item_may_be_drawn(author):
    item = an_item(author)
    assert list(bank.draw_candidates()) == [item]


def test_an_exposed_item_is_never_drawn(author):
    item = an_item(author)
    assert bank.expose_items([item.iri], by=author) == 1
    assert not bank.draw_candidates().exists()
    assert AuditEvent.objects.filter(verb="assessments.item.exposed").count() == 1


def test_exposing_again_changes_nothing(author):
    item = an_item(author)
    bank.expose_items([item.iri], by=author)
    at = Item.objects.get().exposed_at
    assert bank.expose_items([item.iri, item.iri], by=author) == 0
    assert Item.objects.get().exposed_at == at


@pytest.mark.parametrize("iri", ["", "urn:newleaf:item:x", "urn:other:1", "urn:newleaf:item:" + "0" * 32])
def test_an_item_of_another_bank_is_passed_over(author, iri):
    an_item(author)
    assert bank.expose_items([iri], by=author) == 0
    assert bank.draw_candidates().count() == 1


def test_an_exposed_item_stays_exposed_when_an_earlier_version_comes_back(author):
    item = an_item(author)
    bank.revise_item(item.pk, by=author, prompt="<p>新的</p>")
    bank.expose_items([item.iri], by=author)
    bank.restore_version(item.pk, 1, by=author)
    assert Item.objects.get().exposed_at is not None


def test_a_live_lesson_from_before_exposes_its_items(author):
    item = an_item(author)
    a.a_lesson(of_bank=[item])
    assert bank.draw_candidates().exists()
    assert bank.expose_live_lessons() == 1
    assert not bank.draw_candidates().exists()
    assert bank.expose_live_lessons() == 0


def test_a_retired_item_is_not_drawn_until_it_is_taken_back(author):
    item = an_item(author)
    bank.retire_items([item.pk], by=author)
    assert not bank.draw_candidates().exists()
    bank.unretire_items([item.pk], by=author)
    assert bank.draw_candidates().exists()


def test_a_draw_asks_for_topic_difficulty_kind_language_and_prison(author, other_prison, prison):
    wanted = an_item(author, tags=["安全"], difficulty=3)
    an_item(author, tags=["安全"], difficulty=5)
    an_item(author, "order", tags=["安全"], difficulty=3)
    an_item(author, tags=["别的"], difficulty=3)
    an_item(author, tags=["安全"], difficulty=3, language="en")
    asked = {"topics": ["安全"], "difficulty": (2, 3), "kinds": ["choice"], "language": "zh-hans"}
    assert list(bank.draw_candidates(**asked, prisons=[prison.pk])) == [wanted]
    assert not bank.draw_candidates(**asked, prisons=[other_prison.pk]).exists()

"""A question belongs to a prison, or to all: everybody who writes may use it, its own prison changes it."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from assessments.bank import api as bank
from assessments.bank.models import Item
from tests.factories import people
from tests.factories.bank import an_item
from tests.lms.learning.pages import staff

from .test_screens import FORM


@pytest.fixture
def neighbour(other_prison):
    return people.officer(other_prison, "author", username="neighbour")


def test_a_question_belongs_to_the_prison_of_its_author(author, prison):
    assert an_item(author).prison == prison


def test_a_question_of_an_author_of_all_prisons_is_for_all(db):
    assert an_item(people.officer(None, "author", username="province")).prison is None


def test_a_teacher_of_a_ward_changes_a_question_of_the_prison(author, ward):
    item = an_item(author)
    teacher = people.officer(ward.prison, "teacher", ward=ward, username="of-a-ward")
    assert bank.revise_item(item.pk, by=teacher, prompt="<p>新的</p>").version == 2


def test_an_author_of_another_prison_changes_nothing(author, neighbour):
    item = an_item(author)
    with pytest.raises(PermissionDenied):
        bank.revise_item(item.pk, by=neighbour, prompt="<p>别人的</p>")
    assert Item.objects.get().version == 1


def test_a_question_for_all_is_changed_by_nobody_of_one_prison(db, author):
    item = an_item(people.officer(None, "author", username="province"))
    with pytest.raises(PermissionDenied):
        bank.revise_item(item.pk, by=author, prompt="<p>我的</p>")


@pytest.mark.parametrize("page", ["edit", "delete", "preview_on_edit", "revisions_revert"])
def test_the_screens_of_another_prison_change_nothing(client, author, neighbour, page):
    item = an_item(author)
    args = [item.pk, item.latest_revision_id] if page == "revisions_revert" else [item.pk]
    address, browser = reverse(f"item_bank:{page}", args=args, urlconf="lms.urls.staff"), staff(client, neighbour)
    assert browser.get(address).status_code == 302
    assert browser.post(address, FORM).status_code == 302
    assert (Item.objects.get().version, Item.objects.get().prompt) == (1, item.prompt)


def test_a_version_from_before_does_not_take_the_question_from_its_prison(client, author, prison):
    item = an_item(author)
    revision = item.latest_revision
    del revision.content["prison"]
    revision.save()
    assert revision.as_object().prison == prison
    address = reverse("item_bank:revisions_revert", args=[item.pk, revision.pk], urlconf="lms.urls.staff")
    assert staff(client, author).get(address).status_code == 200
    assert staff(client, author).post(f"/admin/item-bank/edit/{item.pk}/", FORM).status_code == 302
    assert Item.objects.get().prison == prison


def test_many_at_once_are_not_taken_away_by_another_prison(client, author, neighbour):
    item = an_item(author)
    staff(client, neighbour).post(f"/admin/bulk/assessments/item/delete/?id={item.pk}", {})
    assert Item.objects.filter(pk=item.pk).exists()


def test_another_prison_lists_the_question_without_a_way_to_change_it(client, author, neighbour):
    item = an_item(author)
    page = staff(client, neighbour).get("/admin/item-bank/").content.decode()
    assert "焊接时怎么做" in page
    assert f"/item-bank/edit/{item.pk}/" not in page
    assert f"/item-bank/copy/{item.pk}/" in page


def test_another_prison_uses_the_question_in_a_lesson(client, author, neighbour):
    item = an_item(author)
    assert "焊接时怎么做" in staff(client, neighbour).get("/admin/item_chooser/").json()["html"]
    assert bank.item_document(item.pk)


def test_a_copy_belongs_to_whoever_made_it(client, author, neighbour, other_prison):
    item = an_item(author)
    page = staff(client, neighbour).get(f"/admin/item-bank/copy/{item.pk}/")
    assert page.context["form"].initial["prompt"] == item.prompt
    assert page.context["action_url"] == "/admin/item-bank/add/"
    assert client.post(page.context["action_url"], FORM).status_code == 302
    assert Item.objects.exclude(pk=item.pk).get().prison == other_prison


def test_what_is_sent_to_the_address_of_a_copy_is_not_written_over_the_original(client, author, neighbour):
    item = an_item(author)
    assert staff(client, neighbour).post(f"/admin/item-bank/copy/{item.pk}/", FORM).status_code == 405
    assert (Item.objects.get().version, Item.objects.get().prompt) == (1, item.prompt)


@pytest.mark.parametrize("path", ["/admin/item-bank/add/", "/admin/item_chooser/create/"])
def test_what_is_written_on_the_screens_belongs_to_the_writers_prison(client, author, prison, path):
    staff(client, author).post(path, FORM)
    assert Item.objects.get().prison == prison


def test_questions_from_before_go_to_the_prison_of_their_first_writer(author, prison, neighbour):
    item = an_item(author)
    item.save_revision(user=neighbour)
    Item.objects.update(prison=None)
    import_module("assessments.migrations.0006_items_of_a_prison").give_to_their_writers(apps, None)
    assert Item.objects.get(pk=item.pk).prison == prison

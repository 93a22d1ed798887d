"""The list of occupations and subjects: evaluators keep it, writers read it."""

import pytest

from assessments.bank.models import Occupation
from lms.audit.models import AuditEvent
from tests.factories import people
from tests.factories.bank import an_item, an_occupation
from tests.lms.learning.pages import staff

BASE = "/admin/item-bank-occupations/"
FORM = {"name": "焊工", "name_en": "Welder", "code": "6-18-02-04"}


@pytest.fixture(params=["evaluator", "chief_evaluator"])
def evaluator(prison, request):
    return people.officer(prison, request.param, username="eva")


def test_an_evaluator_adds_and_renames_one(client, evaluator):
    browser = staff(client, evaluator)
    assert browser.post(f"{BASE}new/", FORM).status_code == 302
    row = Occupation.objects.get()
    browser.post(f"{BASE}edit/{row.pk}/", {**FORM, "name": "电焊工"})
    assert Occupation.objects.get().name == "电焊工"
    assert AuditEvent.objects.filter(verb__startswith="assessments.occupation").count() == 2
    assert "电焊工" in browser.get(BASE).content.decode()


@pytest.mark.parametrize("who", ["author", "teacher", "device_keeper"])
def test_others_change_nothing(client, db, request, who):
    row = an_occupation()
    browser = staff(client, request.getfixturevalue(who))
    for path in ("new/", f"edit/{row.pk}/", f"delete/{row.pk}/"):
        assert browser.post(f"{BASE}{path}", FORM).status_code == 302
    assert list(Occupation.objects.values_list("name", "code")) == [("焊工", "")]


def test_writers_may_look(client, author, device_keeper):
    an_occupation()
    assert "焊工" in staff(client, author).get(BASE).content.decode()
    assert staff(client, device_keeper).get(BASE).status_code == 302


@pytest.mark.parametrize("form", [{"name": "焊工", "code": ""}, {"name": "别的", "code": "6-18-02-04"}, {"name": ""}])
def test_the_same_name_or_code_twice_is_sent_back(client, evaluator, form):
    Occupation.objects.create(**FORM)
    assert staff(client, evaluator).post(f"{BASE}new/", form).status_code == 200
    assert Occupation.objects.count() == 1


def test_one_that_questions_belong_to_is_not_deleted(client, evaluator, author):
    row = an_occupation()
    an_item(author, occupation=row)
    page = staff(client, evaluator).post(f"{BASE}delete/{row.pk}/", follow=True).content.decode()
    assert "Give it another occupation first" in page
    assert Occupation.objects.exists()


def test_an_unused_one_is_deleted(client, evaluator):
    row = an_occupation()
    staff(client, evaluator).post(f"{BASE}delete/{row.pk}/")
    assert not Occupation.objects.exists()
    assert AuditEvent.objects.filter(verb="assessments.occupation.deleted").exists()

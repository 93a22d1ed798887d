"""The list of questions: search, filters, order, the Excel file."""

import io
from datetime import UTC, datetime

import openpyxl
import pytest

from assessments.bank import api as bank
from assessments.bank.models import Item
from tests.factories import people
from tests.factories.bank import an_item, an_occupation
from tests.lms.learning.pages import staff

DAY = datetime(2026, 5, 1, 8, tzinfo=UTC)


@pytest.fixture
def welder(db):
    return an_occupation()


@pytest.fixture
def one(author, welder):
    item = an_item(author, prompt="<p>甲题</p>", name="ELE-1", occupation=welder, difficulty=2, tags=["安全"])
    figures = bank.ItemFigures(item_id=item.pk, takers=20, facility=0.75, discrimination=0.4)
    bank.record_item_statistics("urn:newleaf:sitting:1", [figures], used_at=DAY)
    return item


@pytest.fixture
def other(author):
    return an_item(author, "fill_in", prompt="<p>乙题</p>", language="en")


def listed(client, who, query):
    page = staff(client, who).get(f"/admin/item-bank/?{query}")
    assert page.status_code == 200
    return [item.prompt.removeprefix("<p>").removesuffix("题</p>") for item in page.context["object_list"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=甲", "甲"),
        ("q=戴面罩", "甲"),  # an answer
        ("q=三十六", "乙"),  # an answer in a gap
        ("q=ele", "甲"),  # the name
        ("q=面罩 ele", "甲"),
        ("q=面罩 三十六", ""),
        ("q=戴面具", ""),
        ("q=？！", ""),
        ("q=%25", ""),
        ("kind=fill_in", "乙"),
        ("difficulty=2", "甲"),
        ("difficulty=none", "乙"),
        ("language=en", "乙"),
        ("tags=安", "甲"),
        ("state=new", "乙甲"),
        ("state=exposed", ""),
        ("used=never", "乙"),
        ("used=used", "甲"),
        ("facility_from=70&facility_to=80", "甲"),
        ("facility_from=76", ""),
        ("discrimination_from=0.3", "甲"),
        ("discrimination_to=0.3", ""),
        ("occupation=none", "乙"),
        ("ordering=difficulty", "甲乙"),
        ("ordering=-difficulty", "甲乙"),
        ("ordering=-facility", "甲乙"),
        ("ordering=listed", "乙甲"),
        ("ordering=state", "甲乙"),
        ("ordering=nonsense", "乙甲"),
        ("p=999", "乙甲"),
    ],
)
def test_the_list_shows_what_was_asked_for(client, author, one, other, query, found):
    assert "".join(listed(client, author, query)) == found


def test_an_occupation_narrows_the_list(client, author, one, other, welder):
    assert listed(client, author, f"occupation={welder.pk}") == ["甲"]


@pytest.mark.parametrize(
    "query", ["occupation=x", "facility_from=x", "facility_from=101", "discrimination_to=9", "kind=x"]
)
def test_a_filter_that_means_nothing_breaks_nothing(client, author, one, query):
    assert staff(client, author).get(f"/admin/item-bank/?{query}").status_code == 200


def test_exposed_and_retired_ones_are_told_apart(client, author, one, other):
    bank.expose_items([one.iri], by=author)
    bank.retire_items([other.pk], by=author)
    assert listed(client, author, "state=exposed") == ["甲"]
    assert listed(client, author, "state=retired") == ["乙"]
    page = staff(client, author).get("/admin/item-bank/").content.decode()
    assert "Exposed" in page
    assert "Exposed since" in client.get(f"/admin/item-bank/edit/{one.pk}/").content.decode()
    assert "Exposed since" not in client.get(f"/admin/item-bank/edit/{other.pk}/").content.decode()


def test_an_empty_bank_says_so(client, author):
    assert "There are no item bank" not in staff(client, author).get("/admin/item-bank/").content.decode()


def test_the_list_comes_as_an_excel_file_as_it_was_narrowed(client, author, one, other):
    Item.objects.filter(pk=one.pk).update(source="=1+1")
    reply = staff(client, author).get("/admin/item-bank/?export=xlsx&kind=choice")
    rows = list(openpyxl.load_workbook(io.BytesIO(reply.getvalue())).active.iter_rows(values_only=True))
    assert len(rows) == 2
    row = dict(zip(rows[0], rows[1], strict=True))
    assert row["Question"] == "甲题"
    assert (row["Topics"], row["Facility"], row["Source"]) == ("安全", 0.75, "=1+1")


def test_the_number_of_queries_does_not_grow_with_the_list(client, author, django_assert_max_num_queries):
    browser = staff(client, author)
    for number in range(30):
        an_item(author, prompt=f"<p>{number}</p>", tags=[f"t{number}"])
    with django_assert_max_num_queries(40):
        browser.get("/admin/item-bank/")


@pytest.mark.parametrize("path", ["/admin/item-bank/", "/admin/item-bank/?export=xlsx", "/admin/item-bank/results/"])
def test_who_has_nothing_to_do_with_questions_gets_no_list(client, device_keeper, one, path):
    assert staff(client, device_keeper).get(path).status_code == 302


def test_who_only_reads_gets_no_boxes_to_tick(client, prison, one):
    page = staff(client, people.officer(prison, "supervisor", username="sup")).get("/admin/item-bank/").content.decode()
    assert "甲题" in page
    assert "data-bulk-action-checkbox" not in page


def test_the_statistics_of_a_question_are_shown(client, author, one):
    page = staff(client, author).get(f"/admin/item-bank/statistics/{one.pk}/").content.decode()
    assert "75 %" in page
    assert "0.40" in page


def test_the_preview_opens_from_the_list(client, author, one):
    page = staff(client, author).get("/admin/item-bank/").content.decode()
    assert f"/admin/item-bank/shown/{one.pk}/" in page
    assert "甲题" in client.get(f"/admin/item-bank/shown/{one.pk}/").content.decode()

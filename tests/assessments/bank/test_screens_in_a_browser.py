"""The bank's own screens in Chromium: nothing for axe to find, in both languages, wide and upright."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from assessments.bank import api as bank
from assessments.bank.models import Item
from tests.factories import people
from tests.factories.bank import an_item, an_occupation
from tests.lms.learning.test_in_a_browser import open_as  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture
def evaluator(prison, other_prison):
    return people.officer(prison, "evaluator", username="eva", name="刘考评")


@pytest.fixture
def items(evaluator, other_prison):
    """A few of every sort: exposed, retired, used in an exam, nearly equal, another prison's."""
    welder, plumber = an_occupation(code="6-18-02-04"), an_occupation("管道工", "Plumber")
    filed = {"occupation": welder, "difficulty": 3, "tags": ["焊接安全", "劳动保护"], "source": "国家职业标准"}
    made = [
        an_item(evaluator, prompt="<p>更换焊条之前，应当先做什么？</p>", name="HG-017", **filed),
        an_item(evaluator, prompt="<p>更换焊条以前，应当先做什么？</p>", **filed),
        an_item(evaluator, "match", prompt="<p>把安全色和它的意思连起来。</p>", occupation=plumber, difficulty=1),
        an_item(evaluator, "fill_in", prompt="<p>Fill in the safe voltage.</p>", language="en"),
    ]
    an_item(evaluator, prompt="<p>更换焊条以前，应先做什么？</p>", **filed)
    an_item(people.officer(other_prison, "author", username="neighbour"), "order", prompt="<p>检修的顺序是什么？</p>")
    key = bank.item_document(made[0].pk).options
    figures = bank.ItemFigures(made[0].pk, 60, 0.72, 0.41, {key[0].id: 43, key[1].id: 17})
    bank.record_item_statistics("urn:newleaf:sitting:1", [figures], used_at=datetime(2026, 5, 1, 8, tzinfo=UTC))
    bank.revise_item(made[0].pk, by=evaluator, prompt="<p>更换焊条之前，应该先做哪一步？</p>")
    changed = Item.objects.get(pk=made[0].pk)
    changed.interaction[0].value["options"][1]["text"] = "不戴手套"
    changed.save()
    changed.save_revision(user=evaluator)
    bank.expose_items([made[1].iri], by=evaluator)
    bank.retire_items([made[2].pk], by=evaluator)
    return made


def pages(items):
    key, other = items[0].pk, items[1].pk
    return {
        "list": "item-bank/",
        "filtered": "item-bank/?state=new&difficulty=3&q=焊条",
        "nothing": "item-bank/?q=没有这样的题",
        "edit": f"item-bank/edit/{other}/",
        "versions": f"item-bank/versions/{key}/?old=1&new=3",
        "statistics": f"item-bank/statistics/{key}/",
        "duplicates": "item-bank-duplicates/",
        "occupations": "item-bank-occupations/",
        "occupation": "item-bank-occupations/new/",
        "bulk": f"bulk/assessments/item/add_topics/?id={key}&id={other}&id={Item.objects.get(kind='order').pk}&next=/admin/item-bank/",
    }


@pytest.mark.parametrize("size", [(1280, 800), (800, 1280)], ids=["wide", "upright"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_axe_finds_nothing_on_the_banks_screens(open_as, evaluator, items, language, size):  # noqa: F811
    bank.run_search(bank.request_search(by=evaluator).pk)
    found = {}
    for name, path in pages(items).items():
        page = open_as(evaluator, f"/admin/{path}", language)
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.wait_for_load_state("networkidle")
        if folder := os.environ.get("NEWLEAF_SHOTS"):
            page.screenshot(path=str(Path(folder) / f"bank-{name}-{size[0]}.{language}.png"))
        violations = Axe().run(page, options=WCAG).response["violations"]
        if violations:
            found[name] = [(one["id"], one["nodes"][0]["target"], one["nodes"][0]["html"][:300]) for one in violations]
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            found.setdefault(name, []).append(("wider than the screen", wide))
    assert found == {}


def test_two_questions_are_ticked_and_retired_from_the_list(open_as, evaluator, items):  # noqa: F811
    page = open_as(evaluator, "/admin/item-bank/?state=new", "en")
    for item in (items[0], items[3]):
        page.locator(f'input[data-bulk-action-checkbox][data-object-id="{item.pk}"]').check()
    page.get_by_role("link", name="Retire the selected questions").click()
    expect(page.get_by_text("2 questions:")).to_be_visible()
    page.get_by_role("button", name="Retire", exact=True).click()
    expect(page.get_by_text("2 questions are out of use.")).to_be_visible()
    assert Item.objects.retired().count() == 3

"""Papers in Chromium: written from nothing, checked, approved."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from assessments.exams.models import Paper
from tests.factories.bank import an_item
from tests.factories.papers import a_paper, draw, fixed, items
from tests.lms.learning.test_in_a_browser import open_as  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def shot(page, name):
    if folder := os.environ.get("NEWLEAF_SHOTS"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_axe_finds_nothing_on_the_pages_of_a_paper(open_as, evaluator, language):  # noqa: F811
    items(evaluator, 4, tags=["安全"])
    kinds = [fixed(an_item(evaluator, kind), points=4) for kind in ("order", "match", "fill_in")]
    paper = a_paper(evaluator, draw(2, topics="安全"), draw(9), *kinds, points=100, title="焊工（五级）理论")
    fit = a_paper(evaluator, draw(2, topics="安全"), *kinds)
    found = {}
    for path in ("", "add/", *(f"{step}/{paper.pk}/" for step in ("look", "edit")), f"form/{fit.pk}/?seed=a&key=1"):
        page = open_as(evaluator, f"/admin/papers/{path}", language)
        page.wait_for_load_state("networkidle")
        shot(page, f"papers-{path.split('/')[0]}.{language}")
        rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
        violations = Axe().run(page, options=rules).response["violations"]
        if violations:
            found[path] = [(one["id"], one["nodes"][0]["target"], one["nodes"][0]["html"][:500]) for one in violations]
    assert found == {}


def test_a_paper_is_written_checked_and_approved(open_as, evaluator):  # noqa: F811
    items(evaluator, 6)
    page = open_as(evaluator, "/admin/papers/")
    page.get_by_role("link", name="Add paper").first.click()
    page.get_by_role("textbox", name="Title").fill("焊工理论")
    page.get_by_role("button", name="Insert a block").first.click()
    page.locator('input[name$="value-title"]').fill("选择题")
    page.locator("[data-contentpath=parts]").get_by_role("button", name="Insert a block").first.click()
    page.get_by_role("option", name="Draw questions").click()
    page.get_by_role("spinbutton", name="how many").fill("5")
    page.get_by_role("spinbutton", name="Points in all").fill("10")
    page.get_by_role("spinbutton", name="Pass mark").fill("6")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="The paper is fit to be sat")).to_be_visible()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("Version 1 is approved.", exact=False)).to_be_visible()
    assert Paper.objects.get().versions.count() == 1

"""Writing questions in Chromium: on the bank's own page, and inside a lesson without leaving it."""

import os
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from assessments.bank.models import Item
from tests.factories.bank import AREAS, KINDS, a_picture, an_item
from tests.lms.learning.test_in_a_browser import open_as  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def shot(page, name):
    if folder := os.environ.get("NEWLEAF_SHOTS"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_on_the_pages_of_a_question(open_as, author, kind, language):  # noqa: F811
    item = an_item(author, kind)
    found = {}
    for path in ("", f"edit/{item.pk}/", "add/") if kind == "choice" else (f"edit/{item.pk}/",):
        page = open_as(author, f"/admin/item-bank/{path}", language)
        page.wait_for_load_state("networkidle")
        shot(page, f"bank-{kind}-{path.split('/')[0]}.{language}")
        violations = (
            Axe()
            .run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
            .response["violations"]
        )
        if violations:
            found[path] = [(one["id"], one["nodes"][0]["target"], one["nodes"][0]["html"][:500]) for one in violations]
    assert found == {}


def test_a_question_is_written_without_leaving_the_lesson(open_as, author):  # noqa: F811
    from wagtail.models import Locale, Page

    from tests.factories import content

    Locale.objects.get_or_create(language_code="zh-hans")  # what migrations made and an earlier flush took away
    Page.objects.filter(depth=1).exists() or Page.add_root(title="Root", slug="root")
    lesson = content.a_lesson(by=author)
    page = open_as(author, f"/admin/pages/{lesson.pk}/edit/")
    page.locator("[data-streamfield-block-container], [data-streamfield-stream-container]").first.wait_for()
    page.get_by_role("button", name="Insert a block").first.click()
    page.get_by_role("option", name="Practice question").first.click()
    page.get_by_role("button", name="Choose a question").click()
    page.get_by_role("tab", name="Write a new one").click()
    form = page.locator("form[data-chooser-modal-creation-form]")
    texts = form.locator('input[type="text"][name*="options"]')
    for number, text in enumerate(["yes", "no", "perhaps"]):
        texts.nth(number).fill(text)
    form.locator('input[type="checkbox"][name*="options-0"]').check()
    editor = form.locator('[contenteditable="true"]').first
    editor.click()
    editor.press_sequentially("Mask on?")
    expect(form.locator("input[name=prompt]")).to_have_value(re.compile("Mask on"))  # handed over with a delay
    shot(page, "bank-chooser")
    form.get_by_role("button", name="Save and use").click()
    form.wait_for(state="detached")
    item = Item.objects.get()
    assert (item.kind, str(item)) == ("choice", "Mask on?")
    assert page.locator(f'input[value="{item.pk}"]').count() == 1


def test_a_place_is_drawn_on_the_picture_or_written_in_numbers(open_as, author):  # noqa: F811
    answers = {"picture": a_picture(author), "alt": "一套设备", "areas": AREAS[:2]}
    item = an_item(author, "hotspot", answers=answers)
    page = open_as(author, f"/admin/item-bank/edit/{item.pk}/")
    drawing = page.locator(".nl-areas svg")
    expect(drawing.locator("rect")).to_have_attribute("width", "50")
    corner = page.locator('input[name$="areas-0-value-coords"]')
    corner.fill("10, 10, 40, 50")
    expect(drawing.locator("rect")).to_have_attribute("width", "30")
    drawing.scroll_into_view_if_needed()
    box = drawing.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.25)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.5, steps=4)
    page.mouse.up()
    expect(page.locator('input[name$="areas-2-value-coords"]')).to_have_value("80, 30, 120, 60")
    expect(page.locator('input[name$="areas-2-value-label"]')).to_be_focused()
    page.keyboard.type("软管")
    shot(page, "bank-areas")
    page.locator('footer [type="submit"], [name="action-save"], button:has-text("Save")').first.click()
    page.wait_for_load_state("networkidle")
    places = Item.objects.get().interaction[0].value["areas"]
    assert [place["coords"] for place in places] == ["10, 10, 40, 50", "120, 60, 20", "80, 30, 120, 60"]


def test_the_preview_is_the_tablets_own(open_as, author):  # noqa: F811
    item = an_item(author, "numeric", pictures=[(a_picture(author), "一把焊枪")])
    page = open_as(author, f"/admin/item-bank/edit/{item.pk}/")
    page.get_by_role("button", name="Toggle preview").click()
    page.goto(page.locator("iframe[title='Preview'][src]").first.get_attribute("src").split("?")[0])
    page.get_by_label("Number").fill("1.25")
    page.get_by_label("Unit").select_option("cm")
    page.get_by_role("button", name="Check my answer").click()
    expect(page.get_by_text("That is right!")).to_be_visible()
    expect(page.locator("img[alt='一把焊枪']").first).to_have_js_property("naturalWidth", 160)

"""Placement in Chromium: the learner by keyboard alone, no script needed; axe finds nothing on any page, in both languages and shapes."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from assessments.placement import api
from assessments.placement.holding import open_question
from assessments.placement.models import ItemCalibration
from tests.e2e.browser import CHROMIUM, FLAGS
from tests.factories import bank as of_bank
from tests.factories import people
from tests.factories import placement as a
from tests.lms.learning.pages import HOST, staff
from tests.lms.learning.test_in_a_browser import open_as  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
SHAPES = {"wide": (1280, 800), "upright": (800, 1280)}


def looked_at(page, name):
    """axe's findings; a picture where NEWLEAF_SHOTS says so. The page must not be wider than the screen."""
    page.wait_for_load_state("networkidle")
    if folder := os.environ.get("NEWLEAF_SHOTS"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is wider than the screen"
    found = Axe().run(page, options=RULES).response["violations"]
    return [(name, one["id"], one["nodes"][0]["html"][:300]) for one in found]


@pytest.fixture
def world(author, education_office, teacher, ward):
    """A test with every kind of question; one placement waits, one is decided, one under way for each kind."""
    a.some_items(author, count=15)
    test = a.a_test(education_office)
    placements = [
        api.begin_placement(test.pk, people.learner(ward, number=str(1001 + n)).pk, by=teacher) for n in range(3)
    ]
    a.answered(placements[0], right=lambda number: number % 3 > 0)
    api.change_placement(a.answered(placements[1]).pk, "初级", reason="还不会写字", by=teacher)
    return test, placements


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_axe_finds_nothing_on_the_staff_pages(open_as, world, education_office, language, shape):  # noqa: F811
    test, (waiting, decided, under_way) = world
    found = []
    paths = {
        "tests": "placement-tests/",
        "test": f"placement-tests/{test.pk}/?trial=1",
        "test-form": f"placement-tests/{test.pk}/change/",
        "placements": "placement/",
        "waiting": f"placement/{waiting.pk}/",
        "decided": f"placement/{decided.pk}/",
        "under-way": f"placement/{under_way.pk}/",
        "new": "placement/new/",
    }
    for name, path in paths.items():
        page = open_as(education_office, f"/admin/{path}", language)
        page.set_viewport_size(dict(zip(("width", "height"), SHAPES[shape], strict=True)))
        if name in ("placements", "waiting"):
            page.locator("summary", has_text="Another level" if language == "en" else "定为其他等级").first.click()
        found += looked_at(page, f"placement-{name}.{language}.{shape}")
    assert found == []


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("kind", ["choice", "order", "match", "fill_in"])
def test_axe_finds_nothing_at_the_desk(open_as, author, education_office, teacher, learner, kind, language, shape):  # noqa: F811
    made = under_way(author, education_office, teacher, learner, kind, language=language)
    page = open_as(teacher, f"/admin/placement/{made.pk}/", language)
    page.set_viewport_size(dict(zip(("width", "height"), SHAPES[shape], strict=True)))
    page.locator("form[action$='hand-over/'] button").click()
    page.locator("[name=number]").wait_for(state="attached")
    found = looked_at(page, f"desk-{kind}.{language}.{shape}")
    page.locator("button[name=answer]").click()
    found += looked_at(page, f"desk-{kind}-again.{language}.{shape}")
    for _turn in range(4 if kind == "order" else 5):  # steps that nobody moved are an answer
        page.locator("button[name=unknown]").click()
    page.locator(".done").wait_for()
    found += looked_at(page, f"desk-done.{language}.{shape}")
    assert found == []


def test_the_way_back_leads_to_no_staff_page(live_server, client, playwright, placement_test, learner, teacher):
    """In a browser that keeps pages for the way back, as officers' browsers do; Playwright's own switches that off."""
    api.begin_placement(placement_test.pk, learner.pk, by=teacher)
    staff(client, teacher)
    browser = playwright.chromium.launch(
        executable_path=CHROMIUM, args=FLAGS, ignore_default_args=["--disable-back-forward-cache"]
    )
    try:
        page = browser.new_page()
        session = client.cookies["newleaf_staff"].value
        page.context.add_cookies([{"name": "newleaf_staff", "value": session, "domain": HOST, "path": "/"}])
        page.goto(live_server.url.replace("localhost", HOST) + "/admin/placement/")
        page.locator("main a", has_text="1001").first.click()
        page.locator("form[action$='hand-over/'] button").click()
        page.locator("[name=number]").wait_for(state="attached")
        for _step in range(2):
            page.go_back()
            assert page.locator(".sidebar, [data-sidebar]").count() == 0
            assert learner.name not in page.content()
    finally:
        browser.close()


def test_a_learner_without_a_mouse_puts_steps_in_order_and_is_done(open_as, author, education_office, teacher, learner):  # noqa: F811
    made = under_way(author, education_office, teacher, learner, "order", language="en")
    page = open_as(teacher, f"/admin/placement/{made.pk}/")
    page.locator("form[action$='hand-over/'] button").focus()
    page.keyboard.press("Enter")
    for number in range(1, 6):
        page.locator(f"[name=number][value='{number}']").wait_for(state="attached")
        question = open_question(made)
        wanted, texts = question.document["correct"], page.locator("[name=entry]")
        for place, key in enumerate(wanted):
            while [texts.nth(n).input_value() for n in range(3)].index(key) > place:
                before = page.locator("ol").inner_html()
                page.locator(f"button[value='up:{key}']").focus()
                page.keyboard.press("Enter")
                page.wait_for_function("html => document.querySelector('ol').innerHTML !== html", arg=before)
                focused = page.evaluate("document.activeElement.value")
                assert focused in (f"up:{key}", f"down:{key}")
        page.locator("button[name=answer]").focus()
        page.keyboard.press("Enter")
    page.locator(".done").wait_for()
    assert [answer.is_right for answer in made.answers.all()] == [True] * 5


def under_way(author, education_office, teacher, learner, kind, *, language):
    for _number in range(5):
        item = of_bank.an_item(author, kind, tags=["识字"])
        ItemCalibration.objects.create(item=item, difficulty=0, standard_error=0.2, answers=99)
    learner.language = language
    learner.save()
    return api.begin_placement(a.a_test(education_office).pk, learner.pk, by=teacher)

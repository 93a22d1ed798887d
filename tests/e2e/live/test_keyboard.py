"""A teacher without a mouse: from the start page to a lesson that is planned, taught, ended and answered for."""

import pytest

from tests.e2e.live.conftest import sign_in, state, until

pytestmark = pytest.mark.e2e


def reach(page, selector, *, most=150):
    """Tabs on until the focus is there; each place on the way must be one that can be seen."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            assert page.evaluate("document.activeElement.checkVisibility()")
            return
    raise AssertionError(f"{selector} cannot be reached by keyboard")


def press(page, selector):
    reach(page, selector)
    page.keyboard.press("Enter")


def follow(page, selector):
    """The same, where another page comes."""
    reach(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_lesson_is_planned_taught_and_ended_without_a_mouse(site, teacher_browser):
    page = sign_in(teacher_browser, site)
    follow(page, "main a[href$='/admin/live/next/'], main a[href$='/admin/live/']")
    page.goto(f"{site.staff}/admin/live/")
    follow(page, "a[href*='/live/plan/']")
    reach(page, "#id_title")
    page.keyboard.type("键盘也能上课")
    reach(page, "[name=wards]")
    page.keyboard.press("Space")
    follow(page, "form.nl-form button.button")
    if page.locator("[name=all_the_same]").count():  # another test of this school has a lesson at the next full hour
        reach(page, "[name=all_the_same]")
        page.keyboard.press("Space")
        follow(page, "form.nl-form button.button")
    assert "/plan/" not in page.url
    lesson = site.python("tests.e2e.live.seed", "newest")
    page.goto(f"{site.staff}/admin/live/{lesson}/")
    page.locator("[data-go-live]").wait_for()
    press(page, "[data-go-live]")
    page.locator(".nls-state[data-state='live']").wait_for()
    until(lambda: len(site.chunks(lesson)) >= 4, page=page)
    assert page.evaluate("document.activeElement.matches('[data-end]')")  # the focus went where the next act is
    page.keyboard.press("Enter")
    press(page, "[data-end-dialog] button[value=end]")
    page.wait_for_url("**/after/")
    assert state(site, lesson)["state"] == "ended"
    for name in ("seen", "heard"):
        reach(page, f"[name={name}]")
        page.keyboard.press("Space")  # the first answer: no
    follow(page, ".nls-consent .nl-actions button")
    page.locator(".messages .success").wait_for()

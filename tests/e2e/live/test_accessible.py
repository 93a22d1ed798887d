"""axe finds nothing in a studio with its camera on: before the lesson, live, in the question whether to end it, and afterwards."""

import pytest

from tests.e2e.live.conftest import go_live, open_studio, sign_in
from tests.e2e.samples.test_accessibility import violations

pytestmark = pytest.mark.e2e


def found_in(page):
    """When nothing moves any more: colours in the middle of a transition are nobody's colours."""
    page.evaluate(
        "document.getAnimations().forEach((one) => one.effect.getTiming().iterations < Infinity && one.finish())"
    )
    return violations(page)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_axe_finds_nothing_in_a_studio_that_is_on(site, teacher_browser, language):
    lesson = site.python("tests.e2e.live.seed", "lesson")
    teacher_browser.context.add_cookies([{"name": "django_language", "value": language, "url": site.staff}])
    page = sign_in(teacher_browser, site)
    open_studio(page, site, lesson)
    assert page.evaluate("document.documentElement.lang").lower().startswith(language[:2])
    page.locator("[data-switch-on]").click()
    page.locator(".is-on").wait_for()
    found = {"idle": found_in(page)}
    go_live(page)
    found["live"] = found_in(page)
    teacher_browser.context.set_offline(True)
    page.locator(".nls-state[data-state='interrupted']").wait_for()
    found["interrupted"] = found_in(page)
    teacher_browser.context.set_offline(False)
    page.locator(".nls-state[data-state='live']").wait_for()
    page.locator("[data-end]").click()
    found["asks whether to end"] = found_in(page)
    page.locator("[data-end-dialog] button[value=end]").click()
    page.wait_for_url("**/after/")
    found["after"] = found_in(page)
    assert {name: rules for name, rules in found.items() if rules} == {}

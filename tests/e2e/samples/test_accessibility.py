"""axe finds nothing on any page of the staff side, in both languages. The pages come from the table of routes: a new one is in at once."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.contracts.routes import all_routes
from tests.e2e.samples.conftest import LOCALES

pytestmark = pytest.mark.e2e

WCAG = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
ROLES = ["education_office", "author", "supervisor", "teacher", "device_keeper", "auditor", "administrator"]
NO_PAGES = {
    "admin/logout/",
    "admin/login/",  # looked at by itself, before anybody is signed in
    "admin/failwhale/",  # Wagtail's own trial of a server error
    "admin/test404/",
}


def paths():
    """Every route of the staff side that takes no argument."""
    for route in all_routes("staff"):
        if not route.converters and not set("(?*$") & set(route.route) and route.route not in NO_PAGES:
            yield route.route


def whole_pages(page, candidates):
    """Those that answer this officer with a whole page: no fragments, downloads, JSON, redirections or closed doors."""
    answers = page.evaluate(ASK, [f"/{path}" for path in candidates])
    assert [path for path, status, _whole in answers if status >= 500] == []
    return [path.lstrip("/") for path, status, whole in answers if status == 200 and whole]


ASK = """async (paths) => {
    const answers = [];
    for (const path of paths) {
        const answer = await fetch(path, { redirect: "manual" });
        const html = (answer.headers.get("content-type") || "").startsWith("text/html");
        answers.push([path, answer.status, html && (await answer.text()).includes("<html")]);
    }
    return answers;
}"""


def violations(page):
    found = Axe().run(page, options=WCAG).response["violations"]
    return [(one["id"], [node["html"][:160] for node in one["nodes"]][:3]) for one in found]


def as_lines(found):
    return "\n".join(
        f"{path}: {rule}: {node}" for path, rules in found.items() for rule, nodes in rules for node in nodes
    )


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_axe_finds_nothing_on_the_staff_side(demo, enter, language):
    site, addresses = demo
    page = enter("everyone", language=language)
    problems, found, seen = [], {}, []
    page.on("pageerror", lambda error: problems.append((page.url, str(error))))
    for path in [*whole_pages(page, paths()), *(f"admin/{path}" for path in addresses.values())]:
        assert page.goto(f"{site.staff}/{path}").status == 200, path
        assert page.evaluate("document.documentElement.lang").lower().startswith(language[:2]), path
        seen.append(path)
        if rules := violations(page):
            found[path] = rules
    assert not found, as_lines(found)
    assert problems == []
    assert len(seen) > 80, seen


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_axe_finds_nothing_on_the_doors_and_start_pages(demo, enter, language):
    """The demo's start page, the start page of each role, and the sign-in page."""
    site, _addresses = demo
    found = {}
    for role in ROLES:
        page = enter(role, language=language)
        page.goto(f"{site.staff}/admin/")
        found[role] = violations(page)
    page.goto(f"http://newleaf.localhost:{site.port}/")
    found["demo"] = violations(page)
    page.context.clear_cookies()
    page.goto(f"{site.staff}/admin/login/")
    found["sign-in"] = violations(page)
    found = {name: rules for name, rules in found.items() if rules}
    assert not found, as_lines(found)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_axe_finds_nothing_where_a_guest_teaches(demo, chromium, language):
    """The door with its code, and the studio behind it, which no officer sees."""
    site, _addresses = demo
    path, code = site.python("tests.e2e.samples.live_seed", "guest")
    context = chromium.new_context(locale=LOCALES[language])
    page = context.new_page()
    try:
        page.goto(f"{site.staff}/{path}")
        assert page.evaluate("document.documentElement.lang").lower().startswith(language[:2])
        assert violations(page) == []
        page.locator("[name=code]").fill(code)
        page.keyboard.press("Enter")
        page.locator(".nls-state").wait_for()
        assert violations(page) == []
    finally:
        context.close()


def test_axe_sees_a_picture_without_words(demo, enter):
    page = enter("everyone")
    page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    assert [rule for rule, _nodes in violations(page)] == ["image-alt"]

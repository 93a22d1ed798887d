"""One server with the demo's sample data for all tests of this folder, and officers who enter by the demo's start page."""

import shutil

import pytest

from tests.e2e.browser import CHROMIUM, FLAGS, Site, migrated_database
from tests.e2e.live.conftest import LiveSite


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """(site, addresses) of the demo as it stands when everything is loaded."""
    folder = tmp_path_factory.mktemp("demo")
    loader = Site(folder, profile="test")  # where jobs run at once
    loader.migrate(migrated_database())
    addresses = loader.python("tests.e2e.samples.seed")
    loader.log.close()
    with LiveSite(folder) as site:
        yield site, addresses
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def chromium(playwright):
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def enter(demo, chromium):
    """enter("author", language="en") → a page of that officer, signed in by the demo's start page."""
    site, _addresses = demo
    contexts = []

    def as_officer(username, *, language="zh-hans", width=1280, height=800):
        context = chromium.new_context(viewport={"width": width, "height": height}, locale=LOCALES[language])
        contexts.append(context)
        cookie = {"name": "django_language", "value": language}
        context.add_cookies([cookie | {"url": site.staff}, cookie | {"url": start_page(site)}])
        page = context.new_page()
        become(page, site, username)
        return page

    yield as_officer
    for context in contexts:
        context.close()


LOCALES = {"zh-hans": "zh-CN", "en": "en-US"}


def start_page(site):
    return f"http://newleaf.localhost:{site.port}/"


def become(page, site, username):
    """Presses the officer's button on the start page and stays in this tab. `everyone` has no button of its own and takes another's."""
    page.goto(start_page(site))
    form = page.locator("form[action*='/officer/']").first
    form.evaluate("(form, name) => { form.target = ''; form.action = `/officer/${name}/`; }", username)
    form.locator("button").click()
    page.wait_for_url("**/admin/")

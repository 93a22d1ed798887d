"""One server with three sealed sittings, and a fresh browser profile for each test."""

import pytest

from tests.e2e.browser import Browser, Site, core, migrated_database, wait_for

SEED = "tests.e2e.exams.seed"
PIN = "248160"


class Room:
    """One of the sittings, and what its invigilator does."""

    def __init__(self, site, facts):
        self.site, self.facts, self.id = site, facts, facts["sitting"]
        self.address = f"{site.tablet}/exam/{self.id}"

    def do(self, verb):
        self.site.python(SEED, "do", verb, self.id)

    def attempt(self):
        return self.site.python(SEED, "attempt", self.id)


@pytest.fixture(scope="module")
def prison_with_sittings(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("exams") / "site")
    site.migrate(migrated_database())
    seed = site.python(SEED, "room")
    with site:
        yield site, seed


@pytest.fixture
def room(prison_with_sittings):
    """A sitting that no other test has used; the server runs again afterwards."""
    site, seed = prison_with_sittings
    yield Room(site, seed["sittings"].pop())
    if site.process is None:
        site.start()


@pytest.fixture
def tablet(playwright, tmp_path):
    with Browser(playwright, tmp_path / "profile", "--window-size=1280,800") as browser:
        yield browser


@pytest.fixture
def ready(prison_with_sittings, room, tablet):
    """A page at the door of a paired tablet that has the sealed paper, and works without a network. Nobody is signed in."""
    site, seed = prison_with_sittings
    page = tablet.open(site.tablet)
    page.set_default_timeout(30_000)
    core(page, "core.pair(arg)", seed["codes"].pop())
    wait_for(page, f"core.exams().then(e => e.standing('{room.id}')).then(s => s.packageHere)")
    wait_for(page, "navigator.serviceWorker.controller !== null")
    return page


def sit_down(page, room):
    """From the list of seats to the page before the clock starts."""
    page.get_by_role("button", name=room.facts["name"]).click()
    page.locator("#pin").wait_for()
    page.keyboard.type(PIN)

"""Searching on a tablet without a server: what is said in a film is found, and the hit opens the film at its second."""

import pytest

from tests.e2e.browser import core, wait_for

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

ALL_READY = "core.downloads.value.items.length > 0 && core.downloads.value.items.every(i => i.state === 'ready')"


@pytest.fixture
def offline(classroom, tablet):
    """A tablet with everything downloaded, learner 1001 signed in, and the server gone."""
    site, seed = classroom
    page = tablet.open(site.tablet)
    core(page, "core.pair(arg)", seed["codes"].pop())
    core(page, "core.signIn('1001', arg).then(s => s.profile)", {"kind": "pin", "pin": "258036"})
    wait_for(page, ALL_READY)
    wait_for(page, "navigator.serviceWorker.controller !== null")
    site.stop()
    yield page
    site.start()


def ask(page, query):
    page.locator("a[href='/search']").first.click()
    page.locator("#search").fill(query)


def test_a_hit_in_what_is_said_opens_the_film_at_its_second(offline):
    ask(offline, "氣瓶閥")  # typed in traditional characters
    hit = offline.locator("nl-search li a")
    assert hit.count() <= 1
    hit.wait_for()
    assert hit.locator("mark").inner_text() == "气瓶阀"
    hit.click()
    film = offline.locator("nl-video video")
    film.wait_for()
    wait_for(offline, "Math.abs(document.querySelector('nl-video video').currentTime - 42) < 0.5")


def test_one_character_finds_a_text_and_what_is_nowhere_finds_nothing(offline):
    ask(offline, "钳")
    hit = offline.locator("nl-search li a")
    hit.wait_for()
    assert hit.count() == 1
    offline.locator("#search").fill("砖")
    offline.locator("nl-search .empty").wait_for()
    assert hit.count() == 0

"""A learner watches a live lesson on a tablet: pictures by a real packager, fed in real time as a recorder feeds it."""

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import Browser, Site, core, migrated_database, wait_for
from tests.e2e.live.conftest import until
from tests.e2e.live.feed import Feed
from tests.streaming.packager.studio import film

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

LENGTH_S = 400
ADDRESSES = "performance.getEntriesByType('resource').map((one) => new URL(one.name).pathname)"


@pytest.fixture
def school(tmp_path):
    site = Site(tmp_path / "site")
    site.migrate(migrated_database())
    seed = site.python("tests.e2e.live.watch_seed", "ward")
    with site:
        yield site, seed


@pytest.fixture
def lesson(school, tmp_path):
    site, seed = school
    source = film(
        tmp_path / "lesson.mkv", seconds=LENGTH_S, rate=10, gop=10, size="160x90", extra=("-cluster_time_limit", "500")
    )
    running = Feed(site, seed["broadcast"], source, LENGTH_S)
    running.start()
    yield running
    running.end()


def tablet(browser, site, code, number):
    page = browser.open(site.tablet)
    page.set_default_timeout(60_000)
    core(page, "core.pair(arg)", code)
    core(page, f"core.signIn('{number}', arg).then(s => s.profile)", {"kind": "pin", "pin": "258036"})
    return page


def video_at(page):
    return page.evaluate("document.querySelector('nl-live-player video')?.currentTime ?? 0")


def plays(page, *, seconds=2.0):
    wait_for(page, "document.querySelector('nl-live-player video')?.videoWidth > 0")
    at = video_at(page)
    wait_for(page, f"document.querySelector('nl-live-player video').currentTime > {at + seconds}")


def test_a_learner_watches_asks_and_answers_and_another_ward_sees_nothing(school, lesson, playwright, tmp_path):
    site, seed = school
    with Browser(playwright, tmp_path / "here") as browser:
        page = tablet(browser, site, seed["here"], "1001")
        page.locator("a.live-now").click()
        plays(page)
        expect(page.locator("nl-live h1")).to_have_text("焊接安全直播课")
        asks(page, site)
        answers_a_poll(page, site)
        starts_over_and_comes_back(page)
        assert not any("/live/" in one for one in page.evaluate(CACHED))
        ends(page, site, lesson)
    with Browser(playwright, tmp_path / "elsewhere") as browser:
        other = tablet(browser, site, seed["elsewhere"], "2001")
        wait_for(other, "s.live.list().then((all) => all.length === 0)")
        assert other.locator("nl-live-list a").count() == 0
        other.goto(f"{site.tablet}/live/{seed['broadcast']}")
        other.locator("nl-live .empty").wait_for()
        assert not any(one.startswith("/live/1") for one in other.evaluate(ADDRESSES))


CACHED = """async () => {
    const addresses = [];
    for (const name of await caches.keys())
        for (const request of await (await caches.open(name)).keys()) addresses.push(new URL(request.url).pathname);
    return addresses;
}"""


def asks(page, site):
    page.locator("#live-question").fill("为什么要先断电？")
    page.locator("nl-live-room .ask button").click()
    page.locator("nl-live-room .ask .good .icon").wait_for()
    assert page.locator("#live-question").input_value() == ""
    assert site.python("tests.e2e.live.watch_seed", "questions") == [["为什么要先断电？", "1001"]]
    site.python("tests.e2e.live.watch_seed", "release", "通电时可能触电。")
    expect(page.locator(".live-released .answer-text")).to_have_text("通电时可能触电。")


def answers_a_poll(page, site):
    poll = site.python("tests.e2e.live.watch_seed", "open_poll")
    for option in (1, 0):  # chosen, and changed
        page.locator(".live-poll input").nth(option).click()
        page.locator(f".live-poll label.is-chosen:nth-of-type({option + 1})").wait_for()
    assert site.python("tests.e2e.live.watch_seed", "answers") == [0]
    site.python("tests.e2e.live.watch_seed", "close_poll", poll)
    expect(page.locator(".live-tally li.is-right")).to_contain_text("100%")


def starts_over_and_comes_back(page):
    later = video_at(page)
    page.locator(".live-tools button", has_text="从头看").click()
    wait_for(page, f"document.querySelector('nl-live-player video').currentTime < {later / 2}")
    plays(page, seconds=1)
    back = page.locator(".live-tools button", has_text="回到直播")
    back.click()
    expect(back).to_have_count(0, timeout=60_000)
    plays(page, seconds=1)


def ends(page, site, lesson):
    lesson.end()
    site.python("tests.e2e.live.watch_seed", "end")
    page.locator(".live-over").wait_for()
    page.locator("a.brand").click()
    expect(page.locator("nl-live-list a.lesson-row")).to_contain_text("回放正在制作")
    until(lambda: (played(site) or (0,))[0] >= 3, page=page)  # the last report goes off when the page is left
    assert played(site)[1:] == [True, True]


def played(site):
    """Seconds, picture and sound of the only viewer, or nothing before the first report."""
    found = site.python("tests.e2e.live.watch_seed", "played")
    assert len(found) <= 1
    return found[0] if found else []

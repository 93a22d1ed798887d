"""A line that cannot carry the picture: the sound goes on alone, and the picture comes back by itself."""

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import Browser, migrated_database, wait_for
from tests.e2e.live.test_watch import Lesson, plays, tablet
from tests.e2e.slow_line import SlowSite
from tests.streaming.packager.studio import film

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

LENGTH_S = 300
SLOW = 250_000 // 8  # bytes a second: the picture needs about 900,000 bits, the sound 100,000
# Looks ten times a second at what is heard: how long it stood still, and how far the lesson's clock jumped.
EAR = """() => {
    const player = document.querySelector("nl-live-player");
    const ear = (window.ear = {still: 0, jump: 0, alone: 0});
    let at = player.media.currentTime, media = player.media, moved = performance.now(), shown = null, then = moved;
    setInterval(() => {
        const now = performance.now();
        if (player.media !== media || player.media.currentTime !== at) moved = now;
        media = player.media;
        at = media.currentTime;
        ear.still = Math.max(ear.still, now - moved);
        const clock = player.both.shownAt?.getTime() ?? null;
        if (clock && shown) ear.jump = Math.max(ear.jump, Math.abs(clock - shown) - (now - then) * 1.15);
        shown = clock;
        then = now;
        ear.alone += player.alone ? 100 : 0;
    }, 100);
}"""


@pytest.fixture
def school(tmp_path):
    site = SlowSite(tmp_path / "site")
    site.migrate(migrated_database())
    seed = site.python("tests.e2e.live.watch_seed", "ward")
    with site:
        yield site, seed


@pytest.fixture
def lesson(school, tmp_path):
    site, seed = school
    lively = (
        "-cluster_time_limit",
        "500",
        "-b:v",
        "900k",
        "-maxrate",
        "900k",
        "-bufsize",
        "900k",
        "-x264-params",
        "nal-hrd=cbr",
    )
    source = film(tmp_path / "lesson.mkv", seconds=LENGTH_S, rate=10, gop=10, size="320x180", extra=lively)
    running = Lesson(site, seed["broadcast"], source, LENGTH_S)
    running.start()
    yield running
    running.end()


def ear(page):
    heard = page.evaluate("window.ear")
    print(heard)
    return heard


def heard_at(page):
    return page.evaluate("document.querySelector('nl-live-player').media.currentTime")


def test_the_sound_never_stalls_on_a_line_that_cannot_carry_the_picture(school, lesson, playwright, tmp_path):
    site, seed = school
    with Browser(playwright, tmp_path / "here") as browser:
        page = tablet(browser, site, seed["here"], "1001")
        page.locator("a.live-now").click()
        plays(page)
        page.evaluate(EAR)
        site.line.rate = SLOW
        expect(page.locator(".live-alone")).to_be_visible(timeout=30_000)
        page.screenshot(path=tmp_path / "alone.png")
        begun = heard_at(page)
        wait_for(page, f"document.querySelector('nl-live-player').media.currentTime > {begun + 25}", seconds=60)
        assert page.evaluate("document.querySelector('nl-live-player').alone")
        assert ear(page)["still"] < 2000
        site.line.rate = None
        expect(page.locator(".live-alone")).to_have_count(0, timeout=120_000)
        plays(page)
        heard = ear(page)
        assert (heard["still"] < 2000, heard["jump"] < 1500) == (True, True), heard


def test_who_joins_on_such_a_line_hears_the_lesson(school, lesson, playwright, tmp_path):
    site, seed = school
    with Browser(playwright, tmp_path / "here") as browser:
        page = tablet(browser, site, seed["here"], "1001")
        page.locator("a.live-now").wait_for()
        site.line.rate = SLOW
        page.locator("a.live-now").click()
        expect(page.locator(".live-alone")).to_be_visible(timeout=60_000)
        begun = heard_at(page)
        wait_for(page, f"document.querySelector('nl-live-player').media.currentTime > {begun + 5}", seconds=60)

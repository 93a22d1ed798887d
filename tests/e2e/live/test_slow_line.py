"""A line that cannot carry the picture: the sound goes on alone, and the picture comes back by itself."""

import itertools

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import Browser, migrated_database, wait_for
from tests.e2e.live.feed import Feed
from tests.e2e.live.test_watch import plays, tablet
from tests.e2e.slow_line import SlowSite
from tests.streaming.packager.studio import film

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

LENGTH_S = 300
SLOW = 250_000 // 8  # bytes a second: the picture needs about 900,000 bits, the sound 100,000
# Looks ten times a second at what is heard: when it stood still, and how far the lesson's clock jumped.
EAR = """() => {
    const player = document.querySelector("nl-live-player");
    const ear = (window.ear = {stalls: [], jump: 0});
    let at = player.media.currentTime, media = player.media, moved = Date.now(), shown = null, then = moved;
    setInterval(() => {
        const now = Date.now();
        if (player.media !== media || player.media.currentTime !== at) {
            if (now - moved > 500) ear.stalls.push([moved / 1000, now / 1000]);
            moved = now;
        }
        media = player.media;
        at = media.currentTime;
        const clock = player.both.shownAt?.getTime() ?? null;
        if (clock && shown) ear.jump = Math.max(ear.jump, Math.abs(clock - shown) - (now - then) * 1.15);
        shown = clock;
        then = now;
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
    running = Feed(site, seed["broadcast"], source, LENGTH_S)
    running.start()
    yield running
    running.end()


def longest_stall(page, lesson):
    """Seconds without sound although there was some to be fetched: a machine that publishes late is not the line's fault."""
    times = sorted(path.stat().st_mtime for path in lesson.live.glob("a-*-*.m4s"))
    late = [(before, after + 1) for before, after in itertools.pairwise(times) if after - before > 1.5]
    stalls = page.evaluate("window.ear.stalls")
    print(stalls, late)

    def excused(begin, end):
        """Moments that overlap count once."""
        place, sum_s = begin, 0
        for since, until in late:
            sum_s += max(0, min(end, until) - max(place, since))
            place = max(place, min(end, until))
        return sum_s

    return max((end - begin - excused(begin, end) for begin, end in stalls), default=0)


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
        begun = heard_at(page)
        wait_for(page, f"document.querySelector('nl-live-player').media.currentTime > {begun + 25}", seconds=60)
        assert page.evaluate("document.querySelector('nl-live-player').alone")
        assert longest_stall(page, lesson) < 2
        site.line.rate = None
        expect(page.locator(".live-alone")).to_have_count(0, timeout=120_000)
        plays(page)
        assert longest_stall(page, lesson) < 2
        assert page.evaluate("window.ear.jump") < 1500


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

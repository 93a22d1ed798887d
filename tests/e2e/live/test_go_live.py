"""A teacher goes live in a real Chromium: line cuts, killed browsers and servers, and no chunk is lost."""

import re

import pytest

from tests.e2e.live.conftest import end, gapless, go_live, numbers, open_studio, sign_in, state, until

pytestmark = pytest.mark.e2e

KEPT = """() => new Promise((resolve) => {
  const opening = indexedDB.open("newleaf-recordings");
  opening.onsuccess = () => {
    const epochs = opening.result.transaction("epochs").objectStore("epochs").getAll();
    epochs.onsuccess = () => resolve(epochs.result.reduce((sum, one) => sum + one.made, 0));
  };
})"""

# Ten parts where there would be one: a minute without a line then leaves as many as ten minutes do.
TEN_TIMES = """
const begin = MediaRecorder.prototype.start;
MediaRecorder.prototype.start = function (slice) { begin.call(this, slice / 10); };
"""


@pytest.fixture
def lesson(site):
    return site.python("tests.e2e.live.seed", "lesson")


@pytest.fixture
def studio(site, lesson, teacher_browser):
    """The studio of a new lesson, live."""
    page = sign_in(teacher_browser, site)
    open_studio(page, site, lesson)
    go_live(page)
    return page


def waiting(page):
    """How many parts the page says are waiting here."""
    found = re.search(r"(\d+) ", page.locator("[data-state-text]").inner_text())
    return int(found[1]) if found else 0


def whole(site, lesson, *, least=1):
    """Every chunk once and in order, and no frame missing between them."""
    found = numbers(site, lesson)
    return found == list(range(len(found))) and len(found) >= least and gapless(site.raw(lesson))


def test_one_button_goes_live_and_every_chunk_arrives(site, lesson, studio):
    assert state(site, lesson)["state"] == "live"
    until(lambda: len(numbers(site, lesson)) >= 10, page=studio)
    end(studio)
    assert state(site, lesson)["state"] == "ended"
    assert whole(site, lesson, least=10)


def test_a_minute_without_a_line_loses_nothing(site, lesson, studio, teacher_browser):
    until(lambda: len(numbers(site, lesson)) >= 4, page=studio)
    teacher_browser.context.set_offline(True)
    studio.locator(".nls-state[data-state='interrupted']").wait_for()
    until(lambda: waiting(studio) >= 118, seconds=120, page=studio)  # two a second
    teacher_browser.context.set_offline(False)
    studio.locator(".nls-state[data-state='live']").wait_for()
    end(studio)
    assert state(site, lesson)["epochs"] == 1
    assert whole(site, lesson, least=120)


def test_as_many_parts_as_ten_minutes_leave_are_kept_and_go_up_again(site, lesson, teacher_browser):
    page = sign_in(teacher_browser, site)
    page.add_init_script(TEN_TIMES)
    open_studio(page, site, lesson)
    go_live(page)
    teacher_browser.context.set_offline(True)
    until(lambda: waiting(page) >= 1200, seconds=300, page=page)
    teacher_browser.context.set_offline(False)
    page.locator(".nls-state[data-state='live']").wait_for()
    page.locator("[data-state-more]:empty").wait_for(state="attached", timeout=180_000)  # nothing left to catch up
    end(page)
    assert state(site, lesson)["epochs"] == 1
    assert whole(site, lesson, least=1200)


def test_a_browser_that_was_killed_sends_the_rest_the_next_day(site, lesson, studio, teacher_browser):
    teacher_browser.context.set_offline(True)
    until(lambda: waiting(studio) >= 10, page=studio)
    made = studio.evaluate(KEPT)
    teacher_browser.kill()
    site.python("tests.e2e.live.seed", "next_day", lesson)
    assert state(site, lesson)["state"] == "ended"
    teacher_browser.start()
    page = sign_in(teacher_browser, site)
    page.goto(f"{site.staff}/admin/live/")
    page.locator("[data-pending] li[data-state='done']").wait_for()
    assert whole(site, lesson, least=made)
    assert state(site, lesson)["state"] == "ended"


def test_a_killed_browser_sends_the_rest_at_its_next_start(site, lesson, studio, teacher_browser):
    teacher_browser.context.set_offline(True)
    until(lambda: waiting(studio) >= 10, page=studio)
    made = studio.evaluate(KEPT)
    teacher_browser.kill()
    before = len(numbers(site, lesson))
    assert before < made
    teacher_browser.start()
    page = sign_in(teacher_browser, site)
    page.goto(f"{site.staff}/admin/live/")
    page.locator("[data-pending] li[data-state='done']").wait_for()
    assert whole(site, lesson, least=made)
    page.reload()
    page.locator(".nls-lesson").first.wait_for()
    assert page.locator("[data-pending]").is_hidden()


def test_a_killed_ingest_loses_nothing(site, lesson, studio):
    until(lambda: len(numbers(site, lesson)) >= 4, page=studio)
    site.stop_ingest()
    studio.locator(".nls-state[data-state='interrupted']").wait_for()
    site.start_ingest()
    studio.locator(".nls-state[data-state='live']").wait_for()
    end(studio)
    assert whole(site, lesson, least=8)


def test_ending_without_a_line_is_told_to_the_server_later(site, lesson, studio, teacher_browser):
    teacher_browser.context.set_offline(True)
    studio.locator(".nls-state[data-state='interrupted']").wait_for()
    studio.locator("[data-end]").click()
    studio.locator("[data-end-dialog] button[value=end]").click()
    studio.locator(".nls-state[data-state='ending']").wait_for()
    assert state(site, lesson)["state"] == "live"
    teacher_browser.context.set_offline(False)
    studio.wait_for_url("**/after/")
    assert state(site, lesson)["state"] == "ended"
    assert whole(site, lesson)

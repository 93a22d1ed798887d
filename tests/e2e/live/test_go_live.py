"""A teacher goes live in a real Chromium: line cuts, killed browsers, second tabs, and no chunk is lost."""

import itertools
import subprocess

import pytest

from tests.e2e.live.conftest import sign_in, until

pytestmark = pytest.mark.e2e


def open_studio(page, site, broadcast):
    page.goto(f"{site.staff}/admin/live/{broadcast}/")
    page.locator("[data-state='idle'], [data-state='interrupted']").first.wait_for()


def go_live(page):
    page.locator("[data-go-live]").click()
    page.locator(".nls-state[data-state='live']").wait_for()


def end(page):
    page.locator("[data-end]").click()
    page.locator("[data-end-dialog] button[value=end]").click()
    page.wait_for_url("**/after/")


def numbers(site, broadcast, epoch=0):
    return [line["n"] for line in site.chunks(broadcast, epoch)]


def seconds_of(path):
    command = ["ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "packet=pts_time", "-of", "csv=p=0"]
    times = [float(line.strip(",")) for line in subprocess.check_output([*command, str(path)], text=True).split()]
    return times


def gapless(path):
    """No two frames further apart than a quarter of a second."""
    times = seconds_of(path)
    return times and max(b - a for a, b in itertools.pairwise(times)) < 0.25


def test_one_button_goes_live_and_every_chunk_arrives(site, teacher_browser):
    broadcast = site.python("tests.e2e.live.seed", "lesson")
    page = sign_in(teacher_browser, site)
    open_studio(page, site, broadcast)
    go_live(page)
    assert site.python("tests.e2e.live.seed", "state", broadcast)["state"] == "live"
    until(lambda: len(site.chunks(broadcast)) >= 10, page=page)
    end(page)
    assert site.python("tests.e2e.live.seed", "state", broadcast)["state"] == "ended"
    assert numbers(site, broadcast) == list(range(len(numbers(site, broadcast))))
    assert gapless(site.raw(broadcast))

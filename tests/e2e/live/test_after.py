"""After a lesson: who is seen and heard is asked before anything travels, and what must not be shown is gone from the film."""

import subprocess

import av
import numpy
import pytest

from tests.e2e.browser import Site, migrated_database

pytestmark = pytest.mark.e2e


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path / "site", profile="demo")
    made.migrate(migrated_database())
    with made:
        yield made


@pytest.fixture
def page(site, sign_in):
    lesson = site.python("tests.e2e.live.after_seed", "lesson")
    page = sign_in(site, "teacher")
    page.get_by_role("link", name="Are learners seen or heard").click()
    page.wait_for_url(f"**/{lesson}/after/")
    return page


def work(site):
    return site.python("tests.e2e.live.after_seed", "work")


def sharpness(path):
    """(seconds, the steepest step from one point to the next in a row of the camera's blocks) of each picture."""
    with av.open(path) as film:
        rows = [
            (picture.time, picture.to_ndarray(format="gray")[picture.height // 4]) for picture in film.decode(video=0)
        ]
    return [(at, int(numpy.abs(numpy.diff(row.astype(int))).max())) for at, row in rows]


def loudness(path, start, seconds):
    command = [
        "ffmpeg",
        "-ss",
        str(start),
        "-t",
        str(seconds),
        "-i",
        path,
        "-af",
        "volumedetect",
        "-vn",
        "-f",
        "null",
        "-",
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    return float(said.split("mean_volume:")[1].split()[0])


def test_a_passage_with_a_learner_is_blurred_and_muted_before_it_becomes_a_lesson(site, page):
    assert work(site)["film"] == ""  # nobody has answered yet
    page.locator("[name=seen][value=yes]").check()
    page.locator("[name=heard][value=yes]").check()
    page.evaluate("document.querySelector('[data-film]').currentTime = 2")
    page.locator("[data-add]").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.value") == "00:02"
    page.keyboard.press("Tab")
    page.keyboard.type("00:05")  # over what stands there
    page.locator(".nls-passage [name$=-kind]").select_option("both")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Write down how they agreed").wait_for()  # and what was filled in is still there
    assert page.locator(".nls-passage").count() == 1
    page.locator("[name=note]").fill("第三排的学员没有同意，已打码并静音。")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".messages").get_by_text("audit log").wait_for()
    made = work(site)
    assert (made["seen"], made["note"]) == (True, "第三排的学员没有同意，已打码并静音。")
    edges = sharpness(made["film"])
    clear = min(edge for at, edge in edges if 0.5 < at < 1.8 or at > 5.2)
    assert max(edge for at, edge in edges if 2.2 < at < 4.8) < clear / 2
    assert loudness(made["film"], 2.5, 2) < -60 < loudness(made["film"], 6, 1)
    page.reload()
    page.get_by_role("link", name="Open the draft lesson").wait_for()

"""A site with its ingest process behind one front door, as in the demo, and a teacher's Chromium with a false camera."""

import contextlib
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import av
import pytest

from lms.launch.line import FrontDoor
from tests.e2e.browser import ROOT, Browser, Site, free_port, migrated_database
from tests.factories.people import PASSWORD

CAMERA = [
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--auto-select-tab-capture-source-by-title=Newleaf",
]
HOST = "ingest.newleaf.localhost"


class LiveSite(Site):
    """`stop_ingest()` is a SIGKILL; `start_ingest()` begins on the same folder."""

    def __init__(self, data: Path, **extra: str) -> None:
        super().__init__(data, profile="demo", NEWLEAF_INGEST_HOST=HOST, NEWLEAF_INGEST_RESERVE_MB="64", **extra)
        self.behind, self.sending = free_port(), free_port()
        self.door = FrontDoor(
            port=self.port,
            upstream_port=self.behind,
            tablet_host="tablet.newleaf.localhost",
            cut=data / "line-is-cut",
            others={HOST: self.sending},
        )
        self.ingest: subprocess.Popen[bytes] | None = None

    def start(self) -> Site:
        with ThreadPoolExecutor(1) as aside:  # Playwright's own loop may run in this thread already
            aside.submit(self.door.open).result()
        shown, self.port = self.port, self.behind
        super().start()
        self.port = shown
        self.start_ingest()
        return self

    def start_ingest(self) -> None:
        command = [sys.executable, "-m", "granian", "--interface", "asginl", "--workers", "1", "--no-ws"]
        command += ["--log-level", "warning", "--host", "127.0.0.1", "--port", str(self.sending)]
        environment = {**self.environment, "DJANGO_SETTINGS_MODULE": "streaming.ingest.settings"}
        self.ingest = subprocess.Popen(
            [*command, "streaming.ingest.asgi:application"],
            env=environment, cwd=ROOT, stdout=self.log, stderr=self.log, start_new_session=True,
        )  # fmt: skip
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.ingest.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.sending), timeout=1):
                return
            time.sleep(0.05)
        raise AssertionError("the ingest did not start")

    def stop_ingest(self) -> None:
        if self.ingest:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.ingest.pid, signal.SIGKILL)
            self.ingest.wait()
            self.ingest = None

    def stop(self) -> None:
        super().stop()
        self.stop_ingest()

    def __exit__(self, *error: object) -> None:
        super().__exit__(*error)
        self.door.close()

    def chunks(self, broadcast: str, number: int = 0) -> list[dict[str, int]]:
        """The index of an epoch: what the server has acknowledged."""
        index = self.data / "broadcasts" / broadcast / f"{number}.index"
        return [json.loads(line) for line in index.read_text().splitlines()] if index.exists() else []

    def raw(self, broadcast: str, number: int = 0) -> Path:
        return next((self.data / "broadcasts" / broadcast).glob(f"{number}.[!i]*"))


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    made = LiveSite(tmp_path_factory.mktemp("live"))
    made.migrate(migrated_database())
    made.python("tests.e2e.live.seed", "school")
    with made:
        yield made


@pytest.fixture
def teacher_browser(playwright, tmp_path, site):
    """A browser with a profile of its own; `sign_in(browser, "teacher")` opens the start page."""
    browser = Browser(playwright, tmp_path / "teacher", *CAMERA)
    with browser:
        yield browser


def sign_in(browser, site, username="teacher"):
    """The officer's start page, in a new tab of the browser or in the page that is given."""
    page = browser.open("about:blank") if isinstance(browser, Browser) else browser
    page.set_default_timeout(60_000)
    page.goto(f"{site.staff}/admin/login/")
    if page.locator("input[name=username]").count():  # a browser that was killed may still be signed in
        page.locator("input[name=username]").fill(username)
        page.locator("input[name=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")
    return page


def until(true, *, seconds=60, page):
    """Waits for a condition outside of the browser."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "never true"
        page.wait_for_timeout(100)


def open_studio(page, site, lesson):
    page.goto(f"{site.staff}/admin/live/{lesson}/")
    page.locator(".nls-state[data-state='idle']").wait_for()
    page.locator("[data-go-live]").wait_for()


def go_live(page):
    page.locator("[data-go-live]").click()
    page.locator(".nls-state[data-state='live']").wait_for()


def end(page):
    page.locator("[data-end]").click()
    page.locator("[data-end-dialog] button[value=end]").click()
    page.wait_for_url("**/after/")


def state(site, lesson):
    return site.python("tests.e2e.live.seed", "state", lesson)


def numbers(site, lesson, epoch=0):
    return [line["n"] for line in site.chunks(lesson, epoch)]


def gapless(path):
    """No chunk is missing between two frames: one holds half a second (a busy machine drops single frames of the false camera)."""
    command = ["ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "packet=pts_time", "-of", "csv=p=0"]
    lines = subprocess.check_output([*command, str(path)], text=True).split()
    times = [float(line.strip(",")) for line in lines]
    return bool(times) and max(b - a for a, b in itertools.pairwise(times)) < 0.45


def sizes_in(path):
    """The sizes of all pictures that are decoded from a raw file."""
    with av.open(str(path)) as film:
        return {(picture.width, picture.height) for picture in film.decode(video=0)}


def raw_streams(site, lesson):
    command = ["ffprobe", "-v", "error", "-show_entries", "stream=codec_name", "-of", "csv=p=0", str(site.raw(lesson))]
    return set(subprocess.check_output(command, text=True).split())

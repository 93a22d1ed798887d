"""A site with its ingest process behind one front door, as in the demo, and a teacher's Chromium with a false camera."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lms.launch.line import FrontDoor
from tests.e2e.browser import ROOT, Browser, Site, free_port, migrated_database
from tests.factories.people import PASSWORD

CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
HOST = "ingest.newleaf.localhost"


class LiveSite(Site):
    """`stop_ingest()` is a SIGKILL; `start_ingest()` begins on the same folder."""

    def __init__(self, data: Path) -> None:
        super().__init__(data, profile="demo", NEWLEAF_INGEST_HOST=HOST, NEWLEAF_INGEST_RESERVE_MB="64")
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
        self.door.open()
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


@pytest.fixture(scope="module")
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
    page = browser.open(f"{site.staff}/admin/login/")
    page.set_default_timeout(60_000)
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")
    return page


def until(true, *, seconds=60, page=None):
    """Waits for a condition outside of the browser."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "never true"
        page.wait_for_timeout(100) if page else time.sleep(0.1)

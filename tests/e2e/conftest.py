"""Officers in a desktop Chromium, and a site's workers and scheduler under the product's own supervisor."""

import contextlib
import os
import signal
import subprocess
import sys

import pytest

from tests.e2e.browser import CHROMIUM, FLAGS, ROOT
from tests.factories.people import PASSWORD


@pytest.fixture
def jobs():
    """jobs(site): starts workers and scheduler (or the programs that are named) beside the server; they end with the test."""
    started = []

    def start(site, *names):
        command = [sys.executable, "-m", "django", "supervise", *(names or ("worker", "films", "scheduler"))]
        started.append(subprocess.Popen(command, env=site.environment, cwd=ROOT, stdout=site.log, stderr=site.log))

    yield start
    for process in started:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGTERM)
        process.wait(30)


@pytest.fixture(scope="module")
def desktop(playwright):
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def sign_in(desktop):
    """sign_in(site, "author") → the officer's start page, in a browser context of its own."""
    contexts = []

    def as_officer(site, username, *, locale="en-US", width=1280, height=900):
        context = desktop.new_context(viewport={"width": width, "height": height}, locale=locale)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.goto(f"{site.staff}/admin/login/")
        page.locator("input[name=username]").fill(username)
        page.locator("input[name=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/admin/")
        return page

    yield as_officer
    for context in contexts:
        context.close()

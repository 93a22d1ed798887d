"""A real server in a process of its own and real Chromiums with profiles of their own, for tests that drive both.

    with Site(tmp_path / "site") as site:
        seed = site.python("tests.e2e.seed", "classroom")
        with Browser(tmp_path / "profile") as browser:
            page = browser.open(site.tablet)

`site.stop()` and `browser.kill()` (SIGKILL, the whole process group) may come at any point; both can be started again on the
same folder.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import Page, Playwright

from lms.launch import database
from lms.launch.bootstrap import STAMPS

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = os.environ.get("NEWLEAF_CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-features=Translate,OptimizationHints,MediaRouter",
    "--mute-audio",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-dev-shm-usage",
    "--password-store=basic",
    "--lang=zh-CN",
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Site:
    """A server on loopback with the three host names, SQLite and a data folder that outlives its process."""

    def __init__(
        self, data: Path, *, profile: str = "test", application: str = "lms.wsgi:application", **extra: str
    ) -> None:
        self.data, self.port, self.application = data, free_port(), application
        data.mkdir(parents=True, exist_ok=True)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("NEWLEAF_", "DATABASE_"))}
        hosts = {f"NEWLEAF_{name.upper()}_HOST": f"{name}.newleaf.localhost" for name in ("staff", "tablet", "content")}
        self.environment = {
            **kept,
            **hosts,
            "NEWLEAF_PROFILE": profile,
            "NEWLEAF_SECRET": "a secret for tests only",
            "NEWLEAF_DATA": str(data),
            "NEWLEAF_PORT": str(self.port),
            "NEWLEAF_LOG_LEVEL": "ERROR",
            "DATABASE_URL": f"sqlite:///{data}/newleaf.sqlite3",
            "DJANGO_SETTINGS_MODULE": "lms.settings",
            "PYTHONPATH": str(ROOT),
            **extra,
        }
        self.staff, self.tablet, self.content = (
            f"http://{name}.newleaf.localhost:{self.port}" for name in ("staff", "tablet", "content")
        )
        self.process: subprocess.Popen[bytes] | None = None
        self.log = (data / "server.log").open("ab")

    def migrate(self, template: Path | None = None) -> None:
        """Makes the database, or copies one that `migrated_database` made."""
        target = self.data / "newleaf.sqlite3"
        if template is not None and not target.exists():
            shutil.copyfile(template, target)
            return
        self.manage("migrate", "--verbosity", "0", "--skip-checks")
        self.manage("createcachetable")

    def manage(self, *arguments: str) -> str:
        return self._run("django", *arguments)

    def python(self, module: str, *arguments: object) -> object:
        """Runs a module beside the server; returns the JSON in the last line that it prints."""
        return json.loads(self._run(module, *map(str, arguments)).strip().splitlines()[-1])

    def _run(self, module: str, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments], env=self.environment, cwd=ROOT, capture_output=True, text=True
        )
        if done.returncode:
            raise AssertionError(done.stderr[-4000:])
        return done.stdout

    def start(self) -> Site:
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1", "--blocking-threads", "4"]
        command += ["--no-ws", "--log-level", "error", "--host", "127.0.0.1", "--port", str(self.port), self.application]  # fmt: skip
        self.process = subprocess.Popen(
            command, env=self.environment, cwd=ROOT, stdout=self.log, stderr=self.log, start_new_session=True
        )
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return self
            time.sleep(0.05)
        raise AssertionError("the server did not start: " + (self.data / "server.log").read_text()[-3000:])

    def stop(self) -> None:
        """SIGKILL: what a power cut leaves of it is what must be enough."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def __enter__(self) -> Site:
        return self.start()

    def __exit__(self, *error: object) -> None:
        self.stop()
        self.log.close()


class Browser:
    """Chromium on a profile folder that outlives it. `context` is its only one; service workers and storage are real."""

    def __init__(self, playwright: Playwright, profile: Path, *flags: str) -> None:
        self.playwright, self.profile, self.flags = playwright, profile, flags
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Browser:
        port_file = self.profile / "DevToolsActivePort"
        self.profile.mkdir(parents=True, exist_ok=True)
        for name in ("DevToolsActivePort", "SingletonLock", "SingletonSocket", "SingletonCookie"):
            (self.profile / name).unlink(missing_ok=True)
        command = [CHROMIUM, *FLAGS, *self.flags, f"--user-data-dir={self.profile}", "--remote-debugging-port=0", "about:blank"]  # fmt: skip
        self.process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        deadline = time.monotonic() + 60
        while not (port_file.exists() and len(port_file.read_text().splitlines()) == 2):
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise AssertionError("Chromium did not start")
            time.sleep(0.05)
        port = port_file.read_text().splitlines()[0]
        self.connection = self.playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        self.context = self.connection.contexts[0]
        return self

    def open(self, address: str) -> Page:
        page = self.context.new_page()
        page.goto(address)
        return page

    def kill(self) -> None:
        """SIGKILL to every process of it, as when a tablet's battery is taken out."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None
            with contextlib.suppress(Exception):
                self.connection.close()

    def __enter__(self) -> Browser:
        return self.start()

    def __exit__(self, *error: object) -> None:
        self.kill()


def migrated_database() -> Path:
    """The empty database with every table that set-up keeps for the demo, to be copied; made anew when a migration has changed."""
    if not database.is_current():
        STAMPS.mkdir(parents=True, exist_ok=True)
        database.make_template()
    return database.TEMPLATE


def core(page: Page, expression: str, argument: object = None) -> object:
    """Evaluates an expression on the tablet app's core, once it is there: `core(page, "core.device.value.name")`."""
    while not page.evaluate("() => document.querySelector('nl-app')?.core !== undefined"):
        page.wait_for_timeout(50)  # `wait_for_function` needs eval, which the tablet's policy forbids
    body = "async (arg) => { const core = document.querySelector('nl-app').core; const s = core.session.value; return await (%s); }"
    return page.evaluate(body % expression, argument)


def wait_for(page: Page, expression: str, *, seconds: float = 60) -> None:
    """Until an expression on the core (as in `core`) is true."""
    deadline = time.monotonic() + seconds
    while not core(page, expression):
        if time.monotonic() > deadline:
            raise AssertionError(f"never true: {expression}")
        page.wait_for_timeout(100)

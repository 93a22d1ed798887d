"""The learner's pages over the mock core, served as the tablet origin serves the app: same policy, every address one page."""

import re
import subprocess
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from lms.origins import TABLET

FRONTEND = Path(__file__).resolve().parents[3] / "lms" / "tablet" / "frontend"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-dev-shm-usage",
]


class Pages(SimpleHTTPRequestHandler):
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript", ".vtt": "text/vtt"}

    def translate_path(self, path):
        file = Path(super().translate_path(path))
        if file.is_file() or re.match(r"/(media|assets)/", path):
            return str(file)
        return str(Path(self.directory) / "test" / "mock" / "index.html")

    def end_headers(self):
        self.send_header(
            "Content-Security-Policy", TABLET.policy.format(content="'none'", tablet="'none'", staff="'none'")
        )
        super().end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture(scope="session")
def mock_site(tmp_path_factory):
    """Address of the built pages."""
    folder = tmp_path_factory.mktemp("mock")
    command = [
        "node",
        "node_modules/vite/bin/vite.js",
        "build",
        "--config",
        "test/mock/vite.config.ts",
        "--outDir",
        str(folder),
        "--logLevel",
        "error",
    ]
    subprocess.run(command, cwd=FRONTEND, check=True)
    lay_media(folder / "media")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Pages, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def lay_media(folder):
    folder.mkdir()
    (folder / "workshop.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 36"><rect width="64" height="36" fill="#8cc49b"/></svg>'
    )
    (folder / "one.json").write_text(
        '{"strokes":["M 100 400 L 924 400 L 924 480 L 100 480 Z"],"medians":[[[110,440],[910,440]]]}'
    )
    for language in ("zh", "en"):
        (folder / f"{language}.vtt").write_text("WEBVTT\n\n00:00.000 --> 00:04.000\n…\n")
    source = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine=frequency=300:duration=4"]
    subprocess.run([*source, str(folder / "voice.mp3")], check=True)
    picture = [
        "-f",
        "lavfi",
        "-i",
        "testsrc=size=160x90:rate=5:duration=4",
        "-pix_fmt",
        "yuv420p",
        "-movflags",
        "+faststart",
    ]
    subprocess.run(["ffmpeg", "-v", "error", *picture, str(folder / "video.mp4")], check=True)


@pytest.fixture(scope="module")
def chromium(playwright):
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def open_page(mock_site, chromium):
    """open_page("/record", language="en", state="revoked", width=1280) → a page whose errors are collected in `.problems`."""
    contexts = []

    def open_(path, *, language="zh-Hans", state="", width=1280, height=800, look=""):
        context = chromium.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
        contexts.append(context)
        page = context.new_page()
        page.problems = []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on("console", lambda message: message.type == "error" and page.problems.append(message.text))
        page.goto(f"{mock_site}/?lang={language}&as={state}{look}")
        if path != "/":
            page.goto(mock_site + path)
        page.wait_for_selector("h1")
        page.wait_for_load_state("networkidle")
        return page

    yield open_
    for context in contexts:
        context.close()

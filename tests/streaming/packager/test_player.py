"""hls.js in a real Chromium plays what the packager wrote, to its end and without a fatal error."""

import functools
import http.server
import threading
from pathlib import Path

import pytest

from tests.e2e.browser import CHROMIUM, FLAGS

from .studio import SAMPLES, orders, record, run_packager

HLS = Path(__file__).parents[3] / "lms/tablet/frontend/node_modules/hls.js/dist/hls.min.js"
PAGE = """<!doctype html><meta charset="utf-8"><title>player</title><video muted></video><script src="hls.min.js"></script><script>
window.seen = {errors: [], sizes: [], ended: false};
const video = document.querySelector("video");
video.onended = () => { seen.ended = true; };
video.onresize = () => seen.sizes.push(video.videoWidth);
const hls = new Hls({startPosition: 0});
hls.on(Hls.Events.ERROR, (_, data) => { if (data.fatal) seen.errors.push(data.details); });
hls.loadSource(location.hash.slice(1) || "dvr.m3u8"); hls.attachMedia(video);
video.playbackRate = 4; video.oncanplay = () => video.play();
</script>"""

pytestmark = [pytest.mark.e2e, pytest.mark.skipif(not HLS.exists(), reason="the tablet's packages are not installed")]


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        return


@pytest.fixture
def address(live):
    live.mkdir(parents=True, exist_ok=True)
    (live / "player.html").write_text(PAGE)
    (live / "hls.min.js").write_bytes(HLS.read_bytes())
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(live)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/player.html"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(playwright):
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser.new_page()
    browser.close()


@pytest.mark.parametrize(
    ("sample", "extension"), [("chromium-h264-changing-size.mkv", "mkv"), ("chromium-vp8.webm", "webm")]
)
def test_a_recording_of_chromium_plays_to_its_end(page, address, raw, live, sample, extension):
    orders(live, record(raw, SAMPLES / sample, extension=extension))
    assert run_packager(raw, live) == 0
    page.goto(address)
    page.wait_for_function("seen.ended || seen.errors.length", timeout=60_000)
    seen = page.evaluate("seen")
    assert seen["errors"] == []
    assert seen["ended"]
    if extension == "mkv":
        assert seen["sizes"] == [320, 160, 320]


def test_a_killed_packager_leaves_nothing_that_stops_the_player(page, address, raw, live):
    orders(live, record(raw, SAMPLES / "chromium-h264-changing-size.mkv"))
    assert run_packager(raw, live, fault="streaming.packager.after_segment:6") == -9
    assert run_packager(raw, live) == 0
    page.goto(address)
    page.wait_for_function("seen.ended || seen.errors.length", timeout=60_000)
    assert page.evaluate("[seen.errors, seen.ended, document.querySelector('video').currentTime > 11]") == [
        [],
        True,
        True,
    ]


@pytest.mark.parametrize("name", ["dvr-sound.m3u8", "index-dvr.m3u8", "live-sound.m3u8"])
def test_the_sound_alone_and_the_list_of_both_play_to_their_end(page, address, raw, live, name):
    orders(live, record(raw, SAMPLES / "chromium-h264-changing-size.mkv"))
    assert run_packager(raw, live, fault="streaming.packager.between_playlists:5") == -9
    assert run_packager(raw, live) == 0
    page.goto(f"{address}#{name}")
    page.wait_for_function("seen.ended || seen.errors.length", timeout=60_000)
    assert page.evaluate("[seen.errors, seen.ended, document.querySelector('video').videoWidth > 0]") == [
        [],
        True,
        name == "index-dvr.m3u8",
    ]

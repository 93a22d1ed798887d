"""One lesson during which every process is killed, ingest and packager at each of their fault points: no picture is missing."""

import functools
import http.server
import itertools
import subprocess
import threading

import av
import pytest

from tests.bench.front import BITS, BLOCK, Nginx
from tests.bench.live import RATE, film_of
from tests.bench.live_server import LiveServer, chunks_of, push, wait_for
from tests.e2e.browser import CHROMIUM, FLAGS
from tests.streaming.closer.killing import complaints
from tests.streaming.packager.studio import Shown

LONGEST_S = 300  # the camera runs until all have been killed
FAULTS = {
    "ingest": ["ingest.after_write", "ingest.after_fsync", "ingest.after_index", "ingest.before_ack"],
    "packagers": ["packager.after_segment", "packager.before_playlist", "packager.after_playlist"],
}
PAGE = "<!doctype html><meta charset=utf-8><title>film</title><video muted src=film.mp4></video>"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def survivor(tmp_path_factory):
    """(chunks that were sent, the server's raw file, its live folder, what the closer said)"""
    folder = tmp_path_factory.mktemp("survivor")
    camera, over, chunks = (
        chunks_of(film_of(folder / "camera.mkv", LONGEST_S, "512x288", "150k")),
        threading.Event(),
        [],
    )

    def taken():
        for chunk in itertools.takewhile(lambda _chunk: not over.is_set(), camera):
            chunks.append(chunk)
            yield chunk

    with LiveServer(folder / "data", more=("web", "scheduler")) as server:
        nginx = Nginx(folder / "nginx", folder / "data", "secret")
        sender = server.sender()
        assert sender.open()[0] == 201
        sending = threading.Thread(target=push, args=(sender, taken()), kwargs={"patient": True})
        sending.start()
        walk(server, sender, nginx)
        over.set()
        sending.join()
        assert sender.finish(len(chunks))[0] == 200
        server.end(sender.broadcast)
        closed = server.close(sender.broadcast)
        yield chunks, server.raw(sender.broadcast), server.live(sender.broadcast), closed
        nginx.kill()


def walk(server, sender, nginx):
    """Kills everything once without warning, then whoever has fault points at each of them."""

    def goes_on():
        before = server.health(sender.broadcast).get("segments", 0)
        wait_for(lambda: server.health(sender.broadcast).get("segments", 0) > before)

    goes_on()
    for name in ("web", "scheduler", "packagers", "ingest"):
        server.kill(name)
        server.start(name)
        goes_on()
    nginx.kill()
    nginx.start()
    for name, points in FAULTS.items():
        for point in points:
            server.kill(name)
            server.extra["NEWLEAF_FAULT"] = f"streaming.{point}:2"
            server.start(name)
            wait_for(lambda name=name: died(server, name, sender.broadcast))
            server.kill(name)
            server.extra.clear()
            server.start(name)
            goes_on()


def died(server, name, broadcast):
    """The keeper of packagers lives on: its packager was begun twice under the fault."""
    if name == "packagers":
        return "starting it again" in (server.data / "server.log").read_text()[-300:]
    return server.running[name].poll() is not None or not server._answers()


def test_every_chunk_is_there_as_it_was_sent(survivor):
    chunks, raw, _live, _closed = survivor
    assert raw.read_bytes() == b"".join(data for _due, data in chunks)


def test_late_comers_see_no_hole(survivor):
    shown = Shown(survivor[2])
    assert max(map(abs, shown.holes())) < 0.001
    assert not any(segment.discontinuity for segment in shown.list.segments)
    assert shown.all_begin_with_keyframes()


def test_every_picture_is_in_the_film_in_its_order(survivor):
    assert complaints(survivor[3]["film"]) == ""
    found = numbers_in(survivor[3]["film"])
    assert found == list(range(len(found)))
    assert len(found) == pytest.approx(survivor[0][-1][0] * RATE, abs=RATE / 2)
    assert (survivor[3]["gaps"], survivor[3]["alarms"]) == ([], [])


def numbers_in(film):
    """What the pictures carry in their strip of blocks."""
    with av.open(str(film)) as file:
        strips = (
            frame.to_ndarray(format="gray")[BLOCK // 2, BLOCK // 2 : BLOCK * BITS : BLOCK]
            for frame in file.decode(video=0)
        )
        return [sum(1 << bit for bit in range(BITS) if strip[bit] > 128) for strip in strips]  # fmt: skip


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        return


@pytest.mark.e2e
def test_the_film_plays_to_its_end_in_chromium(survivor, playwright, tmp_path):
    (tmp_path / "film.html").write_text(PAGE)
    (tmp_path / "film.mp4").symlink_to(survivor[3]["film"])
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    try:
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/film.html")
        page.evaluate("() => { const v = document.querySelector('video'); v.playbackRate = 4; return v.play(); }")
        page.wait_for_function("document.querySelector('video').ended", timeout=120_000)
        state = "() => { const v = document.querySelector('video'); return [v.error, v.currentTime]; }"
        error, reached = page.evaluate(state)
    finally:
        browser.close()
        server.shutdown()
        server.server_close()
    assert error is None
    assert reached == pytest.approx(survivor[3]["seconds"], abs=0.2)


def test_the_reader_of_numbers_sees_a_picture_that_is_missing(tmp_path):
    whole, less = film_of(tmp_path / "camera.mkv", 2, "512x288", "150k"), tmp_path / "less.mkv"
    command = ["ffmpeg", "-v", "error", "-i", whole, "-vf", r"select=not(eq(n\,20))", "-vsync", "passthrough", less]
    subprocess.run(command, check=True)
    assert numbers_in(whole) == list(range(2 * RATE))
    assert set(range(2 * RATE)) - set(numbers_in(less)) == {20}

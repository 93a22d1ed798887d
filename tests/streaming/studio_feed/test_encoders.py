"""An encoder pushes RTMP into Debian's nginx, or SRT; what it sends becomes an epoch like a browser's."""

import itertools
import shutil

import pytest

from tests.e2e.live import clock
from tests.faults import databases, serving
from tests.streaming.studio_feed.studio import Studio, frames_of, wait_for

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("ss"), reason="there is no ss to see which ports listen"),
]


@pytest.fixture(scope="module")
def studio(template, tmp_path_factory):
    data = serving.copy_of(template[0], tmp_path_factory.mktemp("studio") / "data")
    with Studio(data) as studio:
        yield studio
    databases.remove(data)


@pytest.fixture
def show(world):
    """(broadcast, stream key), each once."""
    return world["broadcasts"][15:], world["stream_keys"]


def test_what_an_encoder_sends_becomes_a_finished_epoch(studio, show):
    broadcast, key = show[0][0], show[1][0]
    encoder = studio.encoder(key)
    wait_for(lambda: studio.state(broadcast) == "live")
    assert encoder.wait(30) == 0
    wait_for(lambda: studio.finished(broadcast))
    frames = sorted(frames_of(studio.raw(broadcast)))
    assert len(frames) >= 88
    assert max(b - a for a, b in itertools.pairwise(frames)) < 0.1


def test_an_encoders_lesson_becomes_a_published_lesson_without_a_hole(studio, show, tmp_path):
    broadcast, key = show[0][8], show[1][8]
    picture = clock.camera(tmp_path / "camera.y4m", seconds=12)
    encoder = studio.encoder(key, seconds=12, picture=picture)
    assert encoder.wait(60) == 0, encoder.stderr.read()
    wait_for(lambda: studio.finished(broadcast) == [0])
    made = serving.run("tests.streaming.studio_feed.to_the_end", studio.data, broadcast)
    assert (made["state"], made["stage"], made["live"]) == ("ended", "published", True)
    film = clock.read(made["film"])
    assert film.holes() == []
    assert len({number for _at, number in film.clock}) >= 12 * clock.RATE - 2


def test_a_wrong_key_is_refused(studio, show):
    encoder = studio.encoder("not-a-key")
    assert encoder.wait(30) != 0
    assert not list((studio.data / "studio" / "received").glob("not-a-key*"))


def test_a_key_that_is_in_use_is_refused(studio, show):
    broadcast, key = show[0][1], show[1][1]
    first = studio.encoder(key)
    wait_for(lambda: studio.epochs(broadcast))
    assert studio.encoder(key).wait(30) != 0
    assert first.wait(30) == 0
    assert studio.epochs(broadcast) == [0]


def test_a_feed_that_is_killed_goes_on_where_it_stopped(studio, show):
    broadcast, key = show[0][2], show[1][2]
    encoder = studio.encoder(key, seconds=8)
    wait_for(lambda: studio.raw(broadcast).exists() and studio.raw(broadcast).stat().st_size > 20_000)
    studio.kill("feed")
    studio.start("feed", "run_studio_feed")
    assert encoder.wait(30) == 0
    wait_for(lambda: studio.finished(broadcast))
    frames = sorted(frames_of(studio.raw(broadcast)))
    assert len(frames) >= 118
    assert max(b - a for a, b in itertools.pairwise(frames)) < 0.1


@pytest.mark.parametrize(("number", "point"), [(5, "after_piece"), (6, "before_finish")])
def test_a_feed_that_is_killed_at_a_fault_point_loses_nothing(studio, show, number, point):
    broadcast, key = show[0][number], show[1][number]
    studio.kill("feed")
    studio.start("feed", "run_studio_feed", NEWLEAF_FAULT=f"streaming.studio_feed.{point}")
    encoder = studio.encoder(key, seconds=5)
    assert studio.processes["feed"].wait(90) == -9
    studio.kill("feed")
    studio.start("feed", "run_studio_feed")
    assert encoder.wait(60) == 0
    wait_for(lambda: studio.finished(broadcast))
    frames = sorted(frames_of(studio.raw(broadcast)))
    assert len(frames) == len(set(frames)) >= 73
    assert max(b - a for a, b in itertools.pairwise(frames)) < 0.1


def test_an_encoder_that_comes_back_after_nginx_died_goes_on_in_the_same_broadcast(studio, show):
    broadcast, key = show[0][3], show[1][3]
    first = studio.encoder(key)
    wait_for(lambda: studio.raw(broadcast).exists() and studio.raw(broadcast).stat().st_size > 5_000)
    studio.kill("nginx")
    first.wait(30)
    studio.start("nginx", "run_studio_nginx")
    wait_for(lambda: second_part_of(studio, broadcast, key))
    wait_for(lambda: studio.finished(broadcast) == [0, 1])
    assert frames_of(studio.raw(broadcast, 0))
    assert frames_of(studio.raw(broadcast, 1))


def second_part_of(studio, broadcast, key):
    """Whether the second part is being recorded; an encoder that came before nginx comes again."""
    running, raw = studio.encoder(key, seconds=60), studio.raw(broadcast, 1)
    try:
        wait_for(lambda: running.poll() is not None or (raw.exists() and raw.stat().st_size > 5_000))
    finally:
        running.terminate()
    return raw.exists()


def test_an_encoder_may_come_by_srt_with_the_key_as_its_passphrase(studio, show):
    broadcast, key = show[0][4], show[1][4]
    wait_for(lambda: studio.srt_encoder(broadcast, key, seconds=4).wait(60) == 0 and studio.epochs(broadcast))
    wait_for(lambda: studio.finished(broadcast))
    assert len(frames_of(studio.raw(broadcast))) >= 40


def test_a_wrong_passphrase_is_refused_by_srt(studio, show):
    before = studio.epochs(show[0][4])
    assert studio.srt_encoder(show[0][4], "wrong-passphrase", seconds=2).wait(60) != 0
    assert studio.epochs(show[0][4]) == before

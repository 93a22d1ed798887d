"""Who holds a signed path sees the live picture, for five minutes; nobody else does."""

import gzip
import time
import uuid

import pytest
from django.test import Client

from streaming.delivery import LIFETIME_SECONDS, links, signed_prefix

BROADCAST = "0190b5a0-0000-7000-8000-00000000000a"
LISTS = ("live.m3u8", "live-sound.m3u8", "index-live.m3u8", "index-dvr.m3u8")
PIECES = ("init-0.mp4", "s-0-7.m4s", "a-0.mp4", "a-0-7.m4s", "a-0-8-1.m4s")


@pytest.fixture
def tablet(settings):
    return Client(SERVER_NAME=settings.TABLET_HOST)


@pytest.fixture
def live(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    folder = tmp_path / "live" / BROADCAST
    folder.mkdir(parents=True)
    for name in LISTS:
        (folder / name).write_text("#EXTM3U\n")
    for name in PIECES:
        (folder / name).write_bytes(b"init")
    (folder / "health.json").write_text("{}")
    return folder


@pytest.mark.parametrize("name", LISTS)
def test_a_signed_path_shows_the_playlist_for_one_second(tablet, live, name):
    answer = tablet.get(signed_prefix(BROADCAST) + name)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == b"#EXTM3U\n"
    assert answer["Content-Type"] == "application/vnd.apple.mpegurl"
    assert answer["Cache-Control"] == "public, max-age=1"


def test_a_playlist_is_small_on_the_line(tablet, live):
    answer = tablet.get(signed_prefix(BROADCAST) + "live.m3u8", headers={"accept-encoding": "gzip, br"})
    assert gzip.decompress(answer.content) == b"#EXTM3U\n"
    assert answer["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer["Vary"]


@pytest.mark.parametrize("name", PIECES)
def test_segments_may_be_kept_for_long(tablet, live, name):
    answer = tablet.get(signed_prefix(BROADCAST) + name)
    assert "immutable" in answer["Cache-Control"]
    assert b"".join(answer.streaming_content) == b"init"


def test_before_the_first_segment_there_is_nothing(tablet, live):
    assert tablet.get(signed_prefix(BROADCAST) + "dvr.m3u8").status_code == 404


@pytest.mark.parametrize("name", [*LISTS, *PIECES])
def test_an_old_path_dies(tablet, live, name):
    assert tablet.get(signed_prefix(BROADCAST, now=time.time() - 2 * LIFETIME_SECONDS) + name).status_code == 403


def test_a_longer_life_cannot_be_written_into_the_path(tablet, live):
    _, _, expires, signature, broadcast, _ = signed_prefix(BROADCAST).split("/")
    assert tablet.get(f"/live/{int(expires) + 3600}/{signature}/{broadcast}/live.m3u8").status_code == 403


@pytest.mark.parametrize("name", [*LISTS, *PIECES])
def test_the_path_of_one_broadcast_opens_no_other(tablet, live, name):
    _, _, expires, signature, _, _ = signed_prefix(uuid.uuid4()).split("/")
    assert tablet.get(f"/live/{expires}/{signature}/{BROADCAST}/{name}").status_code == 403


@pytest.mark.parametrize("name", ["health.json", "orders.json", "maps.json", "../x/live.m3u8", ".lock"])
def test_what_the_packager_keeps_for_itself_is_not_served(tablet, live, name, db):
    answer = tablet.get(signed_prefix(BROADCAST) + name)
    assert answer.status_code == 404 or b"{}" not in answer.content


def test_the_staff_origin_serves_no_segments(live, settings, db):
    assert Client(SERVER_NAME=settings.STAFF_HOST).get(signed_prefix(BROADCAST) + "live.m3u8").status_code == 404


def test_a_path_lives_at_least_five_minutes_and_is_the_same_for_a_minute():
    first, later = signed_prefix(BROADCAST, now=6000), signed_prefix(BROADCAST, now=6059)
    assert first == later
    assert int(first.split("/")[2]) - 6059 >= LIFETIME_SECONDS


def test_a_path_that_was_just_given_out_is_dead_after_six_minutes():
    """So long can somebody still watch whose right to it was taken away."""
    assert max(int(signed_prefix(BROADCAST, now=now).split("/")[2]) - now for now in range(6000, 6060)) <= 360


def test_a_blobs_signature_opens_no_broadcast():
    from lms.sync.links import signature as of_blobs

    assert of_blobs(BROADCAST, 6000) != links.signature(BROADCAST, 6000)

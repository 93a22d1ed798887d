"""A recording that an encoder made on its own disk is uploaded: every container by the same protocol, whole and cut off in the middle."""

import itertools
import re

import pytest

from streaming.closer.closing import NOTHING
from streaming.ingest.containers import MEDIA_TYPES
from tests.factories.broadcasts import Sender, pieces_of
from tests.faults import databases, serving
from tests.streaming.closer.killing import complaints
from tests.streaming.ingest.serving import Ingest
from tests.streaming.packager.studio import film

AAC = ("-c:a", "aac")
CONTAINERS = {
    "mp4": ("video/mp4", "mp4", (*AAC, "-f", "mp4")),
    "mp4-index-first": ("video/mp4", "mp4", (*AAC, "-movflags", "+faststart", "-f", "mp4")),
    "mp4-fragmented": ("video/mp4", "mp4", (*AAC, "-movflags", "+empty_moov+default_base_moof+frag_keyframe", "-f", "mp4")),
    "mov": ("video/quicktime", "mp4", (*AAC, "-movflags", "+faststart", "-f", "mov")),
    "flv": ("video/x-flv", "flv", (*AAC, "-f", "flv")),
    "ts": ("video/mp2t", "ts", (*AAC, "-f", "mpegts")),
    "mkv": ("video/x-matroska", "mkv", ("-f", "matroska")),
    "mkv-called-mp4": ("video/mp4", "mkv", ("-f", "matroska")),
}  # fmt: skip
SECONDS = 6


@pytest.fixture(scope="module")
def outcomes(template, tmp_path_factory):
    """(container, how) → what became of it. The upload breaks off once, and the server is killed in between."""
    folder = tmp_path_factory.mktemp("uploads")
    data = serving.copy_of(template[0], folder / "data")
    world, senders = template[1], {}
    numbers = itertools.count()
    with Ingest(data) as server:
        for name, (said, _kept, options) in CONTAINERS.items():
            recording = film(folder / name, seconds=SECONDS, container=options).read_bytes()
            for how, sent in (("whole", recording), ("cut", recording[: len(recording) // 2])):
                number = next(numbers)
                sender = Sender(
                    server.port,
                    world["broadcasts"][number],
                    world["tokens"][number][0],
                    media_type=said,
                    kind="upload",
                )
                senders[name, how] = sender, pieces_of(sent, 60_000)
                upload(sender, senders[name, how][1], upto=2)
    with Ingest(data) as server:  # the first one was killed
        for sender, pieces in senders.values():
            sender.port = server.port
            upload(sender, pieces)
            assert sender.finish(len(pieces))[0] == 200
    closed = serving.run("tests.streaming.closer.sweep", data)
    yield {
        key: closed[sender.broadcast] | {"raw": list((data / "broadcasts" / sender.broadcast).glob("0.[!i]*"))}
        for key, (sender, _pieces) in senders.items()
    }
    databases.remove(data)


def upload(sender, pieces, *, upto=None):
    status, said = sender.open()
    assert status in (200, 201)
    for n in range(said["next"], len(pieces[:upto])):
        assert sender.put(n, pieces[n])[0] == 200


@pytest.mark.parametrize("container", CONTAINERS)
def test_an_uploaded_recording_becomes_a_film(outcomes, container):
    found = outcomes[container, "whole"]
    assert (found["state"], found["error"], found["alarms"]) == ("done", "", [])
    assert found["seconds"] == pytest.approx(SECONDS, abs=0.15)
    assert abs(found["av_ms"]) < 100
    assert complaints(found["film"]) == ""


@pytest.mark.parametrize("container", CONTAINERS)
def test_the_first_bytes_give_the_file_its_name(outcomes, container):
    assert [path.suffix for path in outcomes[container, "whole"]["raw"]] == [f".{CONTAINERS[container][1]}"]


@pytest.mark.parametrize("container", [name for name in CONTAINERS if name != "mp4"])
def test_what_is_there_of_a_recording_that_was_cut_off_becomes_a_film(outcomes, container):
    found = outcomes[container, "cut"]
    assert (found["state"], found["error"]) == ("done", "")
    assert 1 < found["seconds"] < SECONDS - 1
    if container != "ts":  # MPEG-TS does not say how long a picture is: half of the last one stays
        assert complaints(found["film"]) == ""


def test_an_mp4_whose_index_is_missing_is_said_to_be_unreadable_and_kept(outcomes):
    found = outcomes["mp4", "cut"]
    assert (found["state"], found["error"]) == ("failed", NOTHING)
    assert found["raw"][0].stat().st_size > 10_000


def test_the_types_that_the_page_gives_are_known_here():
    """Browsers have none for .flv and .mkv, so the page goes by the ending."""
    page = (serving.ROOT / "streaming/static/streaming/studio/upload.js").read_text()
    said = set(re.findall(r"video/[a-z0-9-]+", page.partition("TYPES")[2].partition(";")[0]))
    assert said == set(MEDIA_TYPES) & said >= {"video/x-matroska", "video/mp4", "video/x-flv", "video/mp2t"}

"""kill -9 of the ingest at every named point: nothing that was acknowledged is lost, and the film plays to its end."""

import http.client
import subprocess

import pytest

from streaming.ingest.storage import read_index
from tests.factories.broadcasts import Sender, pieces_of
from tests.streaming.ingest.serving import Ingest

FAULTS = ["after_write", "after_fsync", "after_index", "before_ack"]
DEATHS = (OSError, http.client.HTTPException)


def send_until_death(sender, pieces):
    """Says whether the server died under it."""
    try:
        assert sender.open()[0] in (200, 201)
        for n in range(sender.acknowledged, len(pieces)):
            assert sender.put(n, pieces[n])[0] == 200
    except DEATHS:
        return True
    return False


def raw_and_index(data, sender):
    folder = data / "broadcasts" / sender.broadcast
    return folder / "0.mkv", folder / "0.index"


def lost(data, sender, pieces):
    """Acknowledged chunks that are not on the disk as they were sent."""
    raw, index = raw_and_index(data, sender)
    bytes_there, lines = raw.read_bytes(), read_index(index)
    there = {line.n: bytes_there[line.offset : line.end] for line in lines}
    return [n for n in range(sender.acknowledged) if there.get(n) != pieces[n]]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_killed_ingest_loses_nothing_that_it_acknowledged(data, world, camera, fault):
    pieces = pieces_of(camera)
    sender = Sender(0, world["broadcasts"][0], world["tokens"][0][0])
    with Ingest(data, fault=f"streaming.ingest.{fault}:5") as server:
        sender.port = server.port
        assert send_until_death(sender, pieces), "the fault point was not reached"
    assert sender.acknowledged == 4
    assert lost(data, sender, pieces) == []
    with Ingest(data) as server:
        sender.port = server.port
        assert not send_until_death(sender, pieces)
        assert sender.finish(len(pieces))[0] == 200
    raw, _index = raw_and_index(data, sender)
    assert raw.read_bytes() == camera
    subprocess.run(["ffmpeg", "-v", "error", "-xerror", "-i", str(raw), "-f", "null", "-"], check=True)


def test_a_build_that_writes_the_line_before_the_bytes_is_caught(data, world, camera):
    pieces = pieces_of(camera)
    sender = Sender(0, world["broadcasts"][0], world["tokens"][0][0])
    with Ingest(data, fault="streaming.ingest.after_index:5", broken="index_before_data") as server:
        sender.port = server.port
        assert send_until_death(sender, pieces)
    raw, index = raw_and_index(data, sender)
    assert read_index(index)[-1].end > raw.stat().st_size

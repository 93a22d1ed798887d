"""The power goes: what was not fsynced is gone. First shown on builds that fsync too little, then on ours."""

import os
from pathlib import Path

import pytest

from tests.factories.broadcasts import Sender, pieces_of
from tests.faults import databases
from tests.faults.test_power_cut import mounted
from tests.streaming.ingest.serving import Ingest
from tests.streaming.ingest.test_kills import lost, raw_and_index, send_until_death

pytestmark = pytest.mark.skipif(
    not os.access(Path("/dev/fuse"), os.W_OK), reason="there is no /dev/fuse to mount a file system with"
)


def sent_until_the_power_goes(data, world, camera, tmp_path, *, broken=""):
    """(sender, its pieces, what survived)"""
    pieces = pieces_of(camera)
    sender = Sender(0, world["broadcasts"][0], world["tokens"][0][0])
    with mounted(data, tmp_path) as (folder, after), Ingest(folder, broken=broken) as server:
        sender.port = server.port
        assert not send_until_death(sender, pieces[:12])
        sender.acknowledged = 12
    return sender, pieces, after


def test_a_power_cut_takes_no_acknowledged_chunk(data, world, camera, tmp_path):
    sender, pieces, after = sent_until_the_power_goes(data, world, camera, tmp_path)
    assert lost(after, sender, pieces) == []
    if databases.ON_POSTGRESQL:
        return
    with Ingest(after) as server:  # it starts again and goes on
        sender.port = server.port
        assert not send_until_death(sender, pieces)
    assert raw_and_index(after, sender)[0].read_bytes() == camera


def test_a_build_that_acknowledges_before_fdatasync_is_caught(data, world, camera, tmp_path):
    sender, pieces, after = sent_until_the_power_goes(
        data, world, camera, tmp_path, broken="acknowledge_before_fdatasync"
    )
    raw, _index = raw_and_index(after, sender)
    assert not raw.exists() or lost(after, sender, pieces)


def test_a_build_that_forgets_the_folder_is_caught(data, world, camera, tmp_path):
    sender, _pieces, after = sent_until_the_power_goes(data, world, camera, tmp_path, broken="no_fsync_of_folder")
    assert not raw_and_index(after, sender)[0].exists()

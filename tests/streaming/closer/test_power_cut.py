"""The power goes a moment after a film was finished: it is there, or its row does not say so."""

import os
from pathlib import Path

import pytest

from tests.faults import databases, serving
from tests.faults.test_power_cut import mounted
from tests.streaming.closer.killing import complaints

pytestmark = [
    pytest.mark.skipif(not os.access(Path("/dev/fuse"), os.W_OK), reason="there is no /dev/fuse to mount a file system with"),
    pytest.mark.skipif(databases.ON_POSTGRESQL, reason="the database's files do not stand on the forgetful disk"),
]  # fmt: skip


@pytest.fixture(scope="module")
def ended(tmp_path_factory, lesson):
    """(data folder, its recording)"""
    data = tmp_path_factory.mktemp("ended") / "data"
    databases.make(data)
    return data, serving.run("tests.streaming.closer.world", data, lesson)["recording"]


def closed_until_the_power_goes(ended, tmp_path, *, broken=""):
    """(what the closer said, what survived)"""
    with mounted(ended[0], tmp_path) as (folder, after):
        said = serving.run("tests.streaming.closer.closing", folder, ended[1], BROKEN=broken)
    assert said["state"] == "done", said
    return said, after


def survived(after):
    return databases.column(after, "SELECT job_state FROM streaming_recording") == ["done"]


def test_a_film_that_is_finished_outlives_a_power_cut(ended, tmp_path):
    said, after = closed_until_the_power_goes(ended, tmp_path)
    assert survived(after)
    assert complaints(after / said["film"]) == ""
    assert (after / said["audio"]).read_bytes()[:4] == b"RIFF"
    assert len(list((after / "broadcasts").rglob("*.mkv"))) == 2


@pytest.mark.parametrize("broken", ["no_fsync_of_the_film", "no_fsync_of_folders"])
def test_a_closer_that_does_not_wait_for_the_disk_is_caught(ended, tmp_path, broken):
    said, after = closed_until_the_power_goes(ended, tmp_path, broken=broken)
    film = after / said["film"]
    assert survived(after)
    assert not film.exists() or complaints(film)

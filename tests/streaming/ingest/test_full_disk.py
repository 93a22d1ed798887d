"""A small disk fills up during a broadcast: nothing new begins, what runs goes on, and nothing acknowledged is lost."""

import os
import subprocess

import pytest

from tests.factories.broadcasts import Sender, pieces_of
from tests.faults import databases, serving
from tests.streaming.ingest.serving import Ingest
from tests.streaming.ingest.test_kills import lost, raw_and_index

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
MB = 1 << 20


@pytest.fixture
def disk(template, tmp_path):
    place = tmp_path / "disk"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", place], check=True)
    data = serving.copy_of(template[0], place / "data")
    yield data
    databases.remove(data)
    subprocess.run(["umount", "-l", place], check=True)


def leave(data, left):
    """Fill the disk with something else. Whole pages only: what is left is really there."""
    other = data.parent / "other"
    usage = os.statvfs(data)
    with other.open("ab") as file:
        file.write(bytes(max(0, usage.f_bavail * usage.f_frsize - left)))


def test_a_disk_that_fills_up_cuts_nothing_and_recovers(disk, world, camera, tmp_path):
    pieces = pieces_of(camera, 20_000)
    running, new = (Sender(0, world["broadcasts"][n], world["tokens"][n][0]) for n in (0, 1))
    with Ingest(disk, NEWLEAF_INGEST_RESERVE_MB=16) as server:
        running.port = new.port = server.port
        assert running.open()[0] == 201
        assert running.put(0, pieces[0])[0] == 200

        leave(disk, 8 * MB)  # below the reserve
        status, said = new.open()
        assert (status, said["code"]) == (507, "no_space")
        assert said["sentence"]
        assert running.put(1, pieces[1])[0] == 200

        leave(disk, 0)
        status, said = running.put(2, pieces[2])
        assert status in (503, 507), said
        assert said["sentence"]
        again = Sender(server.port, running.broadcast, running.token)  # the page is loaded anew
        status, said = again.open()
        assert status in (201, 503, 507), said
        assert lost(disk, running, pieces) == []

        (disk.parent / "other").unlink()
        for n in range(running.where()[1]["next"], len(pieces)):
            assert running.put(n, pieces[n])[0] == 200
        assert running.finish(len(pieces))[0] == 200
        assert new.open()[0] == 201
    assert raw_and_index(disk, running)[0].read_bytes() == camera

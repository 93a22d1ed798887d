"""The power goes: what was not fsynced is gone. First shown on builds that fsync too little, then on ours.

On PostgreSQL the data folder alone stands on the forgetful disk, not the database's own files.
"""

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lms.launch.supervisor import bound
from tests.faults import checker, databases, serving
from tests.faults.driving import Afternoon

FUSE = Path("/dev/fuse")
pytestmark = pytest.mark.skipif(
    not os.access(FUSE, os.W_OK), reason="there is no /dev/fuse to mount a file system with"
)


@contextlib.contextmanager
def mounted(source, tmp_path):
    """(folder that forgets, folder that shows what survived once the block is left)."""
    mount, after = tmp_path / "mount", tmp_path / "after"
    mount.mkdir()
    command = [sys.executable, "-m", "tests.faults.powercut", str(mount), str(source), str(after)]
    process = subprocess.Popen(bound(command), cwd=serving.ROOT)  # a killed test leaves no mount behind
    try:
        wait_for(lambda: os.path.ismount(mount))
        yield mount, after
    finally:
        subprocess.run(["umount", "-l", str(mount)], check=True)
        process.wait(30)
    wait_for(lambda: (after / ".complete").exists())


def wait_for(condition):
    deadline = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def afternoon_until_the_power_goes(data, cast, tmp_path, code, *, broken=""):
    """(history, what survived)."""
    history = checker.History()
    with mounted(data, tmp_path) as (folder, after):
        server = serving.Server(folder, broken=broken)
        with server, Afternoon(history, cast["learners"][0]) as afternoon:
            afternoon.begin(server, cast["codes"][code])
            for _ in range(3):
                afternoon.deliver(afternoon.write())
                afternoon.upload()
    return history, after


def missing_blobs(history, after):
    return [sha for sha in history.blobs if not (after / "blobs" / sha[:2] / sha[2:4] / sha).is_file()]


def test_a_power_cut_takes_nothing_that_was_acknowledged(data, cast, tmp_path):
    history, after = afternoon_until_the_power_goes(data, cast, tmp_path, 5)
    assert len(history.acknowledged) == 60
    assert len(history.blobs) == 3
    assert checker.violations(history, checker.stored(after)) == []
    assert missing_blobs(history, after) == []
    with serving.Server(after) as server, Afternoon(history, cast["learners"][0]) as afternoon:
        afternoon.begin(server, cast["codes"][6])  # it starts again and takes work
        afternoon.deliver(afternoon.write())


@pytest.mark.skipif(databases.ON_POSTGRESQL, reason="the database's files do not stand on the forgetful disk")
def test_a_database_that_does_not_fsync_is_caught(data, cast, tmp_path):
    history, after = afternoon_until_the_power_goes(data, cast, tmp_path, 7, broken="synchronous_off")
    assert "60 acknowledged statements are lost" in checker.violations(history, checker.stored(after))


def test_a_blob_folder_that_is_not_fsynced_is_caught(data, cast, tmp_path):
    history, after = afternoon_until_the_power_goes(data, cast, tmp_path, 8, broken="no_fsync_of_blob_folder")
    assert checker.violations(history, checker.stored(after)) == []
    assert len(missing_blobs(history, after)) == 3

"""What a parser of a stranger's file may touch and use."""

import pytest

from lms.lib import sandbox


def test_the_sandbox_has_no_network_and_no_files(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("42")
    limits = sandbox.Limits(wall_seconds=10)
    if not sandbox.namespaces_work():
        pytest.skip("this kernel gives no namespaces")
    assert not sandbox.run(["cat", str(secret)], limits=limits).ok
    assert sandbox.run(["cat", str(secret)], limits=limits, read=[secret]).output == b"42"
    devices = sandbox.run(["cat", "/proc/net/dev"], limits=limits).output.decode().splitlines()[2:]
    assert [line.split(":")[0].strip() for line in devices] == ["lo"]


def test_the_sandbox_ends_what_takes_too_long():
    done = sandbox.run(["sleep", "30"], limits=sandbox.Limits(wall_seconds=0.3))
    assert done.timed_out


def test_the_sandbox_bounds_memory():
    limits = sandbox.Limits(memory_bytes=200 << 20, wall_seconds=20)
    assert not sandbox.run(["/usr/bin/python3", "-c", "x = bytearray(900 << 20)"], limits=limits).ok

"""`./newleaf demo`, its first minute: an address, one demo a folder and a port, and Ctrl-C."""

import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.e2e.browser import ROOT, free_port

COMMAND = [sys.executable, "-m", "lms.launch", "demo", "--port"]


def environment(data):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NEWLEAF_", "DATABASE_"))}
    return {**kept, "NEWLEAF_DATA": str(data), "DJANGO_SETTINGS_MODULE": "lms.settings"}


def refusal(data, port):
    """What a second start says; it must not stay."""
    command = [*COMMAND, str(port)]
    done = subprocess.run(command, env=environment(data), cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    return done.stderr


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    data, port = tmp_path_factory.mktemp("demo") / "data", free_port()
    command = [*COMMAND, str(port)]
    with subprocess.Popen(command, env=environment(data), cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        told = []
        for line in process.stdout:
            told.append(line)
            if "Ctrl-C" in line:
                break
        yield data, port, told, process
        process.kill()


def test_the_address_that_it_prints_answers(demo):
    _data, port, told, _process = demo
    address = next(word for line in told for word in line.split() if word.startswith("http"))
    assert address == f"http://newleaf.localhost:{port}/"
    request = urllib.request.Request(f"http://127.0.0.1:{port}/", headers={"Host": f"newleaf.localhost:{port}"})
    with urllib.request.urlopen(request, timeout=60) as reply:
        assert "Newleaf 新叶" in reply.read().decode()


def test_a_second_demo_on_the_same_data_is_sent_to_the_first(demo):
    data, port, _told, _process = demo
    assert f"http://newleaf.localhost:{port}/" in refusal(data, free_port())


def test_a_taken_port_is_named_with_another_one(demo, tmp_path):
    _data, port, _told, _process = demo
    assert f"./newleaf demo --port {port + 1}" in refusal(tmp_path / "data", port)


def test_ctrl_c_ends_it_and_all_that_it_started(demo):
    data, _port, _told, process = demo
    process.send_signal(signal.SIGINT)
    rest = process.stdout.read()
    assert process.wait(60) == 0
    assert "Newleaf has stopped" in rest
    left = [path for path in Path("/proc").glob("[0-9]*/environ") if str(data).encode() in _read(path)]
    assert left == []


def _read(path):
    try:
        return path.read_bytes()
    except OSError:
        return b""

import subprocess
import sys
import time

import pytest

from tests.faults import databases, serving
from tests.streaming.ingest.serving import Ingest


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """A data folder with the demo's people and course. Copy it, never use it."""
    data = tmp_path_factory.mktemp("world") / "data"
    databases.make(data)
    serving.run("tests.streaming.samples.world", data)
    yield data
    databases.remove(data)


@pytest.fixture(scope="module")
def world(template, tmp_path_factory):
    """A demo with its ingest running; the tests of a module follow one another on it."""
    data = serving.copy_of(template, tmp_path_factory.mktemp("demo") / "data")
    with Ingest(data) as server:
        yield Demo(data, server)
    databases.remove(data)


class Demo:
    def __init__(self, data, server):
        self.data, self.server = data, server

    def start(self, *arguments, **extra):
        command = [sys.executable, "-m", "django", *arguments]
        env = serving.environment(self.data, NEWLEAF_INGEST_PORT=self.server.port, **extra)
        return subprocess.Popen(command, env=env, cwd=serving.ROOT, stdout=subprocess.PIPE, text=True)

    def run(self, *arguments, **extra):
        """(exit status, what it printed)"""
        process = self.start(*arguments, **extra)
        printed, _ = process.communicate(timeout=600)
        return process.returncode, printed

    def lessons(self):
        return serving.run("tests.streaming.samples.look", self.data)

    def until(self, condition, seconds=180):
        """The lessons, as soon as the condition holds for them."""
        deadline = time.monotonic() + seconds
        while not condition(found := self.lessons()):
            assert time.monotonic() < deadline, found
        return found

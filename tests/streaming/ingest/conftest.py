import pytest

from tests.faults import databases, serving
from tests.streaming.ingest.serving import Ingest


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """A prepared data folder with its database, and what is in it. Copy it, never use it."""
    data = tmp_path_factory.mktemp("ingest") / "data"
    databases.make(data)
    yield data, serving.run("tests.streaming.ingest.world", data)
    databases.remove(data)


@pytest.fixture
def world(template):
    return template[1]


@pytest.fixture
def data(template, tmp_path):
    data = serving.copy_of(template[0], tmp_path / "data")
    yield data
    databases.remove(data)


@pytest.fixture(scope="module")
def running(template, tmp_path_factory):
    """(server, data folder) of one ingest for the tests of a module; each takes a broadcast of its own."""
    data = serving.copy_of(template[0], tmp_path_factory.mktemp("running") / "data")
    with Ingest(data) as server:
        yield server, data
    databases.remove(data)


@pytest.fixture(scope="session")
def camera(template):
    return (template[0] / "camera.mkv").read_bytes()

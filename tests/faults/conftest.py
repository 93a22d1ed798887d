import pytest

from tests.faults import databases, serving


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """A prepared data folder with its database, and what is in it. Copy it, never use it."""
    data = tmp_path_factory.mktemp("template") / "data"
    databases.make(data)
    yield data, serving.run("tests.faults.prepare", data, 40)
    databases.remove(data)


@pytest.fixture
def data(template, tmp_path):
    data = serving.copy_of(template[0], tmp_path / "data")
    yield data
    databases.remove(data)


@pytest.fixture
def cast(template):
    return template[1]

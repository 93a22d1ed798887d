import os
import uuid
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests.faults import serving


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """A prepared data folder, and what is in it. Copy it, never use it."""
    data = tmp_path_factory.mktemp("template") / "data"
    return data, serving.run("tests.faults.prepare", data, 40)


@pytest.fixture
def data(template, tmp_path):
    return serving.copy_of(template[0], tmp_path / "data")


@pytest.fixture
def cast(template):
    return template[1]


@pytest.fixture(scope="session")
def postgres(tmp_path_factory):
    """(environment, data folder, cast) of a database of its own on the server that NEWLEAF_TEST_DATABASE names."""
    url = os.environ.get("NEWLEAF_TEST_DATABASE", "")
    if not url:
        pytest.skip("NEWLEAF_TEST_DATABASE names no PostgreSQL server")
    import psycopg

    name = f"newleaf_faults_{uuid.uuid4().hex[:8]}"
    parts = urlsplit(url)
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
    extra = {"DATABASE_URL": urlunsplit(parts._replace(path=f"/{name}"))}
    data = tmp_path_factory.mktemp("postgres") / "data"
    yield extra, data, serving.run("tests.faults.prepare", data, 40, **extra)
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")

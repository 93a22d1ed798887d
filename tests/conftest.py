"""What every test may use: the standing cast, and a closed network."""

import contextlib
import socket
import sqlite3

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import sync_playwright

from lms.launch import database
from tests.factories import people as a


@pytest.fixture(autouse=True)
def closed_network(monkeypatch):
    """Nothing in the product may open a connection to the outside: only loopback answers in tests."""
    real = socket.socket.connect

    def connect(self, address):
        host = address[0] if isinstance(address, tuple) else ""
        if self.family in (socket.AF_INET, socket.AF_INET6) and host not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a connection to {address} was tried")
        return real(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory):
    """On SQLite the tables come from the empty database that set-up has made of the same migrations: 15 s of work less."""
    if connection.vendor != "sqlite" or not database.is_current():
        return

    def copied(**_: object) -> str:
        name = settings.DATABASES["default"]["NAME"] = connection.creation._get_test_db_name()
        connection.close()
        connection.settings_dict["NAME"] = name
        connection.ensure_connection()
        plain = tmp_path_factory.mktemp("empty") / "empty.sqlite3"
        plain.write_bytes(database.TEMPLATE.read_bytes())
        with contextlib.closing(sqlite3.connect(plain)) as source:
            source.execute("PRAGMA journal_mode = DELETE")  # memory knows no write-ahead log
            source.backup(connection.connection)
        return name

    connection.creation.create_test_db = copied


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Remembers the rows that migrations made; tests/append_only.py puts them back after each transactional test."""
    with django_db_blocker.unblock():
        connection._test_serialized_contents = connection.creation.serialize_db_to_string()


@pytest.fixture(scope="module")
def playwright():
    """Playwright's driver, one a module: two at once cannot live in one process, and its loop must not outlive the module."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture
def prison(db):
    return a.prison(code="north", name="北山监狱")


@pytest.fixture
def other_prison(db):
    return a.prison(code="south", name="南湖监狱")


@pytest.fixture
def ward(prison):
    return a.ward(prison, code="1", name="一监区")


@pytest.fixture
def second_ward(prison):
    return a.ward(prison, code="2", name="二监区")


@pytest.fixture
def other_ward(other_prison):
    return a.ward(other_prison, code="1", name="一监区")


@pytest.fixture
def administrator(db):
    return a.administrator()


@pytest.fixture
def education_office(prison):
    return a.officer(prison, "education_office", username="edu", name="周科长")


@pytest.fixture
def teacher(prison):
    return a.officer(prison, "teacher", username="teacher", name="李警官")


@pytest.fixture
def author(prison):
    return a.officer(prison, "author", username="author", name="陈老师")


@pytest.fixture
def reviewer(prison):
    return a.officer(prison, "author", "supervisor", username="reviewer", name="赵警官")


@pytest.fixture
def device_keeper(prison):
    return a.officer(prison, "device_keeper", username="keeper", name="孙警官")


@pytest.fixture
def auditor(prison):
    return a.officer(prison, "auditor", username="auditor", name="吴审计")


@pytest.fixture
def outsider(other_prison):
    """Holds every role, in the other prison: for every denial."""
    return a.officer(
        other_prison,
        "education_office",
        "teacher",
        "author",
        "supervisor",
        "device_keeper",
        "auditor",
        username="outsider",
        name="外监警官",
    )


@pytest.fixture
def learner(ward):
    return a.learner(ward, number="1001", name="王小明")


@pytest.fixture
def other_learner(other_ward):
    return a.learner(other_ward, number="1001", name="刘外监")

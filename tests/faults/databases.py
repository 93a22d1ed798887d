"""The database of a data folder: a file in it, or one of its own on the PostgreSQL server that NEWLEAF_TEST_DATABASE names.

The folder of the second kind holds the address in a file, so that a copy of the folder and its next server find it.
"""

import os
import shutil
import sqlite3
import uuid
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from lms.launch import database as template

SERVER = os.environ.get("NEWLEAF_TEST_DATABASE", "")
ON_POSTGRESQL = SERVER.startswith("postgres")
NOTE = "database-url"


def url_of(data):
    note = Path(data) / NOTE
    return note.read_text() if note.exists() else f"sqlite:///{data}/newleaf.sqlite3"


def on_server(name):
    return urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}"))


def administer(statement):
    with psycopg.connect(on_server("postgres"), autocommit=True) as admin:
        return admin.execute(statement)


def make(data, *, like=None):
    """A database for this folder: empty, or with what the database of the folder `like` holds. On SQLite it comes with the files.

    An empty one is a copy of what set-up has migrated, where that is of today.
    """
    if ON_POSTGRESQL:
        name = f"newleaf_faults_{uuid.uuid4().hex[:8]}"
        source = urlsplit(url_of(like)).path[1:] if like else "template1"
        administer(f"CREATE DATABASE {name} TEMPLATE {source}")
        data.mkdir(exist_ok=True)
        (data / NOTE).write_text(on_server(name))
    elif like is None and template.is_current():
        data.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(template.TEMPLATE, data / "newleaf.sqlite3")


def remove(data):
    if ON_POSTGRESQL:
        administer(f"DROP DATABASE {urlsplit(url_of(data)).path[1:]} WITH (FORCE)")


def cut_connections(data):
    """What a restart of the database server does to those who are connected."""
    name = urlsplit(url_of(data)).path[1:]
    administer(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")


def column(data, statement):
    """The first column of a query, past the product's own code."""
    url = url_of(data)
    connection = psycopg.connect(url) if url.startswith("postgres") else sqlite3.connect(url.removeprefix("sqlite:///"))
    try:
        return [row[0] for row in connection.execute(statement).fetchall()]
    finally:
        connection.close()

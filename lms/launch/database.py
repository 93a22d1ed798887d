"""The demo's database: a migrated, empty one is made once at set-up, and copied at first start (migrating takes 15 s, copying none)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from lms.launch.bootstrap import STAMPS, migration_key
from lms.launch.profile import demo_environment

TEMPLATE = STAMPS / "empty.sqlite3"
KEY = STAMPS / "empty.key"
_COMMANDS = (["migrate", "--verbosity", "0", "--skip-checks"], ["createcachetable"])


class NotPrepared(Exception):
    """The database could not be brought up to date; what it printed stands above."""


def make_template() -> None:
    """An empty database with every table, at TEMPLATE."""
    unfinished, key = TEMPLATE.with_suffix(f".{os.getpid()}"), migration_key()  # of now: files may change meanwhile
    env = demo_environment(port=0, data=STAMPS / "data") | {"DATABASE_URL": f"sqlite:///{unfinished}"}
    _run(env)
    _forget_journal(unfinished)
    unfinished.rename(TEMPLATE)
    KEY.write_text(key)


def is_current() -> bool:
    """Whether the template has every migration of today."""
    return TEMPLATE.exists() and KEY.exists() and KEY.read_text() == migration_key()


def prepare(data: Path) -> None:
    """The demo's own database in `data`, up to date. Raises NotPrepared."""
    (data / "static").mkdir(parents=True, exist_ok=True)
    database, schema, key = data / "newleaf.sqlite3", data / "schema", migration_key()
    if database.exists() and schema.exists() and schema.read_text() == key:
        return
    if database.exists() or not is_current():
        _run({})
    else:
        unfinished = database.with_suffix(".new")
        shutil.copyfile(TEMPLATE, unfinished)
        with unfinished.open("rb") as file:
            os.fsync(file.fileno())
        unfinished.rename(database)
    schema.write_text(key)


def _run(env: dict[str, str]) -> None:
    for command in _COMMANDS:
        if subprocess.run(
            [sys.executable, "-m", "django", *command], env=os.environ | env, check=False, stdin=subprocess.DEVNULL
        ).returncode:
            raise NotPrepared


def _forget_journal(path: Path) -> None:
    """Fold the write-ahead log into the file, so that the file alone is the whole database."""
    import sqlite3

    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute("VACUUM")
    connection.close()
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


if __name__ == "__main__":
    try:
        make_template()
    except NotPrepared:
        sys.exit(1)

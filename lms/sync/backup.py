"""Backups: a consistent copy of the database, the blobs and the keys; read back and counted before any tablet may forget its copy.

A backup is a folder: `database.sqlite3` (VACUUM INTO) or `database.dump` (pg_dump), `blobs/` (hard links or copies, each checked by
its hash), `keys/`, and `backup.json`, written last: a folder without it is half-written and worth nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.errors import Invalid
from lms.packages import api as packages
from lms.packages.models import Blob
from lms.records import api as records

from . import ranges
from .models import Backup, Journal

CHUNK = 1 << 20


def make_backup(target: Path) -> Backup:
    """Copy, verify, and only then tell tablets what they may forget. Raises Invalid when a copy is not what it should be."""
    folder = target / f"newleaf-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
    folder.mkdir(parents=True)
    made_at = timezone.now()
    # Journals and the log's head before the copy: whatever they list has been committed, so the copy holds it.
    covered, head = dict(Journal.objects.values_list("pk", "ranges")), records.head()
    database = _copy_database(folder)
    shutil.copytree(settings.KEYS_DIR, folder / "keys", dirs_exist_ok=True)
    blobs = _copy_blobs(folder, _blobs_in(database))
    summary = {
        "made_at": made_at.isoformat(),
        "database": database.name,
        "database_sha256": _sha256(database),
        "blobs": blobs,
    }
    summary["statements"] = _statements_in(database)
    _make_durable(folder)
    _write_durably(folder / "backup.json", json.dumps(summary, indent=1).encode())
    verify_backup(folder)
    return _record(folder, summary, made_at, covered, head)


@transaction.atomic
def _record(
    folder: Path, summary: dict[str, Any], made_at: datetime, covered: dict[Any, list[list[int]]], head: int
) -> Backup:
    for journal in Journal.objects.select_for_update().filter(pk__in=covered):
        safe = ranges.without_gap(covered[journal.pk])
        if safe > journal.safe_through:
            journal.safe_through = safe
            journal.save(update_fields=["safe_through"])
    records.mark_safe(head)
    backup = Backup.objects.create(
        folder=str(folder),
        made_at=made_at,
        verified_at=timezone.now(),
        statements=summary["statements"],
        blobs=summary["blobs"],
        database_sha256=summary["database_sha256"],
    )
    audit.log(
        by="system",
        verb="sync.backup.verified",
        target=backup,
        detail={"statements": summary["statements"], "blobs": summary["blobs"]},
    )
    return backup


def verify_backup(folder: Path) -> dict[str, Any]:
    """Read everything back: the database's own check, its hash and counts, every blob's hash. Raises Invalid."""
    try:
        summary: dict[str, Any] = json.loads((folder / "backup.json").read_text())
    except (OSError, ValueError) as error:
        raise Invalid(_("This backup is not complete: backup.json is missing or cannot be read.")) from error
    database = folder / summary["database"]
    if not database.is_file() or _sha256(database) != summary["database_sha256"]:
        raise Invalid(_("The copy of the database in this backup is damaged."))
    if _statements_in(database) != summary["statements"]:
        raise Invalid(_("The copy of the database in this backup does not hold all records."))
    wrong = [
        sha256
        for sha256 in _blobs_in(database)
        if not _is_whole(folder / "blobs" / sha256[:2] / sha256[2:4] / sha256, sha256)
    ]
    if wrong:
        raise Invalid(_("Files in this backup are missing or damaged: %(n)s.") % {"n": len(wrong)})
    return summary


def restore_backup(folder: Path) -> dict[str, Any]:
    """Put a verified backup in the place of an empty system's data. A new epoch starts, so that tablets send again what it lacks."""
    summary = verify_backup(folder)
    shutil.copytree(folder / "keys", settings.KEYS_DIR, dirs_exist_ok=True)
    for path in sorted((folder / "blobs").rglob("*")):
        if path.is_file():
            packages.restore_blob_file(path)
    if connection.vendor == "postgresql":
        _run_pg(
            "pg_restore",
            "--clean",
            "--if-exists",
            "--no-owner",
            "--dbname",
            str(settings.DATABASES["default"]["NAME"]),
            str(folder / summary["database"]),
        )
    else:
        _restore_sqlite(folder / summary["database"])
    connection.close()
    epoch = packages.start_epoch("restored from a backup")
    audit.log(
        by="system",
        verb="sync.backup.restored",
        target=str(folder),
        detail={"epoch": str(epoch.id), "made_at": summary["made_at"]},
    )
    return summary


def _copy_database(folder: Path) -> Path:
    if connection.vendor == "postgresql":
        path = folder / "database.dump"
        _run_pg("pg_dump", "--format=custom", "--file", str(path), str(settings.DATABASES["default"]["NAME"]))
    else:
        path = folder / "database.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(path)])
    _fsync(path)
    return path


def _restore_sqlite(source: Path) -> None:
    """Through SQLite's own backup interface: it replaces the pages of the open file and leaves the WAL in order."""
    connection.ensure_connection()
    with sqlite3.connect(f"file:{source}?mode=ro", uri=True) as copy:
        copy.backup(connection.connection)
    copy.close()


def _run_pg(*command: str) -> str:
    database = settings.DATABASES["default"]
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    given = {name: str(database[key]) for name, key in names.items() if database.get(key)}
    done = subprocess.run(command, env={**os.environ, **given}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Invalid(_("The database's own tool failed: %(error)s") % {"error": done.stderr.strip()[-300:]})
    return done.stdout


def _rows(database: Path, table: str, column: str) -> Iterator[str]:
    """One column of a table in the copy, without restoring it."""
    if database.suffix == ".sqlite3":
        with sqlite3.connect(f"file:{database}?mode=ro&immutable=1", uri=True) as copy:
            yield from (str(row[0]) for row in copy.execute(f"SELECT {column} FROM {table}"))  # noqa: S608
        copy.close()
        return
    text = _run_pg("pg_restore", "--data-only", "--table", table, "--file", "-", str(database))
    copying = False
    for line in text.splitlines():
        if line.startswith("COPY "):
            columns = [name.strip(' "') for name in line[line.index("(") + 1 : line.index(")")].split(",")]
            copying, place = True, columns.index(column)
        elif line == "\\.":
            copying = False
        elif copying:
            yield line.split("\t")[place]


def _statements_in(database: Path) -> int:
    return sum(1 for _row in _rows(database, "records_statement", "seq"))


def _blobs_in(database: Path) -> list[str]:
    return sorted(_rows(database, Blob._meta.db_table, "sha256"))


def _copy_blobs(folder: Path, hashes: list[str]) -> int:
    """Hard links where source and target share a disk (blobs never change), copies elsewhere."""
    for sha256 in hashes:
        target = folder / "blobs" / sha256[:2] / sha256[2:4] / sha256
        target.parent.mkdir(parents=True, exist_ok=True)
        if not packages.in_object_store():
            try:
                os.link(packages.blob_path(sha256), target)
                continue
            except OSError:
                pass
        with packages.open_blob(sha256) as source, target.open("wb") as copy:
            shutil.copyfileobj(source, copy, CHUNK)
        _fsync(target)
    return len(hashes)


def _is_whole(path: Path, sha256: str) -> bool:
    return path.is_file() and _sha256(path) == sha256


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _make_durable(folder: Path) -> None:
    """Keys, and every name: tablets forget what this backup holds, so it must outlive a power cut in the next second."""
    for path in (folder / "keys").rglob("*"):
        _fsync(path)
    for place, _folders, _files in os.walk(folder, topdown=False):
        _fsync(Path(place))
    _fsync(folder.parent)


def _write_durably(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    _fsync(path)
    _fsync(path.parent)


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

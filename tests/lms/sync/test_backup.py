import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from lms.audit import api as audit
from lms.lib.errors import Invalid
from lms.packages import api as packages
from lms.records.models import Statement
from lms.sync import backup
from lms.sync.models import Journal, QuarantinedStatement
from tests.factories import packages as published
from tests.factories import tablet as a

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def work(tablet, learner):
    """Ten received statements, with number 6 missing, and a published course."""
    links = [tablet.write(a.statement(learner.pk)) for _ in range(10)]
    tablet.deliver(links[:5])
    tablet.deliver(links[6:])
    published.a_course()
    return links


def make(tmp_path):
    return backup.make_backup(tmp_path / "backups")


def test_tablets_may_forget_what_a_verified_backup_holds_without_a_gap(tmp_path, tablet, work):
    assert tablet.json("GET", "/api/v1/sync")[1]["safe_through"] == 0
    made = make(tmp_path)
    assert made.statements == 9
    assert tablet.json("GET", "/api/v1/sync")[1]["safe_through"] == 5
    _, receipt = tablet.deliver(work[5:6])
    assert receipt["safe_through"] == 5
    make(tmp_path)
    assert Journal.objects.get().safe_through == 10


def database_in(folder):
    return next(folder.glob("database.*"))


def spoil_database(folder):
    with database_in(folder).open("r+b") as file:
        file.seek(5000)
        file.write(b"\xff")


def spoil_blob(folder):
    victim = next(path for path in (folder / "blobs").rglob("*") if path.is_file())
    content = victim.read_bytes()
    victim.unlink()
    victim.write_bytes(content[:-1] + b"?")


def lose_blob(folder):
    next(path for path in (folder / "blobs").rglob("*") if path.is_file()).unlink()


def lose_summary(folder):
    (folder / "backup.json").unlink()


@pytest.mark.parametrize("spoil", [spoil_database, spoil_blob, lose_blob, lose_summary])
def test_a_damaged_backup_is_found(tmp_path, work, spoil):
    folder = Path(make(tmp_path).folder)
    backup.verify_backup(folder)
    spoil(folder)
    with pytest.raises(Invalid):
        backup.verify_backup(folder)


def test_a_backup_that_fails_its_check_lets_no_tablet_forget(tmp_path, work, monkeypatch):
    answers = iter([9, 8])
    monkeypatch.setattr(backup, "_statements_in", lambda database: next(answers))
    with pytest.raises(Invalid):
        make(tmp_path)
    assert Journal.objects.get().safe_through == 0


def test_a_restore_has_equal_counts_and_hashes_and_a_new_epoch(tmp_path, tablet, work, learner, settings):
    hashes = list(Statement.objects.values_list("sha256", flat=True))
    folder = Path(make(tmp_path).folder)
    blobs = backup._blobs_in(database_in(folder))
    epoch = packages.current_epoch().id
    late = tablet.write(a.statement(learner.pk))
    tablet.deliver([late])
    settings.BLOB_DIR = tmp_path / "empty"
    backup.restore_backup(folder)
    assert list(Statement.objects.values_list("sha256", flat=True)) == hashes
    assert sorted(path.name for path in settings.BLOB_DIR.rglob("*") if len(path.name) == 64) == blobs
    assert packages.current_epoch().id != epoch
    assert audit.verify().ok
    # The tablet that is ahead is asked for what was lost, and nothing comes twice.
    _, receipt = tablet.deliver([tablet.write(a.statement(learner.pk))])
    assert receipt["resend_from"] == 6
    tablet.deliver(tablet.links)
    assert Statement.objects.count() == len(tablet.links)
    assert not QuarantinedStatement.objects.exists()


def test_the_commands_say_what_they_did(tmp_path, work, capsys):
    call_command("backup", str(tmp_path / "backups"))
    assert "9 statements" in capsys.readouterr().out
    (folder,) = (tmp_path / "backups").iterdir()
    assert json.loads((folder / "backup.json").read_text())["statements"] == 9
    with pytest.raises(CommandError):
        call_command("restore", str(folder))
    call_command("restore", str(folder), "--yes")
    assert "A new epoch" in capsys.readouterr().out


def test_every_name_of_a_backup_is_durable_before_tablets_may_forget(tmp_path, work, monkeypatch):
    synced, told = [], []
    fsync, record = backup._fsync, backup._record
    monkeypatch.setattr(backup, "_fsync", lambda path: (synced.append(path), fsync(path)))
    monkeypatch.setattr(backup, "_record", lambda *given: (told.extend(synced), record(*given))[1])
    folder = Path(make(tmp_path).folder)
    needed = [folder, folder.parent, *(path for path in folder.rglob("*") if path.is_dir())]
    needed += [path for path in (folder / "keys").iterdir() if path.is_file()]
    assert set(needed) <= set(told)

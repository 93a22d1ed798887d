import errno
import os
from datetime import timedelta

import pytest
from django.utils import timezone

from lms.lib.canonical import sha256_hex
from lms.lib.errors import NoSpace
from lms.packages import api as packages
from lms.packages import blobs, folder
from lms.packages.models import Blob
from tests.factories import packages as a

NOW = timedelta(0)


def test_the_same_bytes_are_stored_once(db, store):
    first, second = packages.store_blob(b"one"), packages.store_blob(b"one", "text/plain")
    assert first.sha256 == second.sha256 == sha256_hex(b"one")
    assert [path.name for path in (store / "blobs").rglob("*") if path.is_file() and path.name != ".lock"] == [
        first.sha256
    ]


def test_a_path_is_stored_like_bytes(db, tmp_path):
    (tmp_path / "file").write_bytes(b"x" * 3_000_000)
    ref = packages.store_blob(tmp_path / "file", "video/mp4")
    assert (ref.bytes, packages.blob_path(ref.sha256).read_bytes()) == (3_000_000, b"x" * 3_000_000)


@pytest.mark.parametrize("name", ["../../etc/passwd", "a" * 63, "A" * 64, "a" * 63 + "/"])
def test_a_name_that_is_no_hash_opens_nothing(db, name):
    with pytest.raises(packages.BlobMissing):
        packages.open_blob(name)


def test_a_full_disk_is_said_and_leaves_nothing_behind(db, store, monkeypatch):
    def full(descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(folder, "fsync_file", full)
    with pytest.raises(NoSpace):
        packages.store_blob(b"too much")
    assert not list((store / "blobs" / "incoming").iterdir())
    assert not Blob.objects.exists()


def test_the_collector_takes_what_nobody_keeps_after_the_grace_period(db):
    loose = packages.store_blob(b"loose")
    kept = packages.build_lesson_package(a.manifest())
    assert packages.collect_blobs() == 0
    assert packages.collect_blobs(grace=NOW) == 1
    assert not packages.has_blob(loose.sha256)
    assert packages.has_blob(kept.pk)


def test_a_released_blob_has_its_grace_period_again(db):
    ref = packages.store_blob(b"picture")
    packages.keep_blobs([ref.sha256], "course:1")
    Blob.objects.update(touched_at="2020-01-01T00:00:00Z")
    packages.release_blobs("course:1")
    assert packages.collect_blobs() == 0
    assert packages.collect_blobs(grace=NOW) == 1


def test_the_collector_leaves_what_was_stored_again_meanwhile(db, monkeypatch):
    """It waits for the row's lock and then sees what the other transaction wrote."""
    ref = packages.store_blob(b"again")
    cutoff = timezone.now() - timedelta(days=1)
    assert not blobs._forget(ref.sha256, cutoff)
    assert packages.has_blob(ref.sha256)

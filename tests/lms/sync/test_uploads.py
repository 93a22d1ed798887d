import base64
import errno
import hashlib
import os
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from lms.packages import api as packages
from lms.records import api as records
from lms.sync import uploads
from lms.sync.models import Upload
from tests.factories import tablet as a

PHOTO = b"\xff\xd8" + bytes(range(256)) * 40
SHA = hashlib.sha256(PHOTO).hexdigest()
SIZE = len(PHOTO)
PIECE = {"Content-Type": "application/offset+octet-stream"}


def metadata(sha=SHA, media_type="image/jpeg"):
    return ",".join(
        f"{key} {base64.b64encode(value.encode()).decode()}"
        for key, value in {"sha256": sha, "media_type": media_type}.items()
    )


def begin(tablet, *, length=SIZE, **fields):
    headers = {"Tus-Resumable": "1.0.0", "Upload-Length": str(length), "Upload-Metadata": metadata(**fields)}
    status, got, _ = tablet.request("POST", "/api/v1/uploads", headers=headers)
    return status, got.get("Location"), got


def send_piece(tablet, place, offset, data, **headers):
    sent = PIECE | {"Upload-Offset": str(offset), "Content-Length": str(len(data))} | headers
    return tablet.request("PATCH", place, body=data, headers=sent)


def test_a_photo_arrives_in_pieces_and_is_kept_under_its_hash(tablet):
    status, place, _ = begin(tablet)
    assert status == 201
    assert send_piece(tablet, place, 0, PHOTO[:4000])[1]["Upload-Offset"] == "4000"
    _, got, _ = tablet.request("HEAD", place)
    assert (got["Upload-Offset"], got["Upload-Length"]) == ("4000", str(len(PHOTO)))
    assert send_piece(tablet, place, 4000, PHOTO[4000:])[0] == 204
    assert packages.blob_path(SHA).read_bytes() == PHOTO
    assert packages.collect_blobs(grace=timedelta(0)) == 0


def test_a_statement_waits_for_the_bytes_of_its_attachment(tablet, learner):
    statement = a.statement(learner.pk, attachments=[{"sha2": SHA, "contentType": "image/jpeg", "length": len(PHOTO)}])
    tablet.write(statement)
    tablet.deliver()
    name = uuid.UUID(statement["id"])
    assert records.missing_attachments([name]) == {name: [SHA]}
    _, place, _ = begin(tablet)
    send_piece(tablet, place, 0, PHOTO)
    assert records.missing_attachments([name]) == {}


def test_a_piece_at_the_wrong_place_is_refused(tablet):
    _, place, _ = begin(tablet)
    assert send_piece(tablet, place, 5, PHOTO[5:])[0] == 409
    assert Upload.objects.get().offset == 0


def test_a_piece_with_a_wrong_checksum_is_not_counted(tablet):
    _, place, _ = begin(tablet)
    wrong = "sha256 " + base64.b64encode(bytes(32)).decode()
    assert send_piece(tablet, place, 0, PHOTO[:100], **{"Upload-Checksum": wrong})[0] == 460
    assert Upload.objects.get().offset == 0
    right = "sha256 " + base64.b64encode(hashlib.sha256(PHOTO).digest()).decode()
    assert send_piece(tablet, place, 0, PHOTO, **{"Upload-Checksum": right})[0] == 204


def test_a_file_that_is_not_what_its_hash_says_starts_again(tablet):
    _, place, _ = begin(tablet)
    assert send_piece(tablet, place, 0, bytes(len(PHOTO)))[0] == 460
    assert not packages.has_blob(SHA)
    assert tablet.request("HEAD", place)[1]["Upload-Offset"] == "0"


def test_beginning_again_goes_on_where_it_stopped(tablet):
    _, place, _ = begin(tablet)
    send_piece(tablet, place, 0, PHOTO[:4000])
    status, again, got = begin(tablet)
    assert (status, again, got["Upload-Offset"]) == (201, place, "4000")


def test_bytes_that_are_here_already_need_not_be_sent(tablet):
    packages.store_blob(PHOTO)
    assert begin(tablet)[2]["Upload-Offset"] == str(len(PHOTO))


def test_another_tablet_cannot_touch_an_upload(tablet, send, device_keeper, prison):
    _, place, _ = begin(tablet)
    other = a.paired(send, by=device_keeper, prison=prison)
    assert other.request("HEAD", place)[0] == 404
    assert send_piece(other, place, 0, PHOTO)[0] == 404


@pytest.mark.parametrize(
    "fields, expected",
    [
        ({"length": 4 * 1024**3}, 413),
        ({"length": 0}, 413),
        ({"sha": "../../etc/passwd"}, 422),
        ({"media_type": "text/html"}, 422),
        ({"media_type": "image/jpeg\r\nX: y"}, 422),
    ],
)
def test_what_cannot_be_an_attachment_is_refused(tablet, fields, expected):
    assert begin(tablet, **fields)[0] == expected
    assert not Upload.objects.exists()


def test_a_tablet_cannot_fill_the_disk_with_beginnings(tablet, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_OPEN_BYTES", len(PHOTO) + 1)
    assert begin(tablet)[0] == 201
    assert begin(tablet, sha="0" * 64)[0] == 413


def test_more_bytes_than_announced_are_refused(tablet):
    _, place, _ = begin(tablet, length=10)
    assert send_piece(tablet, place, 0, PHOTO)[0] == 413


def test_a_full_disk_is_said_and_nothing_is_counted(tablet, monkeypatch):
    _, place, _ = begin(tablet)

    def full(*args):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(uploads.os, "pwrite", full)
    status, _, body = send_piece(tablet, place, 0, PHOTO)
    assert status == 507
    assert b"no_space" in body
    assert Upload.objects.get().offset == 0


def test_uploads_that_nobody_goes_on_with_are_forgotten(tablet):
    _, place, _ = begin(tablet)
    send_piece(tablet, place, 0, PHOTO[:100])
    upload = Upload.objects.get()
    assert uploads.forget_old_uploads() == 0
    Upload.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert uploads.forget_old_uploads() == 1
    assert not uploads.path_of(upload).exists()


def test_an_upload_without_a_proof_is_refused(tablet):
    status, got, _ = tablet.send("POST", "/api/v1/uploads", {"Upload-Length": "3"}, b"")
    assert status == 401
    assert got["WWW-Authenticate"].startswith("DPoP ")


def test_an_upload_whose_file_was_lost_begins_again(tablet):
    _, place, _ = begin(tablet)
    send_piece(tablet, place, 0, PHOTO[:4000])
    uploads.path_of(Upload.objects.get()).unlink()
    assert send_piece(tablet, place, 4000, PHOTO[4000:])[0] == 409
    assert tablet.request("HEAD", place)[1]["Upload-Offset"] == "0"


def test_a_pieces_file_is_durable_under_its_name_before_it_counts(tablet, monkeypatch):
    synced = []
    monkeypatch.setattr(uploads, "_fsync_folder", synced.append)
    _, place, _ = begin(tablet)
    send_piece(tablet, place, 0, PHOTO[:4000])
    assert uploads.path_of(Upload.objects.get()).parent in synced

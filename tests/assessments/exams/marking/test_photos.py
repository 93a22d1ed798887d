"""A photo from a candidate's tablet to its marker's page, and to nobody else's."""

import base64
import hashlib
from datetime import timedelta

import pytest

from assessments.exams.marking import api as marking
from assessments.exams.models import ItemVersion
from assessments.exams.sittings import api as sittings
from lms.packages import api as packages
from lms.records import api as records
from tests.factories import people as a
from tests.factories import sittings as some
from tests.factories import tablet as tablets
from tests.factories.bank import picture_bytes
from tests.lms.learning.pages import staff

pytestmark = pytest.mark.django_db

PHOTO = picture_bytes(size=(640, 480), colour="teal", format="JPEG")
LATE = picture_bytes(size=(640, 480), colour="navy", format="JPEG")  # no other test has stored it
SHA, LATE_SHA = (hashlib.sha256(data).hexdigest() for data in (PHOTO, LATE))
TUS = {"Tus-Resumable": "1.0.0"}


def attachment(data=PHOTO, media_type="image/jpeg"):
    return {
        "usageType": "urn:newleaf:attachment:response",
        "display": {"en": "File of a response"},
        "contentType": media_type,
        "length": len(data),
        "sha2": hashlib.sha256(data).hexdigest(),
    }


def uploads(tablet, data=PHOTO, media_type="image/jpeg", *, piece=4096, pieces=None):
    """In pieces, as the app does; `pieces`: the line is cut after so many."""
    said = {"sha256": hashlib.sha256(data).hexdigest(), "media_type": media_type}
    metadata = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in said.items())
    headers = TUS | {"Upload-Length": str(len(data)), "Upload-Metadata": metadata}
    status, got, _ = tablet.request("POST", "/api/v1/uploads", headers=headers)
    assert status == 201
    place, offset, sent = got["Location"], int(got["Upload-Offset"]), 0
    while offset < len(data) and sent != pieces:
        part = data[offset : offset + piece]
        headers = TUS | {
            "Content-Type": "application/offset+octet-stream",
            "Upload-Offset": str(offset),
            "Upload-Checksum": "sha256 " + base64.b64encode(hashlib.sha256(part).digest()).decode(),
        }
        status, got, _ = tablet.request("PATCH", place, body=part, headers=headers)
        assert status == 204
        offset, sent = int(got["Upload-Offset"]), sent + 1
    return offset


@pytest.fixture
def a_photo_question(client, evaluator, learners, device_keeper, prison, ward):
    """A candidate at a tablet in an open sitting with one upload question: (candidate, key of the question)."""
    version = some.an_approved_paper(evaluator, kinds=("upload",))
    sitting = some.an_open_sitting(evaluator, learners[:1], version=version)
    seat = sitting.seats.get()
    tablet = tablets.paired(tablets.over_client(client), by=device_keeper, prison=prison, ward=ward)
    candidate = some.Candidate(tablet, sitting.pk, seat)
    candidate.api("enter")
    return candidate, ItemVersion.objects.get(pk=seat.form[0]["item"]).pk


def hands_in(candidate, item, *, files=(PHOTO,)):
    candidate.begin()
    named = [attachment(data) for data in files]
    candidate.passes(20).answer(item, "[,]".join(one["sha2"] for one in named), attachments=named)
    candidate.passes(5).submit()
    status, receipt = candidate.tablet.deliver()
    assert status == 200
    return receipt


def ends(candidate, by):
    sittings.follow_sittings()
    sittings.end_sitting(candidate.sitting, by=by)
    marking.score_sitting(candidate.sitting)


def test_a_photo_reaches_its_marker(client, a_photo_question, evaluator, first):
    candidate, item = a_photo_question
    hands_in(candidate, item)
    uploads(candidate.tablet)
    ends(candidate, evaluator)
    mark = marking.claim_next(candidate.sitting, item, by=first)
    page = staff(client, first)
    assert f"/admin/marking/{mark.pk}/files/{SHA}/" in page.get(f"/admin/marking/{mark.pk}/").content.decode()
    shown = page.get(f"/admin/marking/{mark.pk}/files/{SHA}/")
    assert (shown.status_code, shown["Content-Type"], shown.content) == (200, "image/jpeg", PHOTO)


def test_a_photo_reaches_nobody_else(client, a_photo_question, evaluator, first, second, other_prison):
    candidate, item = a_photo_question
    hands_in(candidate, item)
    uploads(candidate.tablet)
    ends(candidate, evaluator)
    mark = marking.claim_next(candidate.sitting, item, by=first)
    outsider = a.officer(other_prison, "evaluator", username="outsider", name="外监考评员")
    for officer in (second, outsider):
        assert staff(client, officer).get(f"/admin/marking/{mark.pk}/files/{SHA}/").status_code == 404


def test_the_marker_gets_no_other_file_by_its_hash(client, a_photo_question, evaluator, first):
    candidate, item = a_photo_question
    hands_in(candidate, item)
    other = picture_bytes(colour="red")
    packages.store_blob(other)
    ends(candidate, evaluator)
    mark = marking.claim_next(candidate.sitting, item, by=first)
    address = f"/admin/marking/{mark.pk}/files/{hashlib.sha256(other).hexdigest()}/"
    assert staff(client, first).get(address).status_code == 404


def test_the_server_knows_what_is_missing_until_the_last_byte(client, a_photo_question, evaluator, first):
    candidate, item = a_photo_question
    hands_in(candidate, item, files=(LATE,))
    answered = candidate.statement_ids[1]
    assert uploads(candidate.tablet, LATE, piece=512, pieces=2) == 1024
    assert records.missing_attachments([answered]) == {answered: [LATE_SHA]}
    ends(candidate, evaluator)
    mark = marking.claim_next(candidate.sitting, item, by=first)
    page = staff(client, first)
    assert page.get(f"/admin/marking/{mark.pk}/").status_code == 200
    assert page.get(f"/admin/marking/{mark.pk}/files/{LATE_SHA}/").status_code == 404
    assert uploads(candidate.tablet, LATE, piece=512) == len(LATE)
    assert records.missing_attachments([answered]) == {}
    assert page.get(f"/admin/marking/{mark.pk}/files/{LATE_SHA}/").content == LATE


def test_a_photo_is_kept(a_photo_question):
    candidate, item = a_photo_question
    hands_in(candidate, item)
    uploads(candidate.tablet)
    assert packages.collect_blobs(grace=timedelta(0)) == 0
    assert packages.has_blob(SHA)


@pytest.mark.parametrize("media_type", ["audio/mpeg", "audio/aac", "audio/3gpp", "audio/amr", "application/pdf"])
def test_what_a_tablet_records_may_be_sent(a_photo_question, media_type):
    candidate, _ = a_photo_question
    data = media_type.encode()
    assert uploads(candidate.tablet, data, media_type) == len(data)

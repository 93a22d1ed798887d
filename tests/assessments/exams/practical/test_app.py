"""What the evaluators' app asks of the staff origin."""

import base64
import hashlib
import json
import uuid

import pytest
from django.test import Client

from assessments.exams.models import PracticalAssessment, SigningKey
from assessments.exams.practical.taking_along import store_key
from lms.audit.models import AuditEvent
from lms.packages import api as packages
from lms.sync.models import Upload
from tests.factories import practicals as some
from tests.factories.bank import picture_bytes

pytestmark = pytest.mark.django_db
STAFF = {"host": "staff.newleaf.localhost"}
JSON = STAFF | {"accept": "application/json"}
APP = "/admin/practicals/app/"
PHOTO = picture_bytes((400, 300), format="JPEG")
SHA = hashlib.sha256(PHOTO).hexdigest()
SIZE = len(PHOTO)


@pytest.fixture(autouse=True)
def stores(settings, tmp_path):
    settings.DATA_DIR, settings.BLOB_DIR = tmp_path, tmp_path / "blobs"


@pytest.fixture
def of(client):
    """of(officer) → a client that is signed in and sends JSON."""

    def sign_in(officer):
        client.force_login(officer)
        return client

    return sign_in


def post(client, path, body):
    return client.post(APP + path, json.dumps(body), content_type="application/json", headers=JSON)


def test_an_evaluator_sees_the_sittings_with_practical_tasks(of, sitting, second):
    answer = of(second).get(f"{APP}me/", headers=JSON).json()
    assert answer["officer"] == {"id": second.pk, "name": "考评员乙"}
    assert [(one["id"], one["seats"]) for one in answer["sittings"]] == [(str(sitting.pk), 2)]


def test_what_is_taken_along_names_candidates_and_rubric_and_is_in_the_log(of, sitting, task, second):
    found = post(of(second), f"take/{sitting.pk}/", {}).json()
    assert [(one["number"], one["name"], one["worth"]) for one in found["tasks"]] == [(1, "考生1", "10"), (2, "考生2", "10")]  # fmt: skip
    assert [one["title"] for one in found["items"][str(task[1].pk)]["rubric"]] == ["安全", "焊缝"]
    assert (found["blocked"], found["records"]) == ([], [])
    assert base64.b64decode(found["key"]) == store_key(sitting)
    assert AuditEvent.objects.filter(verb="assessments.practical.taken_along").count() == 1


def test_candidates_of_the_officers_ward_are_blocked(of, sitting, of_the_ward):
    found = post(of(of_the_ward), f"take/{sitting.pk}/", {}).json()
    assert len(found["blocked"]) == 2


def test_what_is_signed_already_is_taken_along_for_the_second_signature(of, sitting, task, pens, evaluator, second):
    record = pens[0].assess(*task)
    some.deliver(record, by=evaluator)
    (said,) = post(of(second), f"take/{sitting.pk}/", {}).json()["records"]
    assert said["content"] == record["content"]
    assert some.deliver(pens[1].countersign(said), by=second) == [("stored", "")]


@pytest.mark.parametrize("path", ["me/", "", "worker.js"])
def test_who_is_no_evaluator_gets_nothing_of_the_app(of, sitting, teacher, path):
    assert of(teacher).get(APP + path, headers=JSON).headers["Location"] == "/admin/"


def test_an_evaluator_of_another_prison_takes_nothing_along(of, sitting, other_prison):
    from tests.factories import people as a

    stranger = of(a.officer(other_prison, "evaluator", username="far"))
    assert stranger.get(f"{APP}me/", headers=JSON).json()["sittings"] == []
    assert post(stranger, f"take/{sitting.pk}/", {}).status_code == 404


def test_records_arrive_over_the_line(of, task, pens, evaluator):
    record = pens[0].assess(*task)
    answer = post(of(evaluator), "records/", {"records": [record, pens[1].countersign(record)]})
    assert [one["state"] for one in answer.json()["verdicts"]] == ["stored", "stored"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"7", b'{"records": 7}', b"[" * 100_000, b"\xff"])
def test_what_is_no_batch_is_refused_with_a_sentence(of, evaluator, body):
    answer = of(evaluator).post(f"{APP}records/", body, content_type="application/json", headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_record")
    assert not PracticalAssessment.objects.exists()


def test_a_key_is_registered_once_and_by_its_owner(of, evaluator, second):
    key = some.Pen(evaluator, registered=False).key().model_dump(mode="json")
    assert post(of(evaluator), "key/", key).status_code == 200
    assert post(of(evaluator), "key/", key).status_code == 200
    assert post(of(second), "key/", key).status_code == 409
    assert SigningKey.objects.get().officer == evaluator


@pytest.mark.parametrize("jwk", [{}, {"kty": "RSA"}, {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}])
def test_what_is_no_key_is_not_registered(of, evaluator, jwk):
    assert post(of(evaluator), "key/", {"id": str(uuid.uuid4()), "jwk": jwk}).status_code == 422
    assert not SigningKey.objects.exists()


def test_without_the_token_against_forgery_nothing_is_taken(evaluator, task, pens):
    client = Client(enforce_csrf_checks=True)
    client.force_login(evaluator)
    assert post(client, "records/", {"records": [pens[0].assess(*task)]}).status_code == 403
    assert begin(client).status_code == 403
    assert not PracticalAssessment.objects.exists() and not Upload.objects.exists()


def test_the_app_is_one_page_for_both_languages_and_names_nobody(of, sitting, evaluator):
    page = of(evaluator).get(APP, headers=STAFF)
    assert "script-src 'self';" in page["Content-Security-Policy"]
    text = page.content.decode()
    assert "\\u7b2c\\u4e8c\\u4eba\\u7b7e\\u540d" in text or "第二人签名" in text
    assert "Second signature" in text
    assert "考评员甲" not in text and "考生1" not in text


def test_the_worker_lists_every_file_of_the_app(of, evaluator):
    text = of(evaluator).get(f"{APP}worker.js", headers=STAFF).content.decode()
    files = json.loads(text.split("const FILES = ")[1].split(";\n")[0])
    assert {"/admin/practicals/app/", "/static/assessments/practical/app.js"} <= set(files)
    assert not [one for one in files if one.endswith("worker.js")]


# ── Photos, by tus ───────────────────────────────────────────────────────────────────────────────


def begin(client, *, length=SIZE, sha=SHA, media_type="image/jpeg"):
    described = {"sha256": sha, "media_type": media_type}
    metadata = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in described.items())
    headers = STAFF | {"Tus-Resumable": "1.0.0", "Upload-Length": str(length), "Upload-Metadata": metadata}
    return client.post(f"{APP}photos", content_type="application/octet-stream", headers=headers)


def piece(client, place, offset, data, **headers):
    sent = STAFF | {"Upload-Offset": str(offset), "Content-Length": str(len(data))} | headers
    return client.patch(place, data, content_type="application/offset+octet-stream", headers=sent)


def test_a_photo_that_was_cut_in_the_middle_goes_on_where_it_stopped(of, evaluator):
    client = of(evaluator)
    place = begin(client)["Location"]
    assert place.startswith(f"{APP}photos/")
    piece(client, place, 0, PHOTO[:1000])
    assert not packages.has_blob(SHA)
    again = begin(client)
    assert (again["Location"], again["Upload-Offset"]) == (place, "1000")
    assert piece(client, place, 1000, PHOTO[1000:]).status_code == 204
    assert packages.blob_path(SHA).read_bytes() == PHOTO


def test_a_photo_that_is_not_what_its_hash_says_is_refused_and_nothing_is_kept(of, evaluator, tmp_path):
    client = of(evaluator)
    place = begin(client)["Location"]
    assert piece(client, place, 0, bytes(len(PHOTO))).status_code == 460
    assert not packages.has_blob(SHA)
    assert client.head(place, headers=STAFF)["Upload-Offset"] == "0"
    assert list((tmp_path / "uploads").iterdir()) == []


def test_a_piece_with_a_wrong_checksum_is_not_counted(of, evaluator):
    client = of(evaluator)
    place = begin(client)["Location"]
    wrong = "sha256 " + base64.b64encode(bytes(32)).decode()
    assert piece(client, place, 0, PHOTO[:100], **{"Upload-Checksum": wrong}).status_code == 460
    assert client.head(place, headers=STAFF)["Upload-Offset"] == "0"


def test_another_evaluator_cannot_touch_an_upload(of, evaluator, second):
    place = begin(of(evaluator))["Location"]
    assert piece(of(second), place, 0, PHOTO).status_code == 404


@pytest.mark.parametrize(
    "fields, status",
    [({"media_type": "image/svg+xml"}, 422), ({"media_type": "video/mp4"}, 422), ({"length": 9 << 20}, 413)],
)
def test_only_photos_of_a_sensible_size_are_taken(of, evaluator, fields, status):
    assert begin(of(evaluator), **fields).status_code == status
    assert not Upload.objects.exists()


def test_who_is_no_evaluator_uploads_nothing(of, teacher):
    assert begin(of(teacher)).headers["Location"] == "/admin/"
    assert not Upload.objects.exists()

"""No request makes the tablet origin fail: bodies from our OpenAPI, right and wrong (schemathesis), and headers of any kind."""

import json
import uuid
from urllib.parse import quote, urlencode

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode, openapi

from lms.people import api as people
from lms.people.models import Device
from lms.sync import protocol, replay
from lms.sync.http import api
from tests.factories import tablet as a

HARD = settings(max_examples=40, deadline=None, database=None, suppress_health_check=list(HealthCheck))
ADDRESSES = ["sync", "sign-in", "prepare", "recover", "pair", "batches", "blob-access", f"work/{uuid.UUID(int=1)}", "uploads", f"uploads/{uuid.UUID(int=1)}"]  # fmt: skip
HEADERS = [
    "Authorization", "DPoP", "If-None-Match", "Content-Encoding", "Content-Type", "Accept", "Accept-Language", "Range",
    "Newleaf-Signature", "Upload-Length", "Upload-Offset", "Upload-Metadata", "Upload-Checksum", "Cookie",
]  # fmt: skip
AS_SERVERS_HAND_THEM_ON = st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\0"), max_size=60)
VALUES = AS_SERVERS_HAND_THEM_ON | st.sampled_from(
    ["DPoP x", "gzip", "0", "-1", "9" * 15, "sha256 AA==", "bytes=9-1", "W/"]
)


def described():
    """Our OpenAPI, and the shape of a batch, which the endpoint reads by itself."""
    document = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
    shape = protocol.Batch.model_json_schema(ref_template="#/components/schemas/{model}")
    document["components"]["schemas"] |= shape.pop("$defs")
    body = {"required": True, "content": {"application/json": {"schema": shape}}}
    document["paths"]["/api/v1/batches"]["post"]["requestBody"] = body
    return openapi.from_dict(document)


OPERATIONS = [found.ok() for found in described().get_all_operations() if found.ok().method == "post"]
READS = [found.ok() for found in described().get_all_operations() if list(found.ok().iter_parameters())]


@pytest.fixture
def tablet(client, settings, tmp_path, prison, ward, device_keeper, education_office, learner):
    """A paired tablet whose learner has a PIN."""
    settings.DATA_DIR, settings.BLOB_DIR, settings.KEYS_DIR = tmp_path, tmp_path / "blobs", tmp_path / "keys"
    people.set_pin(learner.pk, by=education_office, pin="258036")
    made = a.paired(a.over_client(client), by=device_keeper, prison=prison, ward=ward)
    made.request("GET", "/api/v1/sync")
    yield made
    replay.close()


def answer(send):
    """The status; whatever the request did is undone, so that each one finds the same server."""
    with transaction.atomic():
        status = send()[0]
        transaction.set_rollback(True)
    return status


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["right", "wrong"])
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.path)
def test_no_body_makes_the_api_fail(tablet, operation, mode):
    @HARD
    @given(st.data())
    def attack(data):
        case = data.draw(operation.as_strategy(generation_mode=mode))
        body = json.dumps(case.body, default=str).encode()
        signed = {"Newleaf-Signature": a.b64(tablet.sign(body))}
        method = operation.method.upper()
        assert answer(lambda: tablet.request(method, operation.path, body=body, headers=signed)) < 500

    attack()


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["right", "wrong"])
@pytest.mark.parametrize("operation", READS, ids=lambda operation: operation.path)
def test_no_parameter_makes_the_api_fail(tablet, learner, operation, mode):
    """Of the learner who uses this tablet, as well as of anybody."""
    people.note_sign_in(Device.objects.get(pk=tablet.device), learner)

    @HARD
    @given(st.data())
    def attack(data):
        case = data.draw(operation.as_strategy(generation_mode=mode))
        query = urlencode(case.query or {}, doseq=True)
        own = operation.path.replace("{learner}", str(learner.pk))
        for path in {own, quote(case.formatted_path)}:
            assert answer(lambda path=path: tablet.request("GET", f"{path}?{query}")) < 500

    attack()


@HARD
@given(data=st.data())
def test_no_bytes_make_the_api_fail(tablet, data):
    address = "/api/v1/" + data.draw(st.sampled_from(ADDRESSES))
    body = data.draw(st.binary(max_size=300))
    headers = {
        "Newleaf-Signature": a.b64(tablet.sign(body)),
        "Content-Encoding": data.draw(st.sampled_from(["", "gzip"])),
    }
    assert answer(lambda: tablet.request("POST", address, body=body, headers=headers)) < 500


@settings(HARD, max_examples=200)
@given(data=st.data())
def test_no_header_makes_the_api_fail(tablet, data):
    """As a stranger with these headers, and as the tablet with those among them that are not its proof."""
    address = "/api/v1/" + data.draw(st.sampled_from(ADDRESSES))
    method = data.draw(st.sampled_from(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]))
    headers = data.draw(st.dictionaries(st.sampled_from(HEADERS), VALUES))
    body = data.draw(st.sampled_from([b"", b"{}", b"\x1f\x8b"]))
    assert answer(lambda: tablet.send(method, address, headers, body)) < 500
    rest = {name: value for name, value in headers.items() if name not in ("Authorization", "DPoP")}
    assert answer(lambda: tablet.request(method, address, body=body, headers=rest)) < 500


@HARD
@given(data=st.data())
def test_no_address_makes_the_origin_fail(tablet, data):
    start = data.draw(
        st.sampled_from(["/", "/api/v1/uploads/", "/blobs/", "/assets/", "/lesson/", "/live/", "/pictures/"])
    )
    path = start + data.draw(st.text(st.characters(max_codepoint=255, exclude_characters="?#"), max_size=80))
    query = data.draw(AS_SERVERS_HAND_THEM_ON)
    assert answer(lambda: tablet.send("GET", f"{path}?{query}", {}, b"")) < 500

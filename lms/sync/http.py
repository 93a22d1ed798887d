"""The tablet's API, /api/v1/: exactly the shapes of protocol.py."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.db import DatabaseError, DataError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import NinjaAPI, Query
from ninja.errors import HttpError, ValidationError

from lms.lib.errors import Invalid, NoSpace, Refused, problem
from lms.packages import api as packages
from lms.packages.keys import public_jwk, server_keys
from lms.people import api as people
from lms.people.models import Device

from . import protocol, signin
from .auth import any_tablet, tablet, token_of
from .backoff import next_contact
from .dpop import check_proof, new_nonce
from .errors import BadBatch, BadProof, UnknownToken
from .intake import take_batch
from .journal import read_batch, unpacked
from .links import blob_access as access_for
from .readmission import HEADER as CERTIFICATE
from .readmission import certificate_of, readmitted
from .state import is_unchanged, sync_state
from .work import work_page

PROBLEMS = dict.fromkeys((400, 401, 403, 404, 409, 413, 422, 426, 429, 503, 507), protocol.Problem)


class TabletAPI(NinjaAPI):
    """Puts a fresh nonce on every answer, so that the next request needs no second try."""

    def create_response(self, request: HttpRequest, data: Any, **kwargs: Any) -> HttpResponse:
        response = super().create_response(request, data, **kwargs)
        response["DPoP-Nonce"] = new_nonce()
        response["Cache-Control"] = "no-store"
        return response


api = TabletAPI(title="Newleaf tablet API", version="1", urls_namespace="tablet_api", docs_url=None, openapi_url=None)


@api.post("/pair", response={200: protocol.PairReply, **PROBLEMS})
def pair(request: HttpRequest, body: protocol.PairRequest) -> protocol.PairReply:
    proof = check_proof(request)
    if proof.jwk != body.key.model_dump():
        raise BadProof
    device = people.redeem_pairing_code(body.code, body.key.model_dump(), body.app_version)
    return protocol.PairReply(
        device=str(device.pk),
        name=device.name,
        kind="personal" if device.kind == Device.Kind.PERSONAL else "shared",
        prison=str(device.prison_id),
        prison_name=device.prison.name,
        token=people.issue_device_token(device),
        trust=trust_keys(),
        epoch=str(packages.current_epoch().id),
        server_time=timezone.now(),
        certificate=certificate_of(device),
    )


def trust_keys() -> protocol.TrustKeys:
    keys = server_keys()
    return protocol.TrustKeys(
        verify={keys.kid: protocol.PublicJwk.model_validate(public_jwk(keys.signing))},
        seal=protocol.PublicJwk.model_validate(public_jwk(keys.seal)),
        recovery=protocol.PublicJwk.model_validate(public_jwk(keys.recovery)),
    )


@api.post("/sign-in", auth=tablet, response={200: protocol.SignInReply, **PROBLEMS})
def sign_in(request: HttpRequest, body: protocol.SignInRequest) -> protocol.SignInReply:
    return signin.sign_in(device_of(request), body)


@api.post("/prepare", auth=tablet, response={200: protocol.PrepareReply, **PROBLEMS})
def prepare(request: HttpRequest, body: protocol.PrepareRequest) -> protocol.PrepareReply:
    return signin.prepare(device_of(request), body)


@api.post("/recover", auth=tablet, response={200: protocol.RecoverReply, **PROBLEMS})
def recover(request: HttpRequest, body: protocol.RecoverRequest) -> protocol.RecoverReply:
    return signin.recover(device_of(request), body)


@api.get("/sync", auth=tablet, response={200: protocol.SyncState, 304: None, **PROBLEMS})
def sync(request: HttpRequest, response: HttpResponse) -> Any:
    device = device_of(request)
    asked = request.headers.get("If-None-Match", "").removeprefix("W/").strip('"')
    if is_unchanged(device, asked):
        return not_modified(asked)
    etag, state, serial = sync_state(device)
    if etag == asked:
        people.record_contact(device, serial=serial)  # it has taken in what holds this catalogue
        return not_modified(asked)
    people.record_contact(device)
    response["ETag"] = f'"{etag}"'
    return state


def not_modified(etag: str) -> HttpResponse:
    """304 with the back-off in a header, since there is no body."""
    response = HttpResponse(
        status=304, headers={"ETag": f'"{etag}"', "DPoP-Nonce": new_nonce(), "Cache-Control": "no-store"}
    )
    response["Newleaf-Next-Contact"] = str(next_contact())
    return response


@api.get("/work/{uuid:learner}", auth=tablet, response={200: protocol.WorkPage, **PROBLEMS})
def work(
    request: HttpRequest,
    learner: UUID,
    after: Annotated[int, Query(ge=0, le=2**63 - 1)] = 0,
    everything: Annotated[bool, Query(alias="all")] = False,
) -> protocol.WorkPage:
    return work_page(device_of(request), learner, after=after, everything=everything)


@api.get("/blob-access", auth=tablet, response={200: protocol.BlobAccess, **PROBLEMS})
def blob_access(request: HttpRequest) -> protocol.BlobAccess:
    return access_for(device_of(request).pk)


@api.post("/batches", response={200: protocol.BatchReply, **PROBLEMS})
def batches(request: HttpRequest) -> protocol.BatchReply:
    """Taken with a token's proof into the record; with a signature alone, by any tablet that was ever paired, into quarantine."""
    body = unpacked(request.body, request.headers.get("Content-Encoding", ""))
    batch = read_batch(body)
    signature = request.headers.get("Newleaf-Signature", "")
    device, trusted = sender(request, batch.device, body, signature)
    return take_batch(body, signature, device=device, trusted=trusted, batch=batch)


def sender(request: HttpRequest, said: str, body: bytes, signature: str) -> tuple[Device, bool]:
    """The tablet of a batch, and whether it is in use. Raises BadBatch for a tablet that was never paired."""
    if token_of(request):
        try:
            device = any_tablet(request)
        except UnknownToken:
            device = None
        if device is not None:
            if str(device.pk) != said:
                raise BadBatch
            return device, device.state != Device.State.REVOKED
    device = people.device_by_id(said) or readmitted(
        request.headers.get(CERTIFICATE, ""), said, body=body, signature=signature
    )
    if device is None:
        raise BadBatch(code="unknown_device")
    return device, False


def device_of(request: HttpRequest) -> Device:
    return request.auth  # type: ignore[attr-defined]


def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    response = problem(error)
    response["DPoP-Nonce"] = new_nonce()
    if isinstance(error, BadProof):
        response["WWW-Authenticate"] = f'DPoP error="{error.challenge}", algs="ES256"'
    return response


def _unreadable(request: HttpRequest, error: Exception) -> HttpResponse:
    return _refused(request, Invalid(code="shape"))


def _database(request: HttpRequest, error: DatabaseError) -> HttpResponse:
    """A full disk, a busy database and one that has gone away are said as what they are; everything else is a defect."""
    text = str(error).lower()
    if "disk is full" in text or "no space" in text or "disk i/o" in text:
        return _refused(request, NoSpace())
    if "locked" in text or "deadlock" in text or not connection.is_usable():
        busy = Refused(code="busy", retry_after_seconds=next_contact(waiting=1))
        busy.status = 503
        return _refused(request, busy)
    raise error


def answer_refusals(api: NinjaAPI) -> None:
    """Every refusal leaves an API of tablets as a Problem with the right status."""
    api.add_exception_handler(Refused, _refused)  # type: ignore[arg-type]
    for unreadable in (ValidationError, HttpError, DataError):  # DataError: such as a NUL, on PostgreSQL
        api.add_exception_handler(unreadable, _unreadable)  # type: ignore[arg-type]
    api.add_exception_handler(OperationalError, _database)  # type: ignore[arg-type]


answer_refusals(api)

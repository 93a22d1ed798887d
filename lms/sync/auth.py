"""Which tablet is asking: its token and the proof of its key."""

from __future__ import annotations

import hmac

from django.http import HttpRequest

from lms.people import api as people
from lms.people.models import Device

from .dpop import check_proof
from .errors import Revoked, UnknownToken


def token_of(request: HttpRequest) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "dpop" else ""


def tablet(request: HttpRequest) -> Device:
    """The paired tablet that signed this request. Raises BadProof, UnknownToken, Revoked."""
    device = any_tablet(request)
    if device.state == Device.State.REVOKED:
        raise Revoked
    return device


def any_tablet(request: HttpRequest) -> Device:
    """Like `tablet`, and a revoked one too: it may still deliver."""
    token = token_of(request)
    proof = check_proof(request, token=token)
    device = people.device_by_token(token, revoked_too=True)
    if device is None or not hmac.compare_digest(device.thumbprint, proof.thumbprint):
        raise UnknownToken
    return device

"""FIDO2 keys (WebAuthn Level 2): registering one and signing in with one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from lms.audit import api as audit
from lms.lib.errors import Invalid
from lms.lib.sealing import derived_key

from ..models import Officer, SecurityKey

_STATE = "security_key"
MOST_KEYS = 8


def server_for(request: HttpRequest) -> Fido2Server:
    """The relying party is the staff host; OriginMiddleware has let no other host through."""
    origin = f"{request.scheme}://{request.get_host()}"
    party = PublicKeyCredentialRpEntity(id=request.get_host().rsplit(":", 1)[0].lower(), name="Newleaf")
    return Fido2Server(party, verify_origin=lambda given: given == origin)


def registration_options(request: HttpRequest, officer: Officer) -> dict[str, Any]:
    """What the browser needs to make a key; the challenge stays in the session."""
    handle = hashlib.blake2b(str(officer.pk).encode(), key=derived_key("security key handle"), digest_size=32).digest()
    options, state = server_for(request).register_begin(
        PublicKeyCredentialUserEntity(id=handle, name=officer.username, display_name=officer.name or officer.username),
        credentials=_credentials(officer),
        user_verification=UserVerificationRequirement.DISCOURAGED,
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
    )
    request.session[_STATE] = {"for": "register", **state}
    return json.loads(json.dumps(dict(options)))


def register(request: HttpRequest, officer: Officer, body: bytes, name: str) -> SecurityKey:
    """Keep the key that the browser has made. Raises Invalid."""
    if officer.security_keys.count() >= MOST_KEYS:
        raise Invalid(_("You have enough keys. Remove one first."))
    state = _state(request, "register")
    try:
        made = server_for(request).register_complete(state, _parsed(body))
        credential = made.credential_data
        if credential is None:
            raise ValueError("no credential")
    except (ValueError, KeyError, TypeError) as error:
        raise Invalid(_("The key did not answer as it should. Try again.")) from error
    digest = hashlib.sha256(credential.credential_id).hexdigest()
    with transaction.atomic():
        if SecurityKey.objects.filter(credential_hash=digest).exists():
            raise Invalid(_("This key is already registered."))
        key = SecurityKey.objects.create(
            officer=officer,
            name=name.strip()[:100] or _("Security key"),
            credential_hash=digest,
            credential=bytes(credential),
            counter=made.counter,
        )
        audit.log(by=officer, verb="people.officer.key_added", target=officer, detail={"key": key.name})
    return key


def sign_in_options(request: HttpRequest, officer: Officer) -> dict[str, Any]:
    options, state = server_for(request).authenticate_begin(
        credentials=_credentials(officer), user_verification=UserVerificationRequirement.DISCOURAGED
    )
    request.session[_STATE] = {"for": "sign-in", **state}
    return json.loads(json.dumps(dict(options)))


def check(request: HttpRequest, officer: Officer, body: bytes) -> SecurityKey | None:
    """The officer's key that signed the challenge; None when none did, or when its counter shows a copy (WebAuthn §6.1.1)."""
    state = _state(request, "sign-in")
    answer = _parsed(body)
    try:
        used = server_for(request).authenticate_complete(state, _credentials(officer), answer)
    except (ValueError, KeyError, TypeError):
        return None
    counter = _counter(answer)
    key = officer.security_keys.filter(credential_hash=hashlib.sha256(used.credential_id).hexdigest()).first()
    if key is None or (counter and counter <= key.counter):
        return None
    SecurityKey.objects.filter(pk=key.pk).update(counter=counter, last_used_at=timezone.now())
    return key


def _credentials(officer: Officer) -> list[AttestedCredentialData]:
    return [AttestedCredentialData(bytes(key.credential)) for key in officer.security_keys.all()]


def _counter(answer: Mapping[str, Any]) -> int:
    from fido2.webauthn import AuthenticationResponse

    return AuthenticationResponse.from_dict(answer).response.authenticator_data.counter


def _parsed(body: bytes) -> Mapping[str, Any]:
    try:
        answer = json.loads(body)
    except ValueError:
        raise Invalid(_("The key did not answer as it should. Try again.")) from None
    if not isinstance(answer, dict):
        raise Invalid(_("The key did not answer as it should. Try again."))
    return answer


def _state(request: HttpRequest, purpose: str) -> dict[str, Any]:
    """The challenge that was given out, used once."""
    state = request.session.pop(_STATE, None)
    if not state or state.pop("for", "") != purpose:
        raise Invalid(_("This took too long. Try again."))
    return state

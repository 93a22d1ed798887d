"""Signatures of evaluators: ES256 over canonical JSON, checked with the key that the evaluator registered while signed in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from pydantic import ValidationError

from lms.audit import api as audit
from lms.lib.canonical import canonical_json
from lms.lib.errors import NotFoundHere
from lms.people import api as people
from lms.people.models import Officer
from lms.people.permissions import has_role

from ..models import SigningKey
from ..permissions import EXAMINERS
from .errors import BadSignature, KeyUnknown, NoEvaluator, Taken
from .shapes import Key, Signed


@dataclass(frozen=True)
class Checked:
    """A signature that holds. `officer` is whom the key belongs to."""

    said: Signed
    key: SigningKey
    officer: Officer


@transaction.atomic
def register_key(said: Key, *, by: Officer) -> SigningKey:
    """The public key that an evaluator has made on a tablet; twice is once. Raises NoEvaluator, Invalid, Taken."""
    if not has_role(by, *EXAMINERS):
        raise NoEvaluator
    people.check_jwk(said.jwk)
    jwk = {name: said.jwk[name] for name in ("crv", "kty", "x", "y")}
    known = SigningKey.objects.filter(pk=said.id).first()
    if known is not None:
        if known.officer_id != by.pk or known.jwk != jwk or known.revoked_at:
            raise Taken
        return known
    key = SigningKey.objects.create(pk=said.id, officer=by, jwk=jwk, label=said.label.strip())
    audit.log(by=by, verb="assessments.signing_key.registered", target=key, detail={"tablet": key.label})
    return key


@transaction.atomic
def revoke_key(key_id: UUID | str, *, by: Officer) -> None:
    """One's own: what is signed with it and has not arrived yet is refused from now on. Raises NotFoundHere."""
    key = SigningKey.objects.select_for_update().filter(pk=key_id, officer=by).first()
    if key is None:
        raise NotFoundHere
    if key.revoked_at is None:
        key.revoked_at = timezone.now()
        key.save(update_fields=["revoked_at"])
        audit.log(by=by, verb="assessments.signing_key.revoked", target=key)


def check_signature(token: str, *, assessment: UUID, sha256: str) -> Checked:
    """Raises KeyUnknown, BadSignature. Whether the officer may sign is another question."""
    try:
        key = SigningKey.objects.select_related("officer").filter(pk=UUID(_kid(token)), revoked_at=None).first()
        if key is None:
            raise KeyUnknown
        payload = jws.deserialize_compact(token, ECKey.import_key(key.jwk), algorithms=["ES256"]).payload
        document = json.loads(payload)
        said = Signed.model_validate(document)
    except (JoseError, ValueError, ValidationError) as error:
        raise BadSignature from error
    stands = (said.assessment, said.content, said.officer) == (assessment, sha256, key.officer_id)
    if not stands or canonical_json(document) != payload:
        raise BadSignature
    return Checked(said, key, key.officer)


def _kid(token: str) -> str:
    header: dict[str, Any] = jws.extract_compact(token.encode()).headers()
    return str(header.get("kid", ""))

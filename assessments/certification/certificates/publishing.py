"""What the world may have: a body's DID document, its signed status lists, the trust bundle, the page that checks certificates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from ..credentials import did, trust_bundle
from ..credentials.facts import AchievementFacts, Words
from ..credentials.keys import IssuingKey as IssuingKeyPair
from ..errors import NoKey
from ..models import AwardingBody, IssuingKey, Scheme
from ..verifier.page import build_verifier
from .keeping import private_key
from .sources import body_facts


def did_document(body: AwardingBody) -> dict[str, Any]:
    """To be put at the body's domain (`credentials.did.publishing_path`)."""
    return did.document(body_facts(body), _keys(body))


def bundle_of(bodies: Iterable[AwardingBody]) -> dict[str, Any]:
    """Keys, names of what was achieved and newest status of these bodies, for checking without a network.

    A body is left out while no key of its own can sign for it. Raises NoKey where nobody is left.
    """
    found = []
    for body in bodies:
        signers = _signers(body)
        if not signers:
            continue
        found.append(
            trust_bundle.BodyPart(
                body=body_facts(body),
                keys=_keys(body),
                achievements=[_achievement(scheme) for scheme in body.schemes.order_by("code")],
                status_lists=[row.credential for row in body.status_lists.order_by("number") if row.credential],
                signers=signers,
            )
        )
    if not found:
        raise NoKey
    return trust_bundle.build(found, made_at=timezone.now().replace(microsecond=0))


def bundle_of_server() -> dict[str, Any]:
    """Of all bodies that this server signs for."""
    return bundle_of(AwardingBody.objects.filter(keys__isnull=False).distinct().order_by("code"))


def verifier_of(bodies: Iterable[AwardingBody]) -> bytes:
    """One HTML file with everything in it."""
    return build_verifier(bundle_of(bodies))


def _keys(body: AwardingBody) -> list[did.PublicKey]:
    rows = body.keys.order_by("created_at")
    return [did.PublicKey(jwk=row.public_jwk, compromised=row.state == IssuingKey.State.COMPROMISED) for row in rows]


def _signers(body: AwardingBody) -> list[IssuingKeyPair]:
    """The key in use first, then those that outsiders may still know. None that is in doubt."""
    usable = body.keys.filter(sealed_private__isnull=False, doubted_by=None).exclude(state=IssuingKey.State.COMPROMISED)
    rows = sorted(usable.order_by("-created_at"), key=lambda row: row.state != IssuingKey.State.ACTIVE)
    return [private_key(row) for row in rows]


def _achievement(scheme: Scheme) -> AchievementFacts:
    return AchievementFacts(
        id=scheme.pk,
        code=scheme.code,
        kind=scheme.kind,
        title=Words(scheme.title, scheme.title_en),
        criteria=Words("", ""),
        level=scheme.level,
    )

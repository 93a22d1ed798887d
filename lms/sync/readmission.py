"""A tablet that was paired after the backup from which this database was restored: its pairing certificate brings its public key back.

It may deliver, into quarantine, and nothing else; to learn on it, an officer pairs it again.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from joserfc.errors import JoseError

from lms.packages.keys import sign_document, verify_document
from lms.people import api as people
from lms.people.models import Device

from .journal import check_signature

HEADER = "Newleaf-Pairing"


def certificate_of(device: Device) -> str:
    """What the server knows of a pairing, signed: the tablet keeps it. It holds nothing secret."""
    return sign_document(
        {
            "kind": "pairing",
            "device": str(device.pk),
            "prison": str(device.prison_id),
            "name": device.name,
            "device_kind": device.kind,
            "key": device.public_jwk,
        }
    )


def readmitted(token: str, said: str, *, body: bytes, signature: str) -> Device | None:
    """The tablet, put down as revoked, where this server once paired it and it has signed the body. Raises BadBatch for a wrong signature."""
    document = _genuine(token)
    if document is None or document["device"] != said:
        return None
    check_signature(Device(public_jwk=document["key"]), body, signature)
    return people.readmit_device(
        UUID(said), prison=document["prison"], jwk=document["key"], name=document["name"], kind=document["device_kind"]
    )


def _genuine(token: str) -> dict[str, Any] | None:
    if not token:
        return None
    try:
        document = verify_document(token)
    except (JoseError, ValueError):
        return None
    return document if document.get("kind") == "pairing" else None

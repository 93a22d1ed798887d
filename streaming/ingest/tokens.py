"""The signed token of a sender: which broadcast, who, for twelve hours. It is no session and opens nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lms.lib.errors import Refused

_SALT = "streaming.ingest.sender"
LIFETIME_SECONDS = 12 * 3600


class BadToken(Refused):
    status, code = 401, "bad_token"
    sentence = _("This page has been open for too long. Your recording is safe on this computer. Load the page again.")


@dataclass(frozen=True)
class Bearer:
    """`sender`: "officer:<uuid>" or "guest:<uuid>". `language`: the one refusals are written in."""

    broadcast_id: UUID
    sender: str
    language: str


def make(broadcast_id: UUID, sender: str) -> str:
    claims = {"b": str(broadcast_id), "s": sender, "l": get_language() or ""}
    return signing.dumps(claims, salt=_SALT, compress=False)


def read(token: str) -> Bearer:
    """Raises BadToken. A server clock that was set back does not end a token: only its age counts."""
    try:
        claims = signing.loads(token, salt=_SALT, max_age=LIFETIME_SECONDS)
        return Bearer(UUID(claims["b"]), str(claims["s"]), str(claims["l"]))
    except (signing.BadSignature, KeyError, TypeError, ValueError) as error:
        raise BadToken from error

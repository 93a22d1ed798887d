"""How fast an account may be tried.

What is counted is (account, client). A client is a *known desk*, a browser that has signed in to this account before and holds a
signed cookie for it, or otherwise an address. After FREE_TRIES failures each further one doubles the wait, up to an hour.

- Somebody else's wrong passwords never slow an officer at a known desk: the desk has a count of its own, even behind the same
  address (OWASP calls this device cookies).
- One stranger cannot lock an officer out for ever: from one address the doubling allows about forty tries a day, fewer than
  STRANGERS_PER_DAY, so the slow throttle over all strangers stays asleep, and a new desk at another address may try at once.
- Many addresses together wake the slow throttle: each unknown client then has one try an hour. Known desks notice nothing.
- A try counts as failed before the password is looked at, so a hundred at the same moment are a hundred tries.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from lms.people.errors import TooManyTries

from ..models import Officer, SignInTry

FREE_TRIES = 5
LONGEST_WAIT_SECONDS = 3600
FORGOTTEN_AFTER = timedelta(hours=24)
STRANGERS_PER_DAY = 200
DESK_COOKIE = "newleaf_desk"
OFFICERS_PER_DESK = 6
DESK_COOKIE_SECONDS = 180 * 24 * 3600
_SALT = "lms.people.desk"


@dataclass(frozen=True)
class Client:
    name: str
    known: bool = False


def client_of(request: HttpRequest, username: str) -> Client:
    """The known desk that this browser is for this account, else its address."""
    desk = _desks(request).get(_account(username)[:16])
    if desk:
        return Client(f"desk:{desk}", known=True)
    return Client(f"address:{address_of(request)}"[:80])


def address_of(request: HttpRequest) -> str:
    """The address of the browser; behind a proxy of our own, the one that the proxy has seen."""
    header = settings.CLIENT_ADDRESS_HEADER
    return (header and request.headers.get(header, "").strip()) or request.META.get("REMOTE_ADDR", "")


def know_desk(request: HttpRequest, response: HttpResponse, officer: Officer) -> None:
    """Remember this browser as a desk of the officer's, beside the others who work here."""
    account = _account(officer.username)[:16]
    others = [(key, desk) for key, desk in _desks(request).items() if key != account]
    desks = dict([*others[1 - OFFICERS_PER_DESK :], (account, secrets.token_urlsafe(9))])
    response.set_cookie(
        DESK_COOKIE,
        signing.dumps(desks, salt=_SALT),
        max_age=DESK_COOKIE_SECONDS,
        secure=settings.PROFILE == "production",
        httponly=True,
        samesite="Strict",
    )


def _desks(request: HttpRequest) -> dict[str, str]:
    """Account (shortened) → desk, oldest first, from the signed cookie."""
    try:
        desks = signing.loads(request.COOKIES.get(DESK_COOKIE, ""), salt=_SALT, max_age=DESK_COOKIE_SECONDS)
    except signing.BadSignature:
        return {}
    return desks if isinstance(desks, dict) else {}


@transaction.atomic
def begin_try(kind: str, username: str, client: Client) -> SignInTry:
    """Count a try as failed before it is made. Raises TooManyTries with the seconds to wait. `kind`: password or factor."""
    now = timezone.now()
    account = _account(username, kind)
    row, _created = SignInTry.objects.select_for_update().get_or_create(
        account=account, client=client.name, defaults={"last_at": now - FORGOTTEN_AFTER, "known_desk": client.known}
    )
    if row.last_at <= now - FORGOTTEN_AFTER:
        row.failures = 0
    wait = wait_seconds(row.failures)
    if not client.known and row.failures and _strangers(account) >= STRANGERS_PER_DAY:
        wait = LONGEST_WAIT_SECONDS
    left = (row.last_at + timedelta(seconds=wait) - now).total_seconds()
    if left > 0:
        raise TooManyTries(ceil(left))
    row.failures += 1
    row.last_at = now
    row.save(update_fields=["failures", "last_at"])
    return row


def wait_seconds(failures: int) -> int:
    """After so many failures, how long until the next try."""
    if failures < FREE_TRIES:
        return 0
    return min(2 ** min(failures - FREE_TRIES + 1, 20), LONGEST_WAIT_SECONDS)


def forget_tries(username: str) -> None:
    """After a success or an administrator's unlocking, all counts of the account at known desks and strangers alike."""
    SignInTry.objects.filter(account__in=[_account(username, kind) for kind in ("password", "factor")]).delete()


def succeed(row: SignInTry) -> None:
    """Only this client's count: a stranger elsewhere stays slow."""
    row.delete()


def purge() -> int:
    return SignInTry.objects.filter(last_at__lt=timezone.now() - FORGOTTEN_AFTER).delete()[0]


def _strangers(account: str) -> int:
    since = timezone.now() - FORGOTTEN_AFTER
    tries = SignInTry.objects.filter(account=account, known_desk=False, last_at__gte=since)
    return tries.aggregate(total=Sum("failures"))["total"] or 0


def _account(username: str, kind: str = "password") -> str:
    """Names that were never given to anybody are counted like all others, so that counting tells nothing."""
    name = unicodedata.normalize("NFKC", username).strip().casefold()
    return hashlib.sha256(f"{kind}:{name}".encode()).hexdigest()

"""Places in the status lists of a body, and signing the lists as they stand."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from ..credentials import status_list as lists
from ..credentials.facts import StatusFacts
from ..errors import NoKey
from ..models import AwardingBody, Certificate, IssuingKey, StatusList
from .keeping import private_key, signing_key_of
from .sources import body_facts

FULL = lists.BITS // 2  # random places collide ever more often; then a new list begins
FRESH = timedelta(hours=20)


def place_in_list(body: AwardingBody) -> StatusFacts:
    """A free place at random, so that neighbours tell nothing. The body is locked."""
    newest = body.status_lists.order_by("-number").first()
    if newest is None or newest.certificates.count() >= FULL:
        newest = StatusList.objects.create(body=body, number=(newest.number + 1) if newest else 1)
    while True:
        index = lists.random_index()
        if not newest.certificates.filter(status_index=index).exists():
            return StatusFacts(list_number=newest.number, index=index)


@transaction.atomic
def sign_status_lists(body: AwardingBody) -> int:
    """Sign all lists of the body anew, as the certificates stand. Returns how many. Raises NoKey."""
    key = signing_key_of(body)
    private = private_key(key)
    now = timezone.now().replace(microsecond=0)
    rows = list(body.status_lists.select_for_update().order_by("number"))
    for row in rows:
        revoked = row.certificates.exclude(state=Certificate.State.ISSUED).values_list("status_index", flat=True)
        row.credential = lists.sign_list(
            body_facts(body),
            row.number,
            sorted(index for index in revoked if index is not None),
            private,
            signed_at=now,
        )
        row.signed_at = now
        row.save(update_fields=["credential", "signed_at"])
    return len(rows)


def renew_status_lists() -> int:
    """Lists that are a day old, or older than a revocation or than the key in use, are signed anew.

    Their date says how fresh they are, and what a key in doubt has signed must not stay.
    """
    renewed = 0
    old = timezone.now() - FRESH
    for body in AwardingBody.objects.filter(outside=False, status_lists__isnull=False).distinct():
        key = body.keys.filter(state=IssuingKey.State.ACTIVE).first()
        stale = [
            row
            for row in body.status_lists.all()
            if row.signed_at is None
            or row.signed_at < old
            or (key is not None and row.signed_at < key.created_at.replace(microsecond=0))
            or row.certificates.filter(ended_at__gt=row.signed_at).exists()
        ]
        if stale:
            try:
                renewed += sign_status_lists(body)
            except NoKey:
                continue  # the page of the body says so
    return renewed

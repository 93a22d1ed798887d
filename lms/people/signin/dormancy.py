"""Accounts that nobody uses are locked; an administrator unlocks them."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from lms.audit import api as audit

from ..models import Officer

DORMANT_AFTER = timedelta(days=90)
SEEN_AT_MOST_EVERY = timedelta(hours=1)


def is_dormant(officer: Officer) -> bool:
    return (officer.last_seen_at or officer.created_at) < timezone.now() - DORMANT_AFTER


@transaction.atomic
def lock_if_dormant(officer: Officer) -> bool:
    """Lock a dormant account; whether it is locked now."""
    if officer.locked_at is None and is_dormant(officer):
        lock(officer)
    return officer.locked_at is not None


def lock_dormant_officers() -> int:
    """Lock every account that has not been used for 90 days. Safe to run twice."""
    last_used = Coalesce("last_seen_at", "created_at")
    dormant = Officer.objects.annotate(last_used=last_used).filter(
        Q(last_used__lt=timezone.now() - DORMANT_AFTER), is_active=True, locked_at=None
    )
    return sum(lock_if_dormant(officer) for officer in dormant)


def lock(officer: Officer) -> None:
    officer.locked_at = timezone.now()
    Officer.objects.filter(pk=officer.pk).update(locked_at=officer.locked_at, sign_in_serial=F("sign_in_serial") + 1)
    audit.log(by=None, verb="people.officer.locked", target=officer, detail={"reason": "dormant"})


def seen(officer: Officer) -> None:
    """Remember that the officer is working, at most once an hour."""
    now = timezone.now()
    if officer.last_seen_at is None or officer.last_seen_at < now - SEEN_AT_MOST_EVERY:
        officer.last_seen_at = now
        Officer.objects.filter(pk=officer.pk).update(last_seen_at=now)

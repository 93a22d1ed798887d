"""What ends: certificates that expire, and reminders before they do."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from ..candidacies.moving import move
from ..candidacies.states import CandidacyState
from ..models import Candidacy, Certificate

AT_ONCE = 200
AHEAD = timedelta(days=92)  # where a scheme says nothing of renewal


@transaction.atomic
def expire_candidacies() -> int:
    """Candidacies whose standing certificate has ended. Returns how many."""
    today = timezone.localdate()
    ended = Certificate.objects.filter(state=Certificate.State.ISSUED, valid_until__lt=today)
    rows = Candidacy.objects.select_for_update(of=("self",)).filter(state=CandidacyState.ISSUED)
    found = list(rows.filter(pk__in=ended.values("candidacy"))[:AT_ONCE])
    for candidacy in found:
        move(candidacy, CandidacyState.EXPIRED, by=None)
    return len(found)


def expiring(certificates: QuerySet[Certificate], *, today: date | None = None) -> QuerySet[Certificate]:
    """Of these, the valid ones that end soon and for whose renewal nobody is registered yet, the next first."""
    today = today or timezone.localdate()
    found = certificates.filter(state=Certificate.State.ISSUED, valid_until__range=(today, today + AHEAD))
    return found.filter(renewals=None).order_by("valid_until", "number")

"""Working out eligibility anew: on demand, and in small batches for everybody on the way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from ..models import Candidacy
from .eligibility import reasons_for, sentences
from .facts import asked_of, facts_of
from .moving import move
from .states import CandidacyState

S = CandidacyState
CHECKED = (S.REGISTERED, S.NOT_ELIGIBLE, S.ELIGIBLE)
AGAIN_AFTER = timedelta(hours=1)


@transaction.atomic
def recheck(candidacy_ids: Iterable[UUID], *, by: Any = None) -> int:
    """Work out who may sit now; those who have a seat or more are left alone. Returns how many moved."""
    rows = Candidacy.objects.select_for_update(of=("self",)).filter(pk__in=list(candidacy_ids), state__in=CHECKED)
    candidacies = list(rows.select_related("learner", "version"))
    asked = asked_of(candidacies)
    moved = 0
    now = timezone.now()
    for one, want, facts in zip(candidacies, asked, facts_of(asked), strict=True):
        reasons = reasons_for(want.rules, facts)
        to = S.NOT_ELIGIBLE if reasons else S.ELIGIBLE
        if one.state != to:
            reason = "" if not reasons else " ".join(sentences(reasons))
            move(one, to, by=by, reason=reason, reasons=reasons, checked_at=now)
            moved += 1
        else:
            one.reasons, one.checked_at = reasons, now
    still = [one for one in candidacies if one.checked_at == now]
    Candidacy.objects.bulk_update(still, ["reasons", "checked_at"], batch_size=200)
    return moved


def recheck_due(*, limit: int = 200) -> int:
    """Those whose eligibility was worked out longest ago. Returns how many were looked at."""
    before = timezone.now() - AGAIN_AFTER
    due = Candidacy.objects.filter(state__in=CHECKED).filter(Q(checked_at=None) | Q(checked_at__lt=before))
    found = list(due.order_by(F("checked_at").asc(nulls_first=True)).values_list("pk", flat=True)[:limit])
    if found:
        recheck(found)
    return len(found)

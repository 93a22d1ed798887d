"""What a taken line does to a candidacy: results, the steps that follow from them, the number of the certificate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from uuid import uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from lms.people.models import Officer

from ..candidacies.moving import move
from ..candidacies.settling import settle
from ..candidacies.states import CandidacyState
from ..errors import NotNow
from ..models import AwardingBody, Candidacy, Certificate, PartResult
from .judging import Change

S = CandidacyState


def write_change(candidacy: Candidacy, changes: Sequence[Change], body: AwardingBody, *, by: Officer) -> Counter[str]:
    """`candidacy`: locked. All its lines at once, so that it is decided about once. Raises NotNow."""
    counts: Counter[str] = Counter()
    results = [one for change in changes for one in change.results]
    if results:
        PartResult.objects.bulk_create(results)
        counts["results"] = len(results)
        if candidacy.state in (S.ELIGIBLE, S.SEATED):
            move(candidacy, S.EXAMINED, by=by, reason=_("Result of the awarding body"))
        settle(candidacy, by=by)
    for change in changes:
        if change.certificate:
            _certify(candidacy, change, body, by=by)
            counts["certificates"] += 1
    return counts


def _certify(candidacy: Candidacy, change: Change, body: AwardingBody, *, by: Officer) -> None:
    if candidacy.state != S.AWARDED:
        raise NotNow
    fields: dict[str, Any] = {"valid_until": change.valid_until}
    day = change.issued_on
    issued = timezone.make_aware(datetime.combine(day, time())) if day else timezone.now()
    Certificate.objects.create(
        id=uuid4(), body=body, candidacy=candidacy, number=change.certificate, outside=True, issued_at=issued, **fields
    )
    move(candidacy, S.ISSUED, by=by, reason=change.certificate)

"""What learners read of their way to a certificate: steps, what is still asked for, the certificate with its QR."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import segno
from django.db.models import Prefetch
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from lms.sync import protocol

from .candidacies.eligibility import sentences
from .candidacies.states import CERTIFIED, OPEN, CandidacyState
from .models import Candidacy, Certificate
from .schemes.reading import criteria
from .schemes.rules import Rules

S = CandidacyState
REMEMBERED = timedelta(days=365)  # what ended without a certificate
_DONE = {  # how many of the five steps lie behind
    S.REGISTERED: 1,
    S.NOT_ELIGIBLE: 1,
    S.ELIGIBLE: 2,
    S.SEATED: 2,
    S.EXAMINED: 3,
    S.MODERATED: 4,
    S.NOT_AWARDED: 3,
    S.AWARDED: 4,
    S.ISSUED: 5,
    S.EXPIRED: 5,
    S.REVOKED: 5,
}


def candidacies_of_learners(learner_ids: Sequence[UUID]) -> dict[UUID, list[protocol.LearnerCandidacy]]:
    """Each learner's ways to a certificate, the newest first."""
    newest = Prefetch("certificates", Certificate.objects.order_by("-issued_at"))
    rows = (
        Candidacy.objects.filter(learner__in=learner_ids)
        .exclude(state=S.WITHDRAWN)
        .select_related("learner", "scheme__body", "version")
        .prefetch_related(newest)
        .order_by("-registered_on", "number")
    )
    since = timezone.now() - REMEMBERED
    found: dict[UUID, list[protocol.LearnerCandidacy]] = defaultdict(list)
    for one in rows:
        if one.state == S.NOT_AWARDED and one.moved_at < since:
            continue
        with translation.override(one.learner.language):
            found[one.learner_id].append(_candidacy(one))
    return dict(found)


def _candidacy(one: Candidacy) -> protocol.LearnerCandidacy:
    standing = next(iter(one.certificates.all()), None)
    return protocol.LearnerCandidacy(
        candidacy=str(one.pk),
        number=one.number,
        title=str(one.scheme),
        body=str(one.scheme.body),
        open=one.state in OPEN,
        steps=_steps(one),
        needs=_needs(one),
        certificate=_certificate(one, standing) if standing and one.state in CERTIFIED else None,
    )


def _steps(one: Candidacy) -> list[protocol.PathStep]:
    state = CandidacyState(one.state)
    done = _DONE[state]
    texts = (
        ("registered", _("You are registered"), one.registered_on),
        ("eligible", _("You may take the exam"), _day(one.eligible_at)),
        ("exam", _("The exam"), _day(one.examined_at)),
        ("results", _("Your results"), _day(one.decided_at)),
        ("certificate", _("Your certificate"), _day(one.issued_at)),
    )
    steps = []
    for place, (kind, text, at) in enumerate(texts):
        where = "done" if place < done else "now" if place == done and one.state in OPEN else "ahead"
        if state == S.NOT_AWARDED and kind == "results":
            where = "failed"
        steps.append(
            protocol.PathStep(kind=kind, state=where, text=text, at=at if where in ("done", "failed") else None)  # type: ignore[arg-type]
        )
    return steps


def _day(at: datetime | None) -> date | None:
    return timezone.localdate(at) if at else None


def _needs(one: Candidacy) -> list[str]:
    """What is asked for, while it is."""
    if one.state not in OPEN:
        return []
    needs = sentences(one.reasons) if one.state == S.NOT_ELIGIBLE else []
    return [*needs, criteria(Rules.model_validate(one.version.rules))]


def _certificate(candidacy: Candidacy, one: Certificate) -> protocol.LearnerCertificate:
    state = one.state
    if state == Certificate.State.ISSUED:
        ended = one.valid_until is not None and one.valid_until < timezone.localdate()
        state = "expired" if ended else "valid"
    path, size = qr_path(one.compact) if one.compact else ("", 0)
    return protocol.LearnerCertificate(
        id=str(one.pk),
        number=one.number,
        title=str(candidacy.scheme),
        body=str(candidacy.scheme.body),
        name=candidacy.holder_name,
        issued_on=timezone.localdate(one.issued_at),
        valid_until=one.valid_until,
        state=state,  # type: ignore[arg-type]
        qr=path,
        qr_size=size,
    )


def qr_path(text: str) -> tuple[str, int]:
    """The dark modules as an SVG path, row by row, and the side of the square with its quiet zone."""
    code = segno.make(text, error="m", micro=False)
    border = 4
    parts = []
    for y, row in enumerate(code.matrix):
        x = 0
        while x < len(row):
            if row[x]:
                end = x
                while end < len(row) and row[end]:
                    end += 1
                parts.append(f"M{x + border} {y + border}h{end - x}v1H{x + border}z")
                x = end
            else:
                x += 1
    return "".join(parts), len(code.matrix) + 2 * border

"""How a candidacy goes from registration to a certificate and beyond: the states and every allowed move."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from ..errors import NotNow


class CandidacyState(models.TextChoices):
    REGISTERED = "registered", pgettext_lazy("candidacy", "Registered")
    NOT_ELIGIBLE = "not_eligible", pgettext_lazy("candidacy", "Not eligible yet")
    ELIGIBLE = "eligible", pgettext_lazy("candidacy", "Eligible")
    SEATED = "seated", pgettext_lazy("candidacy", "Has a seat")
    EXAMINED = "examined", pgettext_lazy("candidacy", "Examined")
    MODERATED = "moderated", pgettext_lazy("candidacy", "Results known")
    AWARDED = "awarded", pgettext_lazy("candidacy", "Awarded")
    NOT_AWARDED = "not_awarded", pgettext_lazy("candidacy", "Not awarded")
    ISSUED = "issued", pgettext_lazy("candidacy", "Certificate issued")
    EXPIRED = "expired", pgettext_lazy("candidacy", "Expired")
    REVOKED = "revoked", pgettext_lazy("candidacy", "Revoked")
    WITHDRAWN = "withdrawn", pgettext_lazy("candidacy", "Withdrawn")


S = CandidacyState

# (from, to): the verb that the audit log gets
TRANSITIONS: dict[tuple[CandidacyState, CandidacyState], str] = {
    (S.REGISTERED, S.ELIGIBLE): "assessments.candidacy.eligible",
    (S.REGISTERED, S.NOT_ELIGIBLE): "assessments.candidacy.not_eligible",
    (S.NOT_ELIGIBLE, S.ELIGIBLE): "assessments.candidacy.eligible",
    (S.ELIGIBLE, S.NOT_ELIGIBLE): "assessments.candidacy.not_eligible",
    (S.ELIGIBLE, S.SEATED): "assessments.candidacy.seated",
    (S.SEATED, S.ELIGIBLE): "assessments.candidacy.unseated",  # excused, or the sitting is not held
    (S.SEATED, S.EXAMINED): "assessments.candidacy.examined",
    (S.ELIGIBLE, S.EXAMINED): "assessments.candidacy.examined",  # outside
    (S.EXAMINED, S.MODERATED): "assessments.candidacy.moderated",
    (S.EXAMINED, S.ELIGIBLE): "assessments.candidacy.unseated",  # absence turned out to be excused
    (S.MODERATED, S.ELIGIBLE): "assessments.candidacy.next_part",  # further parts, or another attempt
    (S.MODERATED, S.AWARDED): "assessments.candidacy.awarded",
    (S.MODERATED, S.NOT_AWARDED): "assessments.candidacy.not_awarded",
    (S.NOT_AWARDED, S.MODERATED): "assessments.candidacy.reopened",  # an appeal changed a mark
    (S.AWARDED, S.MODERATED): "assessments.candidacy.reopened",
    (S.AWARDED, S.ISSUED): "assessments.candidacy.issued",
    (S.ISSUED, S.EXPIRED): "assessments.candidacy.expired",
    (S.ISSUED, S.REVOKED): "assessments.candidacy.revoked",
    (S.EXPIRED, S.REVOKED): "assessments.candidacy.revoked",
    (S.REGISTERED, S.WITHDRAWN): "assessments.candidacy.withdrawn",
    (S.NOT_ELIGIBLE, S.WITHDRAWN): "assessments.candidacy.withdrawn",
    (S.ELIGIBLE, S.WITHDRAWN): "assessments.candidacy.withdrawn",
}

OPEN = (S.REGISTERED, S.NOT_ELIGIBLE, S.ELIGIBLE, S.SEATED, S.EXAMINED, S.MODERATED, S.AWARDED)  # on the way
CERTIFIED = (S.ISSUED, S.EXPIRED, S.REVOKED)

TIMES = {  # the column that remembers the entry
    S.ELIGIBLE: "eligible_at",
    S.SEATED: "seated_at",
    S.EXAMINED: "examined_at",
    S.MODERATED: "moderated_at",
    S.AWARDED: "decided_at",
    S.NOT_AWARDED: "decided_at",
    S.ISSUED: "issued_at",
}


def check_transition(old: str, new: str) -> str:
    """The audit verb of the move. Raises NotNow."""
    verb = TRANSITIONS.get((CandidacyState(old), CandidacyState(new)))
    if verb is None:
        raise NotNow
    return verb


def diagram() -> str:
    """The transition table as a section of the docs (Mermaid)."""
    lines = [
        "## Candidacy (assessments/certification/candidacies/states.py)",
        "",
        "```mermaid",
        "stateDiagram-v2",
        "    [*] --> registered: assessments.candidacy.registered",
    ]
    lines += [f"    {old.value} --> {new.value}: {verb}" for (old, new), verb in TRANSITIONS.items()]
    lines += ["```", ""]
    return "\n".join(lines)

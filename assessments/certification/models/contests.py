"""What is said against a candidacy, who becomes whose, and the counter of the candidate numbers."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.lib.ids import new_id


class CandidateSerial(models.Model):
    """How many candidate numbers a year has given. One counter for all places, so that a number tells nothing of one."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year} {self.last}"


class EligibilityContest(models.Model):
    """资格异议: a learner says that the sentence on eligibility is wrong; an officer enters it, another one answers.

    `waived`: what counts no more when it is upheld, as in `Candidacy.reasons`, without amounts.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("contest", "Open")
        UPHELD = "upheld", pgettext_lazy("contest", "Upheld")
        REFUSED = "refused", pgettext_lazy("contest", "Not upheld")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    candidacy = models.ForeignKey("assessments.Candidacy", on_delete=models.CASCADE, related_name="contests")
    text = models.TextField(_("what the learner says"), max_length=2000)
    filed_at = models.DateTimeField()
    entered_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN, db_index=True)
    reason = models.TextField(_("answer"), max_length=2000, blank=True)  # the learner reads it
    waived = models.JSONField(default=list)
    decided_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-filed_at"]
        constraints = [
            models.UniqueConstraint(fields=["candidacy"], condition=Q(state="open"), name="one_open_contest"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("entered_by")), name="contest_answered_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidacy_id} {self.state}"


class HandOver(models.Model):
    """转交: one person was entered twice; what the one row has becomes the other's. Two officers: it cannot be undone."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("hand-over", "Waits for a second officer")
        DONE = "done", pgettext_lazy("hand-over", "Done")
        REFUSED = "refused", pgettext_lazy("hand-over", "Refused")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.ForeignKey("people.Learner", on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey("people.Learner", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=500)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING, db_index=True)
    asked_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["source"], condition=Q(state="waiting"), name="one_waiting_hand_over"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="handed_over_to_another"),
            models.CheckConstraint(
                condition=~Q(state="done") | (Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by"))),
                name="hand_over_takes_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"

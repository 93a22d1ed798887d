"""What learners contest and ask for about an exam, and the answers."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from lms.lib.ids import new_id


class Appeal(models.Model):
    """成绩复核申请: what a learner contests about a seat. Open, or proposed by one officer and waiting for a second, or decided."""

    class Kind(models.TextChoices):
        MARKS = "marks", pgettext_lazy("appeal", "Marks")
        ELIGIBILITY = "eligibility", pgettext_lazy("appeal", "Eligibility")
        ATTENDANCE = "attendance", pgettext_lazy("appeal", "Attendance")
        ATTRIBUTION = "attribution", pgettext_lazy("appeal", "Whose work it is")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("appeal", "Open")
        PROPOSED = "proposed", pgettext_lazy("appeal", "A second officer has to confirm")
        UPHELD = "upheld", pgettext_lazy("appeal", "Upheld")
        REFUSED = "refused", pgettext_lazy("appeal", "Not upheld")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    seat = models.ForeignKey("assessments.Seat", on_delete=models.PROTECT, related_name="appeals")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    question = models.PositiveSmallIntegerField(null=True)  # its number in the form
    text = models.TextField()
    statement_id = models.UUIDField(null=True, unique=True)  # none: it came on paper
    entered_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, null=True, related_name="+")
    filed_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)
    late = models.BooleanField(default=False)  # after the time to contest was over
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN, db_index=True)
    reason = models.TextField(blank=True)  # the learner reads it
    attendance = models.CharField(max_length=10, blank=True)  # what attendance becomes, where that was contested
    decided_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("decided_by")),
                name="changed_mark_takes_a_second_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.seat_id}"


class AppealedScore(models.Model):
    """One question whose points an appeal changes."""

    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="scores")
    score = models.ForeignKey("assessments.ItemScore", on_delete=models.PROTECT, related_name="+")
    points_before = models.DecimalField(max_digits=7, decimal_places=2)
    points_after = models.DecimalField(max_digits=7, decimal_places=2)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["appeal", "score"], name="appealed_score_once")]

    def __str__(self) -> str:
        return f"{self.points_before} → {self.points_after}"


class AccommodationRequest(models.Model):
    """合理便利申请: what a learner asked for in one exam, and the answer with its reason."""

    class Kind(models.TextChoices):
        EXTRA_TIME = "extra_time", pgettext_lazy("accommodation", "More time")
        READ_ALOUD = "read_aloud", pgettext_lazy("accommodation", "Reading aloud")
        LANGUAGE = "language", pgettext_lazy("accommodation", "Another language")
        OTHER = "other", pgettext_lazy("accommodation", "Something else")

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("accommodation", "Waiting")
        GRANTED = "granted", pgettext_lazy("accommodation", "Granted")
        REFUSED = "refused", pgettext_lazy("accommodation", "Not granted")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    seat = models.ForeignKey("assessments.Seat", on_delete=models.CASCADE, related_name="accommodation_requests")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    text = models.TextField(blank=True)
    statement_id = models.UUIDField(null=True, unique=True)  # none: it came on paper
    entered_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING, db_index=True)
    reason = models.TextField(blank=True)  # the learner reads it
    answered_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.seat_id}"

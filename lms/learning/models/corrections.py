"""What officers change on a record: statements taken back by two of them, and lessons that were taken part in on paper."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import new_id


class TakingBack(models.Model):
    """撤回申请: one officer asks that a statement be taken back and says why; a second one decides. It cannot be undone."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for a second officer")
        DONE = "done", _("Taken back")
        REFUSED = "refused", _("Refused")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    statement_id = models.UUIDField(db_index=True)
    learner = models.ForeignKey("people.Learner", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=1000)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING, db_index=True)
    asked_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("request to take back a record")
        verbose_name_plural = _("requests to take back records")
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["statement_id"], condition=models.Q(state="waiting"), name="one_waiting_taking_back"
            )
        ]

    def __str__(self) -> str:
        return f"{self.learner} {self.asked_at:%Y-%m-%d}"


class PaperAttendance(models.Model):
    """纸质出勤: the server's own word that a statement says what an officer entered; a tablet cannot claim it.

    Kept over every rebuild, as marks are; what it completes is still computed from the statement.
    """

    statement_id = models.UUIDField(primary_key=True)
    learner = models.ForeignKey("people.Learner", on_delete=models.PROTECT, related_name="+")
    lesson_iri = models.CharField(max_length=200)
    held_on = models.DateField(_("date"))
    entered_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("attendance on paper")
        verbose_name_plural = _("attendance on paper")
        indexes = [models.Index(fields=["learner", "lesson_iri"], name="paper_of_lesson")]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.lesson_iri} {self.held_on}"

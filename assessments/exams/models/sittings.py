"""Sittings, their seats, what was answered there, and what the invigilator noted."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.lib.ids import new_id

from ..sittings.states import SittingState

IRI = "urn:newleaf:sitting:"


class Sitting(models.Model):
    """考试场次: one approved paper, one room, one time, named candidates, one invigilator."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(
        "assessments.PaperVersion", on_delete=models.PROTECT, related_name="sittings", verbose_name=_("paper")
    )
    prison = models.ForeignKey("people.Prison", on_delete=models.PROTECT, related_name="+", verbose_name=_("prison"))
    title = models.CharField(_("title"), max_length=120)
    room = models.CharField(_("room"), max_length=60)
    planned_start = models.DateTimeField(_("begins"), db_index=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(1), MaxValueValidator(480)]
    )  # the paper's, when it was planned
    invigilator = models.ForeignKey(
        "people.Officer", on_delete=models.PROTECT, related_name="+", verbose_name=_("invigilator")
    )
    state = models.CharField(max_length=10, choices=SittingState.choices, default=SittingState.PLANNED, db_index=True)
    seed = models.CharField(max_length=64)  # secret: forms are drawn and names of options disguised with it
    sealed_key = models.BinaryField(null=True)  # of the package: lms.lib.sealing over 32 bytes
    sealed_code = models.BinaryField(null=True)  # the code that the invigilator may read out, sealed likewise
    package = models.CharField(max_length=64, blank=True)  # SHA-256 of the sealed package's blob
    package_bytes = models.PositiveIntegerField(default=0)
    added_seconds = models.PositiveIntegerField(default=0)  # to everybody
    paused_at = models.DateTimeField(null=True, blank=True)  # the whole room stands still since then
    sealed_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    planned_by = models.CharField(max_length=300)  # as the audit log names the officer
    moderated_by = models.CharField(max_length=300, blank=True)
    released_by = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        ordering = ["-planned_start"]
        indexes = [models.Index(fields=["prison", "state", "planned_start"], name="sitting_of_prison")]

    def __str__(self) -> str:
        return self.title

    @property
    def iri(self) -> str:
        return f"{IRI}{self.pk}"

    @property
    def planned_end(self) -> object:
        return self.planned_start + timedelta(minutes=self.minutes)


class Seat(models.Model):
    """考位: one candidate's place in a sitting, the form that was drawn for it, and how the attempt went."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("seat", "Not begun")
        ANSWERING = "answering", pgettext_lazy("seat", "Answering")
        SUBMITTED = "submitted", pgettext_lazy("seat", "Handed in")

    class Attendance(models.TextChoices):
        UNKNOWN = "", pgettext_lazy("exam attendance", "Not noted")
        PRESENT = "present", pgettext_lazy("exam attendance", "Present")
        ABSENT = "absent", pgettext_lazy("exam attendance", "Absent")
        EXCUSED = "excused", pgettext_lazy("exam attendance", "Excused")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)  # xAPI's registration
    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="seats")
    learner = models.ForeignKey("people.Learner", on_delete=models.PROTECT, related_name="seats")
    number = models.PositiveSmallIntegerField()
    form = models.JSONField(default=list)  # [{"section", "item": key of ItemVersion, "points", "order": [option ids]}]
    extra_seconds = models.PositiveIntegerField(default=0)  # granted beforehand
    read_aloud = models.BooleanField(default=False)
    language = models.CharField(max_length=10, blank=True)  # of the screen; empty: the learner's
    attendance = models.CharField(max_length=10, choices=Attendance.choices, blank=True, default=Attendance.UNKNOWN)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    added_seconds = models.PositiveIntegerField(default=0)  # during the sitting, to this one
    paused_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # by the invigilator, before the others
    started_at = models.DateTimeField(null=True, blank=True)  # as far as the tablet's clock is believed
    submitted_at = models.DateTimeField(null=True, blank=True)
    used_ms = models.PositiveBigIntegerField(default=0)  # time in which the candidate could answer
    boots = models.JSONField(
        default=dict
    )  # run of the app → [first monotonic ms, used then, last monotonic ms, used then]
    clock_doubted = models.BooleanField(default=False)  # the tablet was restarted, or its clocks contradict each other
    device_id = models.UUIDField(null=True, blank=True)  # the tablet it is on
    heard_at = models.DateTimeField(null=True, blank=True)  # the tablet's last sign of life
    answered = models.PositiveSmallIntegerField(default=0)  # questions with a response, as the tablet counts
    received = models.PositiveSmallIntegerField(default=0)  # of them here
    free_entry = models.BooleanField(default=False)  # the invigilator has let another tablet take the seat

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["sitting", "number"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "learner"], name="one_seat_each"),
            models.UniqueConstraint(fields=["sitting", "number"], name="one_candidate_a_seat"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.learner_id}"

    @property
    def extra_minutes(self) -> int:
        return self.extra_seconds // 60

    @property
    def used_minutes(self) -> int:
        return round(self.used_ms / 60_000)

    @property
    def allowed_minutes(self) -> int:
        return self.allowed_seconds() // 60

    @property
    def language_name(self) -> str:
        """Of the screen; empty where it is the learner's own."""
        return str(dict(settings.LANGUAGES).get(self.language, self.language))

    def allowed_seconds(self) -> int:
        """What the candidate may use in all."""
        return self.sitting.minutes * 60 + self.extra_seconds + self.sitting.added_seconds + self.added_seconds


class Response(models.Model):
    """作答: the last response to one question of a form. The statements that led to it stay in the log."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="responses")
    item = models.ForeignKey("assessments.ItemVersion", on_delete=models.PROTECT, related_name="+")
    response = models.TextField()  # cmi.interaction format, with the bank's own ids; empty: taken back
    statement_id = models.UUIDField(null=True)  # none: read from an answer sheet, or entered by an officer
    used_ms = models.PositiveBigIntegerField(default=0)  # on the candidate's clock when it was given
    device_seq = models.BigIntegerField(default=0)
    entered_by = models.CharField(max_length=300, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seat", "item"], name="one_last_response")]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.item_id}"


class Incident(models.Model):
    """考场情况: one line of a sitting's own log. Written, never changed."""

    class Kind(models.TextChoices):
        NOTE = "note", pgettext_lazy("incident", "Note")
        PAUSED = "paused", pgettext_lazy("incident", "Paused")
        RESUMED = "resumed", pgettext_lazy("incident", "Went on")
        TIME_ADDED = "time_added", pgettext_lazy("incident", "Time added")
        TABLET_REPLACED = "tablet_replaced", pgettext_lazy("incident", "Tablet replaced")
        TABLET_LOST = "tablet_lost", pgettext_lazy("incident", "Tablet lost, with what had not arrived")
        CODE_SHOWN = "code_shown", pgettext_lazy("incident", "Code shown")
        RESTARTED = "restarted", pgettext_lazy("incident", "Tablet restarted")
        CLOCK = "clock", pgettext_lazy("incident", "Clock in doubt")
        LATE = "late", pgettext_lazy("incident", "Answered after the end")
        ON_PAPER = "on_paper", pgettext_lazy("incident", "Answers taken from the answer sheet")
        KEPT_OUT = "kept_out", pgettext_lazy("incident", "Answer of a tablet kept out: that of the sheet stands")
        AFTER_CLOSING = "after_closing", pgettext_lazy("incident", "Arrived after the marking was closed")
        TAKEN_IN_LATER = (
            "taken_in_later",
            pgettext_lazy("incident", "Arrived after the marking was closed, taken in later"),
        )
        ENDED_EARLY = "ended_early", pgettext_lazy("incident", "Ended by the invigilator")

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="incidents")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, null=True, blank=True, related_name="incidents")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    at = models.DateTimeField()
    by = models.CharField(max_length=300, blank=True)  # as the audit log names the officer; empty: the server noticed
    text = models.TextField(blank=True)
    seconds = models.IntegerField(null=True, blank=True)
    statement_id = models.UUIDField(null=True, blank=True)  # what was kept out of the marks

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["sitting", "at"], name="incident_of_sitting")]
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "statement_id"],
                condition=Q(statement_id__isnull=False),
                name="one_incident_a_statement",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.sitting_id}"

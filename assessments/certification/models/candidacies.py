"""Candidacies: one learner's way through one scheme, each step of it, and the parts that were passed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.lib.ids import new_id

from ..candidacies.states import OPEN, CandidacyState

COUNTED = (
    "registered_on", "scheme", "prison", "stage", "state",
    "waited_eligible", "waited_seat", "waited_result", "waited_certificate",
)  # fmt: skip


class Candidacy(models.Model):
    """报考记录. `number`: how bodies outside and certificates call it; it tells nothing of a place.

    The times are those of the last entry into each state, the waits in whole days: the desk counts with them
    (candidacies.waiting).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(_("candidate number"), max_length=20, unique=True)
    learner = models.ForeignKey(
        "people.Learner", on_delete=models.PROTECT, related_name="candidacies", verbose_name=_("learner")
    )
    scheme = models.ForeignKey(
        "assessments.Scheme", on_delete=models.PROTECT, related_name="candidacies", verbose_name=_("scheme")
    )
    version = models.ForeignKey("assessments.SchemeVersion", on_delete=models.PROTECT, related_name="candidacies")
    prison = models.ForeignKey(
        "people.Prison", on_delete=models.PROTECT, related_name="+", verbose_name=_("prison")
    )  # where it is carried on; changes when the learner is handed over
    state = models.CharField(_("state"), max_length=15, choices=CandidacyState.choices, default="registered")
    reasons = models.JSONField(default=list)  # [{"code", …}] why not eligible; candidacies.eligibility words them
    holder_name = models.CharField(_("name on the certificate"), max_length=200)
    holder_latin = models.CharField(_("name in Latin letters"), max_length=200, blank=True)
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    identity_number = models.CharField(_("identity card number"), max_length=32, blank=True)
    renews = models.ForeignKey(
        "assessments.Certificate", on_delete=models.PROTECT, null=True, blank=True, related_name="renewals"
    )
    registered_on = models.DateField(_("registered on"), default=timezone.localdate, db_index=True)
    registered_by = models.CharField(max_length=300)  # as the audit log names the officer
    moved_at = models.DateTimeField(default=timezone.now)  # into the present state
    first_eligible_at = models.DateTimeField(null=True, blank=True, editable=False)  # the first entry, not the last
    eligible_at = models.DateTimeField(null=True, blank=True)
    seated_at = models.DateTimeField(null=True, blank=True)
    examined_at = models.DateTimeField(null=True, blank=True)
    moderated_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)  # awarded or not
    issued_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)  # eligibility was worked out last
    stage = models.PositiveSmallIntegerField(default=0, editable=False)  # the furthest reached, of waiting.STAGES
    waited_eligible = models.PositiveSmallIntegerField(null=True, editable=False)  # days since the registration
    waited_seat = models.PositiveSmallIntegerField(null=True, editable=False)  # days since eligible, last round
    waited_result = models.PositiveSmallIntegerField(null=True, editable=False)  # days since examined, last round
    waited_certificate = models.PositiveSmallIntegerField(null=True, editable=False)  # days since awarded
    doubted_at = models.DateTimeField(
        null=True, blank=True, db_index=True
    )  # a mark changed when nothing could be decided any more: an evaluator has to look

    class Meta:
        verbose_name = _("candidacy")
        verbose_name_plural = _("candidacies")
        ordering = ["-registered_on", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "scheme"],
                condition=Q(state__in=[state.value for state in OPEN]),
                name="one_open_candidacy",
                violation_error_message=_("This learner is registered for this scheme already."),
            )
        ]
        indexes = [
            models.Index(fields=["scheme", "prison", "registered_on"], name="candidacy_of_funnel"),
            models.Index(fields=["state", "prison", "moved_at"], name="candidacy_by_state"),
            # All that the desk counts: it never reads the rows themselves.
            models.Index(fields=[*COUNTED], name="candidacy_of_desk"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.holder_name}"


class CandidacyMove(models.Model):
    """报考进程: one step of a candidacy. Written, never changed."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="moves")
    old = models.CharField(max_length=15, blank=True)
    new = models.CharField(max_length=15, choices=CandidacyState.choices)
    at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=300)  # as the audit log names the officer; system: the server noticed
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.candidacy_id} {self.new}"


class PartResult(models.Model):
    """单项成绩: what a candidate came to in one part of a scheme, in one attempt. The best that still counts decides."""

    class Source(models.TextChoices):
        SITTING = "sitting", pgettext_lazy("result of a part", "Examination here")
        BODY = "body", pgettext_lazy("result of a part", "From the awarding body")

    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="results")
    part = models.CharField(max_length=40)  # id of a part of the version's rules
    source = models.CharField(max_length=10, choices=Source.choices)
    seat = models.ForeignKey("assessments.Seat", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    percent = models.DecimalField(max_digits=5, decimal_places=2)  # of the points that could be reached
    points = models.DecimalField(max_digits=7, decimal_places=2)
    out_of = models.DecimalField(max_digits=7, decimal_places=2)
    passed = models.BooleanField()
    taken_on = models.DateField()
    known_at = models.DateTimeField(default=timezone.now)  # released, or taken from the body's file

    class Meta:
        ordering = ["taken_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidacy", "part", "seat"], condition=Q(seat__isnull=False), name="one_result_a_seat"
            ),
            models.UniqueConstraint(
                fields=["candidacy", "part", "taken_on"], condition=Q(seat=None), name="one_outside_result_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidacy_id} {self.part} {self.percent}"

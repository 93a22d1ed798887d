"""Certificates, and the orders by which two people issue, revoke or replace them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.lib.ids import new_id
from lms.lib.leases import Leased


class Certificate(models.Model):
    """证书: what was issued, as it was signed. It never changes but for its state. `outside`: a body issued it; only its number is known."""

    class State(models.TextChoices):
        ISSUED = "issued", pgettext_lazy("certificate", "Valid")
        REVOKED = "revoked", pgettext_lazy("certificate", "Revoked")
        REPLACED = "replaced", pgettext_lazy("certificate", "Replaced")

    id = models.UUIDField(primary_key=True, editable=False)  # random (uuid4): it must not tell when or where
    body = models.ForeignKey("assessments.AwardingBody", on_delete=models.PROTECT, related_name="certificates")
    candidacy = models.ForeignKey("assessments.Candidacy", on_delete=models.PROTECT, related_name="certificates")
    number = models.CharField(_("certificate number"), max_length=60)
    outside = models.BooleanField(default=False)
    facts = models.JSONField(default=dict)  # what it says (credentials.facts), as plain JSON
    key = models.ForeignKey("assessments.IssuingKey", on_delete=models.PROTECT, null=True, related_name="+")
    credential = models.TextField(blank=True)  # AchievementCredential as VC-JWT
    compact = models.TextField(blank=True)  # what the QR holds
    status_list = models.ForeignKey(
        "assessments.StatusList", on_delete=models.PROTECT, null=True, related_name="certificates"
    )
    status_index = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ISSUED, db_index=True)
    issued_at = models.DateTimeField(db_index=True)
    valid_until = models.DateField(null=True, blank=True, db_index=True)  # the last day
    ended_at = models.DateTimeField(null=True, blank=True)  # revoked or replaced
    replaced_by = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces")

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_at"]
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="certificate_number_once"),
            models.UniqueConstraint(fields=["status_list", "status_index"], name="one_place_in_the_status_list"),
            models.UniqueConstraint(fields=["candidacy"], condition=Q(state="issued"), name="one_standing_certificate"),
        ]

    def __str__(self) -> str:
        return self.number


class CertificateOrder(Leased):
    """签发单: one officer proposes, a second approves exactly that; then a worker carries it out. `digest`: of all lines."""

    class Kind(models.TextChoices):
        ISSUE = "issue", pgettext_lazy("certificate order", "Issue")
        REVOKE = "revoke", pgettext_lazy("certificate order", "Revoke")
        REPLACE = "replace", pgettext_lazy("certificate order", "Replace")

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("certificate order", "Waits for a second officer")
        APPROVED = "approved", pgettext_lazy("certificate order", "Being carried out")
        DONE = "done", pgettext_lazy("certificate order", "Done")
        REFUSED = "refused", pgettext_lazy("certificate order", "Refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("certificate order", "Withdrawn")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    body = models.ForeignKey("assessments.AwardingBody", on_delete=models.PROTECT, related_name="orders")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED, db_index=True)
    digest = models.CharField(max_length=64)
    reason = models.CharField(max_length=500, blank=True)  # of revoking and replacing
    proposed_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.CharField(max_length=500, blank=True)  # of refusing
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-proposed_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "done"])
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
                name="certificates_take_two_people",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class OrderLine(models.Model):
    """One certificate of an order. `facts`: what it will say, as it was proposed. `standing`: nobody else may order the same meanwhile."""

    order = models.ForeignKey(CertificateOrder, on_delete=models.CASCADE, related_name="lines")
    place = models.PositiveIntegerField()
    candidacy = models.ForeignKey("assessments.Candidacy", on_delete=models.PROTECT, related_name="order_lines")
    old = models.ForeignKey(Certificate, on_delete=models.PROTECT, null=True, related_name="+")  # revoked, replaced
    made = models.ForeignKey(Certificate, on_delete=models.PROTECT, null=True, related_name="+")
    facts = models.JSONField(default=dict)
    standing = models.BooleanField(default=True)
    error = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["order", "place"]
        constraints = [
            models.UniqueConstraint(fields=["order", "place"], name="one_line_a_place"),
            models.UniqueConstraint(fields=["candidacy"], condition=Q(standing=True), name="one_standing_order"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.place}"


class CertificatePrint(Leased):
    """证书打印: all certificates of an order as one PDF, made by a job."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey(CertificateOrder, on_delete=models.CASCADE, related_name="prints")
    by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+")
    pdf = models.CharField(max_length=64, blank=True)  # SHA-256 of the blob
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.order_id} {self.created_at}"

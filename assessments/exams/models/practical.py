"""What evaluators saw a candidate do: assessments from their tablets, the signatures below them, and what was decided between them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import new_id


class SigningKey(models.Model):
    """签名密钥: the public half of a key that one evaluator has on one tablet. The private half never leaves that tablet."""

    id = models.UUIDField(primary_key=True, editable=False)  # made on the tablet
    officer = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="signing_keys")
    jwk = models.JSONField()  # EC P-256
    label = models.CharField(_("tablet"), max_length=60, blank=True)
    registered_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-registered_at"]

    def __str__(self) -> str:
        return self.label or str(self.pk)


class Performance(models.Model):
    """实操考核: one candidate at one practical task of the form."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    seat = models.ForeignKey("assessments.Seat", on_delete=models.PROTECT, related_name="performances")
    item = models.ForeignKey("assessments.ItemVersion", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seat", "item"], name="one_performance_a_task")]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.item_id}"


class PracticalAssessment(models.Model):
    """考评记录: what one evaluator wrote down and signed. Never changed: a correction is a new one that names the old."""

    id = models.UUIDField(primary_key=True, editable=False)  # made on the tablet
    performance = models.ForeignKey(Performance, on_delete=models.PROTECT, related_name="assessments")
    assessor = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()  # practical.shapes.Content, exactly as it was signed
    sha256 = models.CharField(max_length=64)  # of its canonical JSON
    replaces = models.UUIDField(null=True, blank=True)  # may arrive later than this one
    late = models.BooleanField(default=False)  # came when the marking was closed
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["received_at", "pk"]

    def __str__(self) -> str:
        return str(self.pk)


class PracticalSignature(models.Model):
    """签名: one evaluator stands for one assessment, word for word."""

    id = models.UUIDField(primary_key=True, editable=False)  # made on the tablet
    assessment = models.ForeignKey(PracticalAssessment, on_delete=models.PROTECT, related_name="signatures")
    officer = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+")
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="+")
    jws = models.TextField()  # compact, ES256: anybody with the public key can check it again
    signed_at = models.DateTimeField()  # by the tablet's clock
    late = models.BooleanField(default=False)
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["received_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["assessment", "officer"], name="one_signature_an_officer")]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.officer_id}"


class PerformanceDecision(models.Model):
    """裁定: which of several assessments counts. The newest stands, the ones before stay."""

    performance = models.ForeignKey(Performance, on_delete=models.PROTECT, related_name="decisions")
    assessment = models.ForeignKey(PracticalAssessment, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    decided_by = models.CharField(max_length=300)  # as the audit log names the officer
    officer = models.ForeignKey("people.Officer", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["decided_at", "pk"]

    def __str__(self) -> str:
        return f"{self.performance_id} {self.assessment_id}"

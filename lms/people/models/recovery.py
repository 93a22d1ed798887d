"""Opening a learner's key after a forgotten secret: two officers, a reason, and the learner sees it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import new_id


class RecoveryRequest(models.Model):
    """A tablet asks for a learner's old key. `sealed` is a JWE to the prison's recovery key, `reply` the same key sealed to the tablet."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for officers")
        READY = "ready", _("Approved")
        REFUSED = "refused", _("Refused")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    prison = models.ForeignKey("people.Prison", on_delete=models.CASCADE, related_name="+")
    device = models.ForeignKey(
        "people.Device", on_delete=models.CASCADE, related_name="recoveries", verbose_name=_("tablet")
    )
    learner = models.ForeignKey(
        "people.Learner", on_delete=models.CASCADE, related_name="recoveries", verbose_name=_("learner")
    )
    sealed = models.TextField(editable=False)
    sealed_hash = models.CharField(max_length=64, editable=False)  # SHA-256 of `sealed`
    reply_to = models.JSONField(editable=False)  # the tablet's ephemeral public key
    reply = models.TextField(blank=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING, db_index=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    first_officer = models.ForeignKey(
        "people.Officer",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("first officer"),
    )
    second_officer = models.ForeignKey(
        "people.Officer",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("second officer"),
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("key recovery")
        verbose_name_plural = _("key recoveries")
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["device", "learner", "sealed_hash"], name="recovery_once_per_key")
        ]

    def __str__(self) -> str:
        return f"{self.learner} · {self.device}"

"""Tablets and the codes that pair them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import new_id


class Device(models.Model):
    """平板: a paired tablet. The server knows the public half of its key; the private half never leaves the tablet."""

    class Kind(models.TextChoices):
        PERSONAL = "personal", _("Personal")
        SHARED = "shared", _("Shared")

    class State(models.TextChoices):
        PAIRED = "paired", _("Paired")
        REVOKED = "revoked", _("Revoked")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    prison = models.ForeignKey(
        "people.Prison", on_delete=models.PROTECT, related_name="devices", verbose_name=_("prison")
    )
    ward = models.ForeignKey(
        "people.Ward", on_delete=models.PROTECT, null=True, blank=True, related_name="devices", verbose_name=_("ward")
    )
    learner = models.ForeignKey(
        "people.Learner",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="devices",
        verbose_name=_("learner"),
    )
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.SHARED)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PAIRED, db_index=True)
    public_jwk = models.JSONField(editable=False)  # {"kty": "EC", "crv": "P-256", "x": …, "y": …}
    thumbprint = models.CharField(max_length=64, unique=True, editable=False)  # RFC 7638, base64url
    token_hash = models.CharField(
        max_length=64, blank=True, editable=False, db_index=True
    )  # SHA-256 of the access token
    paired_at = models.DateTimeField(auto_now_add=True)
    paired_by = models.ForeignKey("people.Officer", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    # What the tablet said of itself at its last contact: shown to officers, believed for nothing.
    last_sync_at = models.DateTimeField(null=True, blank=True)
    app_version = models.CharField(max_length=40, blank=True)
    free_bytes = models.BigIntegerField(null=True, blank=True)
    waiting_count = models.PositiveIntegerField(default=0)
    catalogue_serial = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("tablet")
        verbose_name_plural = _("tablets")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PairingCode(models.Model):
    """A one-time code, valid for 15 minutes, that an officer reads out to pair a tablet."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code_hash = models.CharField(max_length=64, unique=True)
    prison = models.ForeignKey("people.Prison", on_delete=models.CASCADE)
    ward = models.ForeignKey("people.Ward", on_delete=models.CASCADE, null=True, blank=True)
    kind = models.CharField(max_length=10, choices=Device.Kind.choices, default=Device.Kind.SHARED)
    device_name = models.CharField(max_length=100, blank=True)
    learner = models.ForeignKey("people.Learner", on_delete=models.CASCADE, null=True, blank=True)
    created_by = models.ForeignKey("people.Officer", on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    device = models.ForeignKey("people.Device", on_delete=models.SET_NULL, null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.device_name or self.kind} {self.created_at:%Y-%m-%d %H:%M}"


class DeviceLearner(models.Model):
    """Who uses a tablet: everybody who has ever signed in on it, and those it is to be prepared for (`signed_in_at` empty)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    device = models.ForeignKey("people.Device", on_delete=models.CASCADE, related_name="users")
    learner = models.ForeignKey("people.Learner", on_delete=models.CASCADE, related_name="tablets")
    added_at = models.DateTimeField(auto_now_add=True)
    signed_in_at = models.DateTimeField(null=True, blank=True)  # the last time

    class Meta:
        constraints = [models.UniqueConstraint(fields=["device", "learner"], name="learner_once_per_device")]

    def __str__(self) -> str:
        return f"{self.device} · {self.learner}"

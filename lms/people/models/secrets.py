"""What a learner signs in with. The server keeps a key made from the secret, sealed; never the secret itself."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import new_id


class LearnerSecret(models.Model):
    """登录密码: a 6-digit PIN or three pictures in order.

    sealed_key = AES-256-GCM (nonce first) under a key derived from SECRET_KEY of PBKDF2-HMAC-SHA256(secret, salt, iterations, 32 bytes):
    the server can check a secret and prepare a vault for a tablet, but a copied database gives neither.
    """

    class Kind(models.TextChoices):
        PIN = "pin", _("PIN")
        PICTURES = "pictures", _("Pictures")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    learner = models.OneToOneField("people.Learner", on_delete=models.CASCADE, related_name="secret")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    salt = models.BinaryField(max_length=16)
    iterations = models.PositiveIntegerField()
    sealed_key = models.BinaryField(max_length=80)
    version = models.PositiveIntegerField(default=1)  # grows with every reset
    set_by = models.ForeignKey("people.Officer", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.learner} v{self.version}"


class SecretTries(models.Model):
    """Wrong tries of one learner on one tablet; nobody else is slowed by them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    learner = models.ForeignKey("people.Learner", on_delete=models.CASCADE, related_name="+")
    device = models.ForeignKey("people.Device", on_delete=models.CASCADE, related_name="+")
    failures = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "device"], name="secret_tries_once")]

    def __str__(self) -> str:
        return f"{self.failures}"

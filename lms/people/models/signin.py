"""What an officer holds to sign in besides the password, and the count of failed tries."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import new_id


class SecurityKey(models.Model):
    """安全密钥: a FIDO2 key (WebAuthn). Only its public half is here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    officer = models.ForeignKey("people.Officer", on_delete=models.CASCADE, related_name="security_keys")
    name = models.CharField(_("name"), max_length=100)
    credential_hash = models.CharField(max_length=64, unique=True)  # SHA-256 of the id, which may be 1023 bytes long
    credential = models.BinaryField()  # attested credential data, WebAuthn §6.5.1
    counter = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("security key")
        verbose_name_plural = _("security keys")
        ordering = ["created_at"]

    def __str__(self) -> str:
        return self.name


class OathToken(models.Model):
    """动态口令牌: a hardware token that shows codes (RFC 4226, RFC 6238), or an authenticator app where that is allowed."""

    class Kind(models.TextChoices):
        TOTP = "totp", _("by the clock")
        HOTP = "hotp", _("by a button")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    serial = models.CharField(_("serial number"), max_length=100, unique=True)
    officer = models.ForeignKey(
        "people.Officer",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="oath_tokens",
        verbose_name=_("officer"),
    )
    kind = models.CharField(_("kind"), max_length=4, choices=Kind.choices, default=Kind.TOTP)
    is_app = models.BooleanField(default=False)
    sealed_seed = models.BinaryField()  # lms.lib.sealing, purpose "oath seed"
    digits = models.PositiveSmallIntegerField(default=6)
    step_seconds = models.PositiveSmallIntegerField(default=30)
    # The next counter that counts (HOTP), or the first time step that is not used up (TOTP): a code works once.
    next_counter = models.PositiveBigIntegerField(default=0)
    imported_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("code token")
        verbose_name_plural = _("code tokens")
        ordering = ["serial"]

    def __str__(self) -> str:
        return self.serial


class OneTimeCode(models.Model):
    """One line of an officer's printed list. Only a keyed hash is here; the code itself was shown once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    officer = models.ForeignKey("people.Officer", on_delete=models.CASCADE, related_name="one_time_codes")
    number = models.PositiveSmallIntegerField()  # its line on the sheet
    code_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("one-time code")
        verbose_name_plural = _("one-time codes")
        ordering = ["number"]

    def __str__(self) -> str:
        return str(self.number)


class SignInTry(models.Model):
    """Failed tries of one account from one client (a known desk, or an address), see signin/throttle.py."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.CharField(
        max_length=64
    )  # SHA-256 of "password:<name>" or "factor:<id>": unknown names count alike
    client = models.CharField(max_length=80)
    known_desk = models.BooleanField(default=False)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "client"], name="tries_once_per_client")]

    def __str__(self) -> str:
        return f"{self.account[:8]} {self.client}: {self.failures}"

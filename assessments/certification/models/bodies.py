"""Awarding bodies, the keys that sign in their name, and the lists where their revocations stand."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import new_id

DOMAIN = RegexValidator(
    r"^(?=.{4,200}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}(/[a-z0-9-]+)*$",
    _("Write a domain that belongs to the body, such as certificates.example.org."),
)
CODE = RegexValidator(r"^[A-Z0-9]{2,10}$", _("Two to ten capital letters or digits."))


class AwardingBody(models.Model):
    """发证机构: who stands behind a certificate. It is named on it, never the place where somebody learnt.

    `outside`: the body examines or issues itself; lists go out, and results with certificate numbers come back.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name in Chinese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    code = models.CharField(
        _("code"), max_length=10, unique=True, validators=[CODE], help_text=_("Begins every certificate number.")
    )
    domain = models.CharField(
        _("domain"),
        max_length=200,
        validators=[DOMAIN],
        help_text=_("Of the body, with a folder if need be. Its public keys are published there (did:web)."),
    )
    outside = models.BooleanField(_("issues its certificates itself"), default=False)
    prison = models.ForeignKey(
        "people.Prison", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )  # whose evaluators may change it; none: for all prisons
    last_serial = models.PositiveIntegerField(default=0, editable=False)  # of the certificate numbers given so far
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("awarding body")
        verbose_name_plural = _("awarding bodies")
        ordering = ["name"]

    def __str__(self) -> str:
        return (self.name_en or self.name) if (get_language() or "").startswith("en") else self.name

    @property
    def did(self) -> str:
        """did:web of the domain and its folder (https://w3c-ccg.github.io/did-method-web/)."""
        return "did:web:" + self.domain.replace("/", ":")

    @property
    def url(self) -> str:
        return f"https://{self.domain}"


class IssuingKey(models.Model):
    """签发密钥: signs certificates in the name of a body. A retired key still verifies what it signed; a compromised one nothing."""

    class State(models.TextChoices):
        ACTIVE = "active", pgettext_lazy("issuing key", "In use")
        RETIRED = "retired", pgettext_lazy("issuing key", "Retired")
        COMPROMISED = "compromised", pgettext_lazy("issuing key", "Compromised")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    body = models.ForeignKey(AwardingBody, on_delete=models.PROTECT, related_name="keys")
    kid = models.CharField(max_length=64, unique=True)  # RFC 7638 thumbprint
    algorithm = models.CharField(max_length=10)  # EdDSA, ES256
    public_jwk = models.JSONField()
    sealed_private = models.BinaryField(null=True)  # lms.lib.sealing over the private JWK; none: kept elsewhere
    state = models.CharField(max_length=12, choices=State.choices, default=State.ACTIVE)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.CharField(max_length=300)  # as the audit log names the officer
    retired_at = models.DateTimeField(null=True, blank=True)
    doubted_by = models.ForeignKey(
        "people.Officer", on_delete=models.PROTECT, null=True, related_name="+"
    )  # says that it is compromised; a second officer confirms
    doubt = models.CharField(max_length=500, blank=True)
    confirmed_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, null=True, related_name="+")
    export_asked_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, null=True, related_name="+")
    export_asked_at = models.DateTimeField(null=True)
    export_half = models.BinaryField(null=True)  # the first officer's half of the passphrase, sealed until the second's

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="compromised")
                | (Q(confirmed_by__isnull=False) & Q(doubted_by__isnull=False) & ~Q(confirmed_by=F("doubted_by"))),
                name="compromise_takes_two_people",
            ),
            models.UniqueConstraint(fields=["body"], condition=Q(state="active"), name="one_active_key_a_body"),
        ]

    def __str__(self) -> str:
        return self.kid


class BroughtKey(models.Model):
    """A key from the safe that one officer has brought. It signs nothing until a second officer adds the other passphrase."""

    body = models.OneToOneField(AwardingBody, on_delete=models.CASCADE, related_name="brought_key")
    by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    file = models.BinaryField()  # as it was exported: JWE under both passphrases
    half = models.BinaryField()  # the first passphrase, sealed

    def __str__(self) -> str:
        return f"{self.body_id} {self.at}"


class StatusList(models.Model):
    """证书状态表: where the revocations of a body are looked up. Its bits are worked out from the certificates; kept is what was signed."""

    body = models.ForeignKey(AwardingBody, on_delete=models.PROTECT, related_name="status_lists")
    number = models.PositiveIntegerField()
    credential = models.TextField(blank=True)  # BitstringStatusListCredential as VC-JWT
    signed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["body", "number"]
        constraints = [models.UniqueConstraint(fields=["body", "number"], name="one_status_list_each")]

    def __str__(self) -> str:
        return f"{self.body_id} {self.number}"

    @property
    def number_text(self) -> str:
        return str(self.number)

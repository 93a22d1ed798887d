"""Officers and the roles they hold."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import new_id

from ..roles import Role


class OfficerManager(BaseUserManager["Officer"]):
    def create_user(self, username: str, password: str | None = None, **fields: object) -> Officer:
        officer = self.model(username=self.model.normalize_username(username), **fields)
        officer.set_password(password)
        officer.save(using=self._db)
        return officer

    def create_superuser(self, username: str, password: str | None = None, **fields: object) -> Officer:
        return self.create_user(username, password, is_superuser=True, **fields)


class Officer(AbstractBaseUser, PermissionsMixin):
    """民警: staff; a Django user. What an officer may do comes from RoleGrant; is_superuser is the first account of a new server."""

    username = models.CharField(_("sign-in name"), max_length=150, unique=True)
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("internal mail address"), blank=True)
    prison = models.ForeignKey(
        "people.Prison",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="officers",
        verbose_name=_("prison"),
    )
    language = models.CharField(_("language"), max_length=10, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True, editable=False)  # dormant; an administrator unlocks
    must_change_password = models.BooleanField(default=False, editable=False)  # the password was set by somebody else
    # Who last set this account's password or second factor for its owner: for a week the two do not count as two people.
    reset_by = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    reset_at = models.DateTimeField(null=True, blank=True, editable=False)
    sign_in_serial = models.PositiveIntegerField(default=0, editable=False)  # one more ends all sessions

    objects = OfficerManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("officer")
        verbose_name_plural = _("officers")
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name or self.username

    # Wagtail and Django ask for these names.
    @property
    def first_name(self) -> str:
        return self.name

    @property
    def last_name(self) -> str:
        return ""

    @property
    def is_staff(self) -> bool:
        return self.is_active

    @property
    def may_sign_in(self) -> bool:
        return self.is_active and self.locked_at is None

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Django's own covers the password only; a reset factor or a disabled account must end sessions too.
        return salted_hmac(
            "lms.people.officer", f"{self.password}:{self.sign_in_serial}", secret=secret, algorithm="sha256"
        ).hexdigest()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class RoleGrant(models.Model):
    """One role of one officer over a part of the tree: a ward (and those below it), a prison, or (prison empty) the whole server."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    officer = models.ForeignKey(
        "people.Officer", on_delete=models.CASCADE, related_name="grants", verbose_name=_("officer")
    )
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    prison = models.ForeignKey(
        "people.Prison", on_delete=models.CASCADE, null=True, blank=True, verbose_name=_("prison")
    )
    ward = models.ForeignKey("people.Ward", on_delete=models.CASCADE, null=True, blank=True, verbose_name=_("ward"))
    granted_by = models.ForeignKey("people.Officer", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            # One for each kind of place, since SQLite takes empty places for different ones.
            models.UniqueConstraint(
                fields=["officer", "role"],
                condition=models.Q(prison__isnull=True, ward__isnull=True),
                name="role_granted_once_server_wide",
            ),
            models.UniqueConstraint(
                fields=["officer", "role", "prison"],
                condition=models.Q(prison__isnull=False, ward__isnull=True),
                name="role_granted_once_per_prison",
            ),
            models.UniqueConstraint(
                fields=["officer", "role", "ward"],
                condition=models.Q(ward__isnull=False),
                name="role_granted_once_per_ward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.ward or self.prison or '*'}"

"""A role that one officer has asked for and a second must confirm."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import new_id

from ..roles import Role


class RoleRequest(models.Model):
    """角色申请: nobody alone grants a role. Confirming it makes the RoleGrant."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for a second officer")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    officer = models.ForeignKey(
        "people.Officer", on_delete=models.CASCADE, related_name="role_requests", verbose_name=_("officer")
    )
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    prison = models.ForeignKey(
        "people.Prison", on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("prison")
    )
    ward = models.ForeignKey(
        "people.Ward", on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("ward")
    )
    reason = models.CharField(_("reason"), max_length=300)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING, db_index=True)
    requested_by = models.ForeignKey(
        "people.Officer", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("asked for by")
    )
    requested_at = models.DateTimeField(_("asked for at"), auto_now_add=True)
    decided_by = models.ForeignKey(
        "people.Officer",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        verbose_name = _("role request")
        verbose_name_plural = _("role requests")
        ordering = ["-requested_at"]
        constraints = [
            # One for each kind of place, since SQLite takes empty places for different ones.
            models.UniqueConstraint(
                fields=["officer", "role"],
                condition=models.Q(state="waiting", prison__isnull=True, ward__isnull=True),
                name="one_waiting_request_server_wide",
            ),
            models.UniqueConstraint(
                fields=["officer", "role", "prison"],
                condition=models.Q(state="waiting", prison__isnull=False, ward__isnull=True),
                name="one_waiting_request_per_prison",
            ),
            models.UniqueConstraint(
                fields=["officer", "role", "ward"],
                condition=models.Q(state="waiting", ward__isnull=False),
                name="one_waiting_request_per_ward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.officer}"

    @property
    def place(self) -> str:
        """Where the role would hold, for people."""
        return str(self.ward or self.prison or _("the whole server"))

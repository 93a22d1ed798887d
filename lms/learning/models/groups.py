"""Teaching groups: learners who are taught together, within a ward or across wards."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import new_id


class Group(models.Model):
    """教学班."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    prison = models.ForeignKey("people.Prison", on_delete=models.PROTECT, related_name="+", verbose_name=_("prison"))
    ward = models.ForeignKey(
        "people.Ward",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ward"),
        help_text=_("Leave empty for a group across wards."),
    )
    name = models.CharField(_("name"), max_length=100)
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["prison", "name"], name="group_name_once_per_prison")]

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    """A learner of a group."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="members")
    learner = models.ForeignKey("people.Learner", on_delete=models.CASCADE, related_name="group_memberships")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("group member")
        constraints = [models.UniqueConstraint(fields=["group", "learner"], name="group_member_once")]

    def __str__(self) -> str:
        return f"{self.group_id} {self.learner_id}"

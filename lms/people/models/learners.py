"""Learners. A learner is never a Django user."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import new_id


class Learner(models.Model):
    """学员: a person in custody who learns. The xAPI actor is {account: {homePage: "urn:newleaf", name: <id>}}."""

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        RETIRED = "retired", _("Left")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    prison = models.ForeignKey(
        "people.Prison", on_delete=models.PROTECT, related_name="learners", verbose_name=_("prison")
    )
    ward = models.ForeignKey("people.Ward", on_delete=models.PROTECT, related_name="learners", verbose_name=_("ward"))
    number = models.CharField(_("number"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    pinyin = models.CharField(max_length=600, blank=True, editable=False)  # "zhang san zs", for search
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    education_level = models.CharField(_("education level"), max_length=60, blank=True)
    admitted_on = models.DateField(_("admitted on"), null=True, blank=True)
    release_expected_on = models.DateField(_("release expected on"), null=True, blank=True)
    literacy_help = models.BooleanField(_("needs help with reading"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ACTIVE, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(
        default=timezone.now
    )  # of the profile, the ward, the state or the secret: what tablets show
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("learner")
        verbose_name_plural = _("learners")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["prison", "number"], name="learner_number_once_per_prison")]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"

"""Sites and their management units."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import new_id


class Prison(models.Model):
    """监狱: one site; a server holds one or more as tenants."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=200)
    code = models.SlugField(_("code"), max_length=40, unique=True)
    offline_lease_days = models.PositiveSmallIntegerField(_("days a tablet may sign in without contact"), default=14)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("prison")
        verbose_name_plural = _("prisons")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Ward(models.Model):
    """监区: a management unit in a prison; a 分监区 has a parent."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    prison = models.ForeignKey(
        "people.Prison", on_delete=models.PROTECT, related_name="wards", verbose_name=_("prison")
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    name = models.CharField(_("name"), max_length=200)
    code = models.CharField(_("code"), max_length=40)

    class Meta:
        verbose_name = _("ward")
        verbose_name_plural = _("wards")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["prison", "code"], name="ward_code_once_per_prison")]

    def __str__(self) -> str:
        return self.name

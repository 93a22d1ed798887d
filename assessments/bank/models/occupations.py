"""What questions are about: the occupations and subjects of the bank."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import new_id


class Occupation(models.Model):  # type: ignore[django-manager-missing]
    """职业(工种): an occupation of the national list, or a subject of cultural education. One list for all prisons."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name in Chinese"), max_length=60, unique=True)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    code = models.CharField(
        _("code"),
        max_length=20,
        blank=True,
        help_text=_("From the national list of occupations, such as 6-18-02-04. Subjects have none."),
    )

    class Meta:
        verbose_name = _("occupation or subject")
        verbose_name_plural = _("occupations and subjects")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=~models.Q(code=""),
                name="occupation_code_once",
                violation_error_message=_("Another occupation has this code."),
            )
        ]

    def __str__(self) -> str:
        return (self.name_en or self.name) if (get_language() or "").startswith("en") else self.name

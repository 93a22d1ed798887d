"""The yearly theme and its twelve monthly topics."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from .pages import ContentPage, tabs


class ThemePage(ContentPage):
    """主题: what a year is about."""

    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(2000), MaxValueValidator(2200)], db_index=True
    )
    summary = models.TextField(_("summary"), blank=True, max_length=1000)

    is_creatable = True
    parent_page_types = ["content.LibraryPage"]
    subpage_types = ["content.MonthlyTopicPage"]
    preview_modes: list = []
    edit_handler = tabs(FieldPanel("year"), FieldPanel("summary"))

    class Meta:
        verbose_name = _("yearly theme")
        verbose_name_plural = _("yearly themes")


class MonthlyTopicPage(ContentPage):
    """月度专题: what a month of the year is about. Courses refer to it."""

    month = models.PositiveSmallIntegerField(_("month"), validators=[MinValueValidator(1), MaxValueValidator(12)])
    summary = models.TextField(_("summary"), blank=True, max_length=1000)

    is_creatable = True
    parent_page_types = ["content.ThemePage"]
    subpage_types: list[str] = []
    preview_modes: list = []
    edit_handler = tabs(FieldPanel("month"), FieldPanel("summary"))

    class Meta:
        verbose_name = _("monthly topic")
        verbose_name_plural = _("monthly topics")

    @property
    def theme(self) -> ThemePage:
        return ThemePage.objects.get(pk=self.get_parent().pk)

    def clean(self) -> None:
        super().clean()
        if self.pk is None or self.depth is None:
            return
        twins = MonthlyTopicPage.objects.sibling_of(self).exclude(pk=self.pk).filter(month=self.month)
        if twins.exists():
            raise ValidationError({"month": _("This month already has a topic.")})

"""Courses and their units."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.models import Orderable

from .pages import ContentPage, tabs


class CourseKind(models.TextChoices):
    CIVIC = "civic", _("Civic and legal education")
    VOCATIONAL = "vocational", _("Vocational skills")
    CULTURAL = "cultural", _("Schooling")
    LANGUAGE = "language", _("Language")
    INDUCTION = "induction", _("Induction")
    RELEASE = "release", _("Preparation for release")
    WELLBEING = "wellbeing", _("Mental well-being")


class CoursePage(ContentPage):
    """课程: units of lessons that belong together. Its language versions share the translation key, which is its uuid."""

    kind = models.CharField(
        _("kind"), max_length=12, choices=CourseKind.choices, default=CourseKind.VOCATIONAL, db_index=True
    )
    summary = models.TextField(_("summary"), max_length=1000, help_text=_("One or two short sentences for learners."))
    picture = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )
    topic = models.ForeignKey(
        "content.MonthlyTopicPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="courses",
        verbose_name=_("monthly topic"),
    )
    open_enrolment = models.BooleanField(_("learners may choose it themselves"), default=False)

    is_creatable = True
    parent_page_types = ["content.LibraryPage"]
    subpage_types = ["content.UnitPage"]
    preview_modes: list = []
    edit_handler = tabs(
        FieldPanel("kind"),
        FieldPanel("summary"),
        FieldPanel("picture"),
        PageChooserPanel("topic", "content.MonthlyTopicPage"),
        FieldPanel("open_enrolment"),
        InlinePanel("prerequisite_links", label=_("course to be completed first"), heading=_("To be completed first")),
    )

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    @property
    def iri(self) -> str:
        return f"urn:newleaf:course:{self.translation_key}"


class CoursePrerequisite(Orderable):
    """One course that is to be completed before another."""

    page = ParentalKey("content.CoursePage", on_delete=models.CASCADE, related_name="prerequisite_links")
    required = models.ForeignKey(
        "content.CoursePage", on_delete=models.CASCADE, related_name="+", verbose_name=_("course")
    )

    panels = [PageChooserPanel("required", "content.CoursePage")]

    def __str__(self) -> str:
        return f"{self.page_id} ← {self.required_id}"


class UnitPage(ContentPage):
    """单元: lessons in an order. Its title travels with the course."""

    is_creatable = True
    parent_page_types = ["content.CoursePage"]
    subpage_types = ["content.LessonPage"]
    preview_modes: list = []
    edit_handler = tabs()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")

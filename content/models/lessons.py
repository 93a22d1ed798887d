"""Lessons: what a learner works through in one sitting."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable

from content.blocks import LessonStream

from .courses import CoursePage
from .pages import ContentPage, tabs


class CompletionRule(models.TextChoices):
    OPENED = "opened", _("The lesson was opened")
    WATCHED = "watched", _("So much of the longest video was watched")
    PASSED = "passed", _("So many of the questions were answered correctly")


class LessonPage(ContentPage):
    """课时: objectives and blocks. Its language versions share the translation key, which is its uuid."""

    objectives = models.TextField(
        _("objectives"), blank=True, max_length=2000, help_text=_("What learners can do afterwards. One to a line.")
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=20, validators=[MinValueValidator(1), MaxValueValidator(600)]
    )
    completion_rule = models.CharField(
        _("counts as completed when"), max_length=8, choices=CompletionRule.choices, default=CompletionRule.OPENED
    )
    completion_percent = models.PositiveSmallIntegerField(
        _("per cent"),
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Of the video or of the questions."),
    )
    body = StreamField(LessonStream(), blank=True, verbose_name=_("lesson"))
    plain_body = StreamField(
        LessonStream(),
        blank=True,
        verbose_name=_("plain-language version"),
        help_text=_(
            "The same in short, easy sentences, for learners who read little. Empty: there is only one version."
        ),
    )

    is_creatable = True
    parent_page_types = ["content.UnitPage"]
    subpage_types: list[str] = []
    edit_handler = tabs(
        FieldPanel("objectives"),
        FieldPanel("body"),
        FieldPanel("plain_body"),
        settings=(
            FieldPanel("minutes"),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("completion_rule"), FieldPanel("completion_percent")])],
                heading=_("Completion"),
            ),
            InlinePanel(
                "prerequisite_links", label=_("lesson to be completed first"), heading=_("To be completed first")
            ),
        ),
    )

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    @property
    def iri(self) -> str:
        return f"urn:newleaf:lesson:{self.translation_key}"

    @property
    def course(self) -> CoursePage:
        return CoursePage.objects.ancestor_of(self).get()

    @property
    def objective_lines(self) -> list[str]:
        return [line.strip() for line in self.objectives.splitlines() if line.strip()]

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [("", _("As the tablet shows it")), ("plain", _("Plain-language version"))]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        from content.screens.preview import show_preview

        return show_preview(request, self, plain=mode_name == "plain")

    def clean(self) -> None:
        super().clean()
        kinds = {block.block_type for block in self.body}
        if self.completion_rule == CompletionRule.WATCHED and self.body and not kinds & {"video"}:
            raise ValidationError({"completion_rule": _("This lesson has no video that could be watched.")})
        if self.completion_rule == CompletionRule.PASSED and self.body and not kinds & {"question", "paper"}:
            raise ValidationError({"completion_rule": _("This lesson has no question that could be answered.")})


class LessonPrerequisite(Orderable):
    """One lesson that is to be completed before another."""

    page = ParentalKey("content.LessonPage", on_delete=models.CASCADE, related_name="prerequisite_links")
    required = models.ForeignKey(
        "content.LessonPage", on_delete=models.CASCADE, related_name="+", verbose_name=_("lesson")
    )

    panels = [PageChooserPanel("required", "content.LessonPage")]

    def __str__(self) -> str:
        return f"{self.page_id} ← {self.required_id}"

"""Papers and what was frozen of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import RevisionMixin

from assessments.bank.models import LANGUAGES
from lms.lib.ids import new_id

from ..papers.streams import SectionsBlock


class Paper(RevisionMixin, models.Model):
    """试卷: what its writers work on. Nobody sits a paper, only a version of it that was checked and approved."""

    class Kind(models.TextChoices):
        PRACTICE = "practice", _("Practice paper")
        UNIT_TEST = "unit_test", _("Unit test")
        PRE_POST = "pre_post", _("Test before and after a course")
        EXAM = "exam", _("Exam")

    class Feedback(models.TextChoices):
        AT_ONCE = "at_once", _("At once, after each question")
        AT_THE_END = "at_the_end", _("When the paper is handed in")
        AFTER_RELEASE = "after_release", _("When the marks are released")
        MARK_ONLY = "mark_only", _("Only the mark")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = models.CharField(_("title"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.EXAM)
    occupation = models.ForeignKey(
        "assessments.Occupation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("occupation or subject"),
        help_text=_("Questions are drawn from it."),
    )
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES, default="zh-hans")
    variant_of = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="variants",
        verbose_name=_("the same paper in another language"),
    )
    sections = StreamField(SectionsBlock(), verbose_name=_("sections"))
    points = models.DecimalField(
        _("points in all"),
        max_digits=7,
        decimal_places=2,
        default=Decimal(100),
        validators=[MinValueValidator(Decimal("0.1"))],
        help_text=_("What the sections must add up to."),
    )
    pass_mark = models.DecimalField(
        _("pass mark"), max_digits=7, decimal_places=2, default=Decimal(60), validators=[MinValueValidator(Decimal(0))]
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=60, validators=[MinValueValidator(1), MaxValueValidator(480)]
    )
    mixed = models.BooleanField(_("questions of a section in any order"), default=False)
    options_mixed = models.BooleanField(_("answers in any order"), default=True)
    attempts = models.PositiveSmallIntegerField(
        _("attempts allowed"), default=1, help_text=_("0: as many as the learner likes.")
    )
    feedback = models.CharField(_("feedback"), max_length=15, choices=Feedback.choices, default=Feedback.AFTER_RELEASE)
    prison = models.ForeignKey(
        "people.Prison", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )  # whose writers may change it; none: for all prisons
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ["-changed_at"]

    def __str__(self) -> str:
        return self.title

    @property
    def newest(self) -> PaperVersion | None:
        """The version that a sitting would take now."""
        return self.versions.order_by("-number").first()

    def with_content_json(self, content: dict[str, Any]) -> Paper:
        """Whose it is and whether it is in use do not come and go with its versions."""
        paper: Paper = super().with_content_json(content)
        paper.prison_id, paper.retired_at = self.prison_id, self.retired_at
        return paper


class ItemVersion(models.Model):
    """One version of an item, kept for good: what was asked and which answer was right. Never changed, never deleted."""

    item = models.ForeignKey("assessments.Item", on_delete=models.PROTECT, related_name="kept_versions")
    number = models.PositiveIntegerField()
    document = models.JSONField()  # a shape of lms.packages.shapes, with its key
    sha256 = models.CharField(max_length=64)  # of its canonical JSON

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="one_kept_version_each")]

    def __str__(self) -> str:
        return f"{self.item_id} v{self.number}"


class PaperVersion(models.Model):
    """A paper as it was approved. Its items stand by themselves, so that no later change of the bank reaches it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Paper.Kind.choices)
    language = models.CharField(max_length=10)
    blueprint = models.JSONField()  # papers.blueprint.Blueprint
    pools = models.JSONField()  # part id → keys of ItemVersion that may stand there
    points = models.DecimalField(max_digits=7, decimal_places=2)
    pass_mark = models.DecimalField(max_digits=7, decimal_places=2)
    minutes = models.PositiveSmallIntegerField()
    mixed = models.BooleanField()
    options_mixed = models.BooleanField()
    attempts = models.PositiveSmallIntegerField()
    feedback = models.CharField(max_length=15)
    approved_by = models.CharField(max_length=300)  # as the audit log names the officer
    approved_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="one_version_each"),
            models.CheckConstraint(condition=Q(number__gte=1), name="versions_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

"""Placement tests with their levels, and placements with what was asked and answered."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import new_id

from ..bank.models import LANGUAGES, Item
from .states import OPEN, PlacementState


class PlacementTest(models.Model):
    """水平测试卷: one subject in one language; where its questions come from, and how long it may take."""

    class Precision(models.TextChoices):
        QUICK = "quick", _("Quick: about 10 questions, roughly right")
        NORMAL = "normal", _("Normal: about 18 questions")
        CAREFUL = "careful", _("Careful: about 30 questions")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    prison = models.ForeignKey(
        "people.Prison", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("prison")
    )  # none: for all prisons
    name = models.CharField(_("name of the test"), max_length=100)
    subject = models.CharField(_("subject"), max_length=60)
    language = models.CharField(_("language of the questions"), max_length=10, choices=LANGUAGES, default="zh-hans")
    precision = models.CharField(_("how precise"), max_length=10, choices=Precision.choices, default=Precision.NORMAL)
    most_items = models.PositiveSmallIntegerField(
        _("most questions"), default=20, validators=[MinValueValidator(5), MaxValueValidator(60)]
    )
    created_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("placement test")
        verbose_name_plural = _("placement tests")
        ordering = ["subject", "name"]

    def __str__(self) -> str:
        return self.name


class PlacementArea(models.Model):
    """A topic tag whose items the test draws from, and how large its part is."""

    test = models.ForeignKey(PlacementTest, on_delete=models.CASCADE, related_name="areas")
    tag = models.CharField(_("topic tag"), max_length=100)
    share = models.PositiveSmallIntegerField(_("share"), default=1, validators=[MinValueValidator(1)])

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["test", "tag"], name="placement_area_once")]

    def __str__(self) -> str:
        return self.tag


class PlacementLevel(models.Model):
    """等级: from which ability on. `starts_at` is on the scale of difficulty (see scale.py); the lowest level has none."""

    test = models.ForeignKey(PlacementTest, on_delete=models.CASCADE, related_name="levels")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(_("name of the level"), max_length=60)
    starts_at = models.DecimalField(_("begins at difficulty"), max_digits=3, decimal_places=1, null=True)
    meaning = models.CharField(_("what a learner can do here"), max_length=200, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["test", "order"], name="placement_level_order")]

    def __str__(self) -> str:
        return self.name


class ItemCalibration(models.Model):
    """What answers have shown of an item's difficulty, in logits; without a row its writer's judgement stands."""

    item = models.OneToOneField(Item, on_delete=models.CASCADE, primary_key=True, related_name="calibration")
    difficulty = models.FloatField()
    discrimination = models.FloatField(default=1.0)
    standard_error = models.FloatField()
    answers = models.PositiveIntegerField()
    calibrated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.item_id} {self.difficulty:.2f}"


class Placement(models.Model):
    """水平测试: one learner's way through one test. Names of levels are copied: changing a test changes no result."""

    class Ended(models.TextChoices):
        PRECISE = "precise", _("precise enough")
        MOST = "most", _("the most questions were asked")
        EMPTY = "empty", _("no question was left")
        BY_OFFICER = "by_officer", _("ended by an officer")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    test = models.ForeignKey(PlacementTest, on_delete=models.PROTECT, related_name="placements")
    learner = models.ForeignKey("people.Learner", on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(_("subject"), max_length=60)
    state = models.CharField(
        _("state"), max_length=10, choices=PlacementState.choices, default=PlacementState.UNDER_WAY, db_index=True
    )
    ability = models.FloatField(null=True)  # logits
    standard_error = models.FloatField(null=True)  # logits
    ended = models.CharField(max_length=12, choices=Ended.choices, blank=True)
    proposed_level = models.CharField(_("proposed level"), max_length=60, blank=True)
    certainty = models.FloatField(null=True)  # of the proposed level, 0–1
    level = models.CharField(_("level"), max_length=60, blank=True)  # a teacher's word
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    begun_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        ordering = ["-begun_at"]
        indexes = [models.Index(fields=["learner", "subject", "-confirmed_at"], name="placement_of_learner")]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "subject"],
                condition=models.Q(state__in=OPEN),
                name="one_open_placement",
            )
        ]

    def __str__(self) -> str:
        return f"{self.learner} {self.subject}"


class PlacementAnswer(models.Model):
    """One question as it was asked, with its key, and the answer. The last one of a placement under way has no answer yet."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField()
    item_id = models.UUIDField(db_index=True)
    document = models.JSONField()  # a shapes.Item: never to a browser, the key is in it
    response = models.TextField(null=True)
    score = models.FloatField(null=True)  # 0–1
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["placement", "number"], name="placement_answer_number"),
            models.UniqueConstraint(fields=["placement", "item_id"], name="placement_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.placement_id} {self.number}"

    @property
    def is_right(self) -> bool:
        """Wholly right: the model knows no half."""
        return self.score is not None and self.score >= 1 - 1e-9

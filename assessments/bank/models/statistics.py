"""What is known of items from their use. Nothing here is typed in: all of it can be made again from the log and from released sittings."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ItemUse(models.Model):
    """One use of an item: a released sitting, or all of practice together (source `PRACTICE`)."""

    PRACTICE = "urn:newleaf:practice"

    item = models.ForeignKey("assessments.Item", on_delete=models.CASCADE, related_name="uses")
    source = models.CharField(max_length=200)  # IRI of the sitting
    takers = models.PositiveIntegerField(default=0)  # people whose answer counted
    score_sum = models.FloatField(default=0)  # of scores 0–1
    discrimination = models.FloatField(null=True)  # corrected item-total correlation, −1–1
    used_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "source"], name="item_use_once")]
        indexes = [models.Index(fields=["source"], name="item_use_source")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.source}"

    @property
    def facility(self) -> float | None:
        """The mean score, 0–1 (QTI's facility, the p-value of a two-valued item)."""
        return self.score_sum / self.takers if self.takers else None


class OptionCount(models.Model):
    """How many chose an option in one use: what distractors are judged by."""

    use = models.ForeignKey(ItemUse, on_delete=models.CASCADE, related_name="options")
    option = models.CharField(max_length=80)  # the id of an option or area; for pairs and gaps "left[.]right"
    chosen = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["use", "option"], name="option_count_once")]

    def __str__(self) -> str:
        return f"{self.option} {self.chosen}"


class ItemStatistics(models.Model):
    """试题统计: the sum of an item's uses, one row an item, for lists. Exams and practice are kept apart."""

    item = models.OneToOneField(
        "assessments.Item", on_delete=models.CASCADE, primary_key=True, related_name="statistics"
    )
    times_used = models.PositiveIntegerField(_("times used"), default=0)  # in exams that were released
    takers = models.PositiveIntegerField(_("exposure"), default=0)  # candidates who have seen it in exams
    facility = models.FloatField(_("facility"), null=True)  # 0–1, over all takers
    discrimination = models.FloatField(_("discrimination"), null=True)  # −1–1, mean weighted by takers
    last_used_at = models.DateTimeField(null=True)
    practice_takers = models.PositiveIntegerField(default=0)  # first answers only: later ones have seen the key
    practice_facility = models.FloatField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["facility"], name="statistics_facility"),
            models.Index(fields=["discrimination"], name="statistics_discrimination"),
            models.Index(fields=["times_used"], name="statistics_times_used"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.facility}"


class FirstAnswer(models.Model):
    """That a learner's first practice answer to an item has been counted."""

    item = models.ForeignKey("assessments.Item", on_delete=models.CASCADE, related_name="+")
    learner = models.ForeignKey("people.Learner", on_delete=models.CASCADE, related_name="+", db_constraint=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "learner"], name="first_answer_once")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.learner_id}"


class ExposedPackage(models.Model):
    """A live lesson package whose items are known to be exposed: the sweep need not read it again."""

    package = models.CharField(primary_key=True, max_length=64)
    seen_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.package

"""What an attempt is worth: points of each question, the marks of officers behind them, and the outcome with its history."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from lms.lib.ids import new_id


class ItemScore(models.Model):
    """得分: what one candidate's response to one question is worth. `points` empty: nobody has settled it yet."""

    class Source(models.TextChoices):
        SERVER = "server", pgettext_lazy("score", "Scored by the server")
        NOTHING = "nothing", pgettext_lazy("score", "Not answered")
        OFFICERS = "officers", pgettext_lazy("score", "Marked by officers")
        PRACTICAL = "practical", pgettext_lazy("score", "Practical exam")

    seat = models.ForeignKey("assessments.Seat", on_delete=models.CASCADE, related_name="scores")
    item = models.ForeignKey("assessments.ItemVersion", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()  # in the candidate's form, from 1
    out_of = models.DecimalField(max_digits=7, decimal_places=2)
    source = models.CharField(max_length=10, choices=Source.choices)
    points = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    appealed_points = models.DecimalField(max_digits=7, decimal_places=2, null=True)  # count instead of `points`
    dropped = models.BooleanField(default=False)  # counts for nothing, neither points nor out_of
    comment = models.TextField(blank=True)  # the learner reads it
    needs_third = models.BooleanField(default=False)  # two markers are too far apart

    class Meta:
        ordering = ["seat", "number"]
        constraints = [
            models.UniqueConstraint(fields=["seat", "item"], name="one_score_a_question"),
            models.CheckConstraint(
                condition=Q(points=None) | (Q(points__gte=0) & Q(points__lte=F("out_of"))),
                name="score_within_its_worth",
            ),
            models.CheckConstraint(
                condition=Q(appealed_points=None) | (Q(appealed_points__gte=0) & Q(appealed_points__lte=F("out_of"))),
                name="appealed_score_within_its_worth",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.number}"

    @property
    def counted(self) -> Decimal | None:
        """Points that count: those of an appeal before all others, none where the question was dropped."""
        if self.dropped:
            return Decimal(0)
        return self.points if self.appealed_points is None else self.appealed_points


class Mark(models.Model):
    """评阅: what one officer gave for one response. A draft until it is given; then never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    score = models.ForeignKey(ItemScore, on_delete=models.CASCADE, related_name="marks")
    officer = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+")
    turn = models.PositiveSmallIntegerField()  # 1, 2; 3 where the two are too far apart
    levels = models.JSONField(default=dict)  # id of the criterion → place of the level
    points = models.DecimalField(max_digits=7, decimal_places=2, null=True)  # of the question's points in this form
    comment = models.TextField(blank=True)
    annotations = models.JSONField(default=list)  # [{"photo": hash, "x": 0–1, "y": 0–1, "text"}]
    response = models.TextField()  # what was marked
    lease_until = models.DateTimeField()  # of a draft: afterwards somebody else may take it
    begun_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(null=True)
    given_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)  # the lease ran out, or the answer changed: it counts no more

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["score", "turn"], condition=Q(withdrawn_at=None), name="one_standing_mark_a_turn"
            ),
            models.UniqueConstraint(
                fields=["score", "officer"], condition=Q(withdrawn_at=None), name="one_standing_mark_an_officer"
            ),
            models.CheckConstraint(condition=Q(turn__in=[1, 2, 3]), name="mark_of_three_turns"),
            models.CheckConstraint(condition=Q(given_at=None) | Q(points__isnull=False), name="given_mark_has_points"),
        ]

    def __str__(self) -> str:
        return f"{self.score_id} {self.turn}"


class ItemRuling(models.Model):
    """试题处理: a faulty question of a sitting is dropped or gets another key. Stays on record when it is taken back."""

    class Kind(models.TextChoices):
        DROPPED = "dropped", pgettext_lazy("ruling", "Dropped")
        REKEYED = "rekeyed", pgettext_lazy("ruling", "Key changed")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sitting = models.ForeignKey("assessments.Sitting", on_delete=models.CASCADE, related_name="rulings")
    item = models.ForeignKey("assessments.ItemVersion", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    document = models.JSONField(null=True)  # the question with its new key
    reason = models.TextField()
    by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    taken_back_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "item"], condition=Q(taken_back_at=None), name="one_standing_ruling"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.item_id}"


class Outcome(models.Model):
    """成绩: what one seat came to. `first_points`: as it was released first; it stays whatever an appeal changes."""

    seat = models.OneToOneField("assessments.Seat", on_delete=models.CASCADE, primary_key=True, related_name="outcome")
    attended = models.BooleanField()
    complete = models.BooleanField()  # every question has its points
    points = models.DecimalField(max_digits=7, decimal_places=2)
    out_of = models.DecimalField(max_digits=7, decimal_places=2)
    pass_mark = models.DecimalField(max_digits=7, decimal_places=2)
    passed = models.BooleanField()
    first_points = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    seen_at = models.DateTimeField(null=True)  # when the learner first saw it
    scored_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.seat_id} {self.points}/{self.out_of}"


class OutcomeChange(models.Model):
    """成绩变更: one line of the table before and after. Written, never changed."""

    class Why(models.TextChoices):
        RULING = "ruling", pgettext_lazy("change of a mark", "A question was dropped or got another key")
        RULING_BACK = "ruling_back", pgettext_lazy("change of a mark", "That was taken back")
        APPEAL = "appeal", pgettext_lazy("change of a mark", "Appeal")

    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="changes")
    why = models.CharField(max_length=12, choices=Why.choices)
    ruling = models.ForeignKey(ItemRuling, on_delete=models.PROTECT, null=True, related_name="changes")
    appeal = models.ForeignKey(
        "assessments.Appeal", on_delete=models.PROTECT, null=True, related_name="outcome_changes"
    )
    by = models.CharField(max_length=300)  # as the audit log names the officer
    at = models.DateTimeField()
    points_before = models.DecimalField(max_digits=7, decimal_places=2)
    points_after = models.DecimalField(max_digits=7, decimal_places=2)
    out_of_before = models.DecimalField(max_digits=7, decimal_places=2)
    out_of_after = models.DecimalField(max_digits=7, decimal_places=2)
    passed_before = models.BooleanField()
    passed_after = models.BooleanField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.outcome_id} {self.points_before} → {self.points_after}"


class Moderation(models.Model):
    """成绩审定: one approval of a sitting's marks, and what came of it. `digest`: of all marks as they were approved."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sitting = models.ForeignKey("assessments.Sitting", on_delete=models.CASCADE, related_name="moderations")
    digest = models.CharField(max_length=64)
    approved_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()
    released_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)
    sent_back_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, null=True, related_name="+")
    sent_back_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)  # of sending back

    class Meta:
        ordering = ["approved_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(released_by=None) | ~Q(released_by=F("approved_by")), name="released_by_a_second_person"
            ),
            models.UniqueConstraint(
                fields=["sitting"], condition=Q(released_at=None, sent_back_at=None), name="one_open_approval"
            ),
            models.UniqueConstraint(
                fields=["sitting"], condition=Q(released_at__isnull=False), name="released_only_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id} {self.approved_at}"

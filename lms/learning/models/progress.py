"""How far learners are: projections of the statement log that can be built again at any time, and the server's own marks."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Progress(models.Model):
    """学习进度: one learner, one lesson. Written by the projection only."""

    class State(models.TextChoices):
        STARTED = "started", _("Started")
        COMPLETED = "completed", _("Completed")

    learner = models.ForeignKey(
        "people.Learner", on_delete=models.CASCADE, related_name="progress", db_constraint=False
    )
    lesson_iri = models.CharField(max_length=200)
    course_iri = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices)
    fraction = models.FloatField()  # of what completes the lesson, 0–1
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("progress")
        verbose_name_plural = _("progress")
        constraints = [models.UniqueConstraint(fields=["learner", "lesson_iri"], name="progress_once")]
        indexes = [models.Index(fields=["lesson_iri", "state"], name="progress_of_lesson")]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.lesson_iri} {self.state}"


class CourseProgress(models.Model):
    """One learner, one course, counted: what the big tables read."""

    learner = models.ForeignKey(
        "people.Learner", on_delete=models.CASCADE, related_name="course_progress", db_constraint=False
    )
    course_iri = models.CharField(max_length=200)
    started = models.PositiveIntegerField()  # lessons, completed ones among them
    completed = models.PositiveIntegerField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "course_iri"], name="course_progress_once")]
        indexes = [models.Index(fields=["course_iri"], name="course_progress_of_course")]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.course_iri} {self.completed}"


class Outcome(models.Model):
    """成绩 of one answer to one practice item, marked by the server. The tablet's own score is never read."""

    statement_id = models.UUIDField(primary_key=True)
    learner = models.ForeignKey(
        "people.Learner", on_delete=models.CASCADE, related_name="outcomes", db_constraint=False
    )
    lesson_iri = models.CharField(max_length=200)
    item_iri = models.CharField(max_length=200)
    scaled = models.FloatField()  # 0–1
    marked_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [
            models.Index(fields=["learner", "lesson_iri"], name="outcome_of_lesson"),
            models.Index(fields=["item_iri"], name="outcome_of_item"),
        ]

    def __str__(self) -> str:
        return f"{self.item_iri} {self.scaled}"

"""Courses that learners chose themselves: a projection of the statements enrolled and withdrew."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Enrolment(models.Model):
    """选修: the last word of a learner about one course that was open to choose."""

    learner = models.ForeignKey(
        "people.Learner", on_delete=models.CASCADE, related_name="enrolments", db_constraint=False
    )
    course_iri = models.CharField(max_length=200)
    active = models.BooleanField()
    decided_at = models.DateTimeField()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [models.UniqueConstraint(fields=["learner", "course_iri"], name="enrolment_once")]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.course_iri}"

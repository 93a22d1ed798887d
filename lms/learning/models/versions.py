"""A counter per learner, so that a tablet's conditional request costs one query."""

from __future__ import annotations

from django.db import models


class LearnerVersion(models.Model):
    """Grows whenever the learner's assignments, progress, answers or notices change."""

    learner_id = models.UUIDField(primary_key=True)
    version = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.learner_id} {self.version}"

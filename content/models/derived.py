"""What publishing has made once and need not make again: scaled pictures, narration."""

from __future__ import annotations

from django.db import models


class DerivedFile(models.Model):
    """A stored blob by the hash of what it was made from and the recipe; so that publishing again gives the same bytes."""

    source_sha256 = models.CharField(max_length=64)
    recipe = models.CharField(max_length=80)  # "picture:1280:v1", "narration:zh-hans:v1"
    sha256 = models.CharField(max_length=64)
    bytes = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    seconds = models.FloatField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source_sha256", "recipe"], name="derived_file_once_per_recipe")]

    def __str__(self) -> str:
        return f"{self.recipe} {self.sha256}"

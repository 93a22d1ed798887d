"""What learners write to officers: questions to the teacher and contested records. The replies are the officers' own."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Letter(models.Model):
    """Abstract: a projection of one statement that carries a learner's text. Gone when the learner takes it back."""

    statement_id = models.UUIDField(primary_key=True)
    learner = models.ForeignKey("people.Learner", on_delete=models.CASCADE, related_name="+", db_constraint=False)
    lesson_iri = models.CharField(max_length=200)
    course_iri = models.CharField(max_length=200)
    text = models.TextField()
    written_at = models.DateTimeField(db_index=True)

    class Meta:
        abstract = True
        ordering = ["written_at"]

    def __str__(self) -> str:
        return self.text[:60]


class Question(Letter):
    """提问: for the learner's teachers."""

    class Meta(Letter.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")


class Contest(Letter):
    """异议: the learner says that a record is wrong; the education office answers."""

    object_iri = models.CharField(max_length=500)  # the activity, or urn:uuid:<statement>

    class Meta(Letter.Meta):
        verbose_name = _("contested record")
        verbose_name_plural = _("contested records")


class Reply(models.Model):
    """An officer's answer to a question or a contested record, by its statement: written once, kept over every rebuild."""

    statement_id = models.UUIDField(primary_key=True)
    learner = models.ForeignKey("people.Learner", on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("answer"))
    answered_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")

    def __str__(self) -> str:
        return self.text[:60]

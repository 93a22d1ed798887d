"""Schemes: what must be passed for a certificate, and each version of those rules."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import new_id

from .bodies import CODE


class Scheme(models.Model):
    """认定方案: one certificate of one body, and the way to it. Its rules stand in versions."""

    class Kind(models.TextChoices):
        SKILL_LEVEL = "skill_level", pgettext_lazy("scheme", "Skill level")
        SPECIAL_SKILL = "special_skill", pgettext_lazy("scheme", "Special skill")
        SPECIAL_OPERATION = "special_operation", pgettext_lazy("scheme", "Special operation")
        ACADEMIC = "academic", pgettext_lazy("scheme", "Academic certificate")

    class Level(models.IntegerChoices):
        FIVE = 5, pgettext_lazy("skill level", "Level 5, junior worker")
        FOUR = 4, pgettext_lazy("skill level", "Level 4, intermediate worker")
        THREE = 3, pgettext_lazy("skill level", "Level 3, senior worker")
        TWO = 2, pgettext_lazy("skill level", "Level 2, technician")
        ONE = 1, pgettext_lazy("skill level", "Level 1, senior technician")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    body = models.ForeignKey(
        "assessments.AwardingBody", on_delete=models.PROTECT, related_name="schemes", verbose_name=_("awarding body")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    occupation = models.ForeignKey(
        "assessments.Occupation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("occupation or subject"),
    )
    level = models.PositiveSmallIntegerField(
        _("level"),
        choices=Level.choices,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    code = models.CharField(_("code"), max_length=10, validators=[CODE], help_text=_("Short; the QR names it so."))
    title = models.CharField(_("title in Chinese"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    prison = models.ForeignKey(
        "people.Prison", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )  # whose evaluators may change it; none: for all prisons
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("scheme")
        verbose_name_plural = _("schemes")
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "code"],
                name="scheme_code_once_per_body",
                violation_error_message=_("Another scheme of this body has this code."),
            ),
            models.CheckConstraint(
                condition=Q(level=None) | Q(kind="skill_level"),
                name="levels_are_of_skills",
                violation_error_message=_("Only a skill level has a level."),
            ),
        ]

    def __str__(self) -> str:
        return (self.title_en or self.title) if (get_language() or "").startswith("en") else self.title


class SchemeVersion(models.Model):
    """One version of a scheme's rules. A draft may change; once it has gone live it never does."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("scheme version", "Draft")
        LIVE = "live", pgettext_lazy("scheme version", "In force")
        PAST = "past", pgettext_lazy("scheme version", "No longer in force")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    rules = models.JSONField()  # schemes.rules.Rules
    state = models.CharField(max_length=5, choices=State.choices, default=State.DRAFT)
    tried_digest = models.CharField(max_length=64, blank=True)  # of the rules at the last dry run
    tried_at = models.DateTimeField(null=True, blank=True)
    live_at = models.DateTimeField(null=True, blank=True)
    live_by = models.CharField(max_length=300, blank=True)  # as the audit log names the officer
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="one_scheme_version_each"),
            models.UniqueConstraint(fields=["scheme"], condition=Q(state="live"), name="one_live_version"),
            models.UniqueConstraint(fields=["scheme"], condition=Q(state="draft"), name="one_draft_version"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme_id} v{self.number}"

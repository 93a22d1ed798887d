"""Courses that an officer has given to a ward, a group or one learner."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import new_id


class Assignment(models.Model):
    """课程安排: one course for one ward (and those below it), one group or one learner. Withdrawn rows stay, for the record."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    prison = models.ForeignKey("people.Prison", on_delete=models.PROTECT, related_name="+")
    course_iri = models.CharField(max_length=200, db_index=True)
    ward = models.ForeignKey(
        "people.Ward", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("ward")
    )
    group = models.ForeignKey(
        "learning.Group", on_delete=models.PROTECT, null=True, related_name="assignments", verbose_name=_("group")
    )
    learner = models.ForeignKey(
        "people.Learner", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("learner")
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["-assigned_at"]
        constraints = [
            models.CheckConstraint(
                name="assignment_to_exactly_one",
                condition=Q(ward__isnull=False, group__isnull=True, learner__isnull=True)
                | Q(ward__isnull=True, group__isnull=False, learner__isnull=True)
                | Q(ward__isnull=True, group__isnull=True, learner__isnull=False),
            ),
            *(
                models.UniqueConstraint(
                    fields=["course_iri", target],
                    condition=Q(withdrawn_at__isnull=True),
                    name=f"assignment_once_per_{target}_while_it_stands",
                )
                for target in ("ward", "group", "learner")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_iri} → {self.target}"

    @property
    def target(self) -> object:
        """The ward, the group or the learner."""
        return self.ward or self.group or self.learner

"""The sentences of the audit log for plans, groups and answers."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lms.people.events.words import register_events, register_pages

from .models import Group

LEARNING = {
    "learning.group.created": _("%(who)s made the group %(what)s"),
    "learning.group.renamed": _("%(who)s renamed a group to %(what)s"),
    "learning.group.members_set": _("%(who)s changed who belongs to the group %(what)s"),
    "learning.group.closed": _("%(who)s closed the group %(what)s"),
    "learning.question.answered": _("%(who)s answered a question of %(what)s"),
    "learning.contest.answered": _("%(who)s answered %(what)s, who says that a record is not right"),
    "learning.assignment.assigned": _("%(who)s assigned %(what)s"),
    "learning.assignment.extended": _("%(who)s changed the due date of %(what)s"),
    "learning.assignment.withdrawn": _("%(who)s withdrew the assignment of %(what)s"),
    "learning.attendance.entered": _("%(who)s entered who took part on paper in %(what)s"),
    "learning.taking_back.asked": _("%(who)s asked to take back a record of %(what)s"),
    "learning.taking_back.refused": _("%(who)s refused to take back a record of %(what)s"),
}


def register() -> None:
    register_events("learning", _("Plans, groups, questions"), LEARNING)
    register_pages(Group, lambda key: reverse("learning_group", args=[key]))

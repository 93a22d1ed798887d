"""Wiring of the screens for planning, progress, questions and groups."""

from __future__ import annotations

from collections.abc import Iterator

from django.templatetags.static import static
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from lms.people.menu import RoleMenuItem
from lms.people.models import Officer
from lms.people.roles import Role
from lms.people.start import Attention, register_attention, register_tasks

from . import events, letters
from .corrections import DECIDERS, takings_back_for
from .permissions import COUNTERS, PLANNERS, READERS
from .screens import assign, corrections, groups, inbox, learners, matrix, paper

events.register()


@hooks.register("register_admin_urls")
def learning_urls() -> list[URLPattern]:
    return [
        path("assign/", assign.assign, name="learning_assign"),
        path("assignments/", assign.assignments, name="learning_assignments"),
        path("assignments/repeat/", assign.assignments_repeat, name="learning_assignments_repeat"),
        path(
            "assignments/<uuid:assignment_id>/<slug:action>/",
            assign.assignment_change,
            name="learning_assignment_change",
        ),
        path("who-has-done-what/", matrix.who_has_done_what_page, name="learning_matrix"),
        path("who-is-stuck/", learners.stuck, name="learning_stuck"),
        path("records/<uuid:learner_id>/", learners.record, name="learning_record"),
        path("records/take-back/", corrections.takings_back, name="learning_takings_back"),
        path("records/take-back/<uuid:statement_id>/", corrections.take_back, name="learning_take_back"),
        path(
            "records/take-back/<uuid:request_id>/decide/",
            corrections.taking_back_decide,
            name="learning_taking_back_decide",
        ),
        path("paper/", paper.paper, name="learning_paper"),
        path("questions/", inbox.questions, name="learning_questions"),
        path("questions/<uuid:letter_id>/answer/", inbox.question_answer, name="learning_question_answer"),
        path("contested/", inbox.contests, name="learning_contests"),
        path("contested/<uuid:letter_id>/answer/", inbox.contest_answer, name="learning_contest_answer"),
        path("teaching-groups/", groups.groups, name="learning_groups"),
        path("teaching-groups/new/", groups.group_new, name="learning_group_new"),
        path("teaching-groups/<uuid:group_id>/", groups.group, name="learning_group"),
        path("teaching-groups/<uuid:group_id>/<slug:action>/", groups.group_change, name="learning_group_change"),
    ]


teaching = Menu(
    register_hook_name="register_teaching_menu_item",
    items=[
        RoleMenuItem(
            _("Assign a course"),
            reverse_lazy("learning_assign"),
            roles=PLANNERS,
            icon_name="calendar-check",
            order=10,
            name="assign",
        ),
        RoleMenuItem(
            _("Assignments"),
            reverse_lazy("learning_assignments"),
            roles=PLANNERS,
            icon_name="list-ul",
            order=20,
            name="assignments",
        ),
        RoleMenuItem(
            _("Who has done what"),
            reverse_lazy("learning_matrix"),
            roles=COUNTERS,
            icon_name="table",
            order=30,
            name="matrix",
        ),
        RoleMenuItem(
            _("Who is stuck"), reverse_lazy("learning_stuck"), roles=READERS, icon_name="help", order=40, name="stuck"
        ),
        RoleMenuItem(
            _("Questions"),
            reverse_lazy("learning_questions"),
            roles=(Role.TEACHER,),
            icon_name="comment",
            order=50,
            name="questions",
        ),
        RoleMenuItem(
            _("Contested records"),
            reverse_lazy("learning_contests"),
            roles=(Role.EDUCATION_OFFICE,),
            icon_name="warning",
            order=60,
            name="contested",
        ),
        RoleMenuItem(
            _("Records to take back"),
            reverse_lazy("learning_takings_back"),
            roles=DECIDERS,
            icon_name="undo",
            order=65,
            name="takings-back",
        ),
        RoleMenuItem(
            _("Attendance on paper"),
            reverse_lazy("learning_paper"),
            roles=PLANNERS,
            icon_name="clipboard-list",
            order=35,
            name="paper",
        ),
        RoleMenuItem(
            _("Groups"), reverse_lazy("learning_groups"), roles=READERS, icon_name="group", order=70, name="groups"
        ),
    ],
)


@hooks.register("register_admin_menu_item")
def teaching_menu() -> MenuItem:
    return SubmenuMenuItem(_("Teaching"), teaching, name="teaching", icon_name="calendar-check", order=150)


@hooks.register("insert_global_admin_css")
def style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("learning/learning.css"))


register_tasks(
    Role.EDUCATION_OFFICE,
    20,
    _("Assign a course"),
    "learning_assign",
    "calendar-check",
    _("To a ward, a group or one learner"),
)
register_tasks(
    Role.EDUCATION_OFFICE,
    30,
    _("Who has done what"),
    "learning_matrix",
    "table",
    _("On the screen, on paper, in Excel"),
)
register_tasks(Role.TEACHER, 30, _("Who is stuck"), "learning_stuck", "help", _("Whom to visit first, and why"))
register_tasks(
    Role.TEACHER,
    40,
    _("Questions"),
    "learning_questions",
    "comment",
    _("What your learners ask; your answer goes to their tablets"),
)
for _role in (Role.EVALUATOR, Role.CHIEF_EVALUATOR):
    register_tasks(
        _role, 50, _("Who has done what"), "learning_matrix", "table", _("Who has completed the course before a test")
    )


@register_attention(Role.TEACHER)
def waiting_questions(officer: Officer) -> Iterator[Attention]:
    count = letters.questions_for(officer).count()
    if count:
        text = ngettext("%(n)s question waits for an answer", "%(n)s questions wait for an answer", count) % {
            "n": count
        }
        yield Attention(text, reverse("learning_questions"))


@register_attention(Role.EDUCATION_OFFICE)
def waiting_contests(officer: Officer) -> Iterator[Attention]:
    count = letters.contests_for(officer).count()
    if count:
        text = ngettext(
            "%(n)s contested record waits for an answer", "%(n)s contested records wait for an answer", count
        )
        yield Attention(text % {"n": count}, reverse("learning_contests"), urgent=True)


@register_attention(*DECIDERS)
def waiting_takings_back(officer: Officer) -> Iterator[Attention]:
    count = takings_back_for(officer).exclude(asked_by=officer).count()
    if count:
        text = ngettext(
            "%(n)s record to take back waits for a second officer",
            "%(n)s records to take back wait for a second officer",
            count,
        )
        yield Attention(text % {"n": count}, reverse("learning_takings_back"))

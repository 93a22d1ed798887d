"""Menu items, start-page tasks and what needs attention, from marking to appeals."""

from __future__ import annotations

from collections.abc import Iterator

from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks

from lms.people.menu import register_item
from lms.people.models import Officer
from lms.people.roles import Role
from lms.people.start import Attention, register_attention, register_tasks

from ..models import AccommodationRequest, Appeal
from ..sittings.permissions import PLANNERS
from ..sittings.states import SittingState
from . import urls
from .accommodations import requests_for
from .permissions import DECIDERS, MARKERS, READERS, RELEASERS, appeals_for, decidable, marked_sittings_for
from .queue import open_scores


@hooks.register("register_admin_urls")
def marking_urls() -> list[URLPattern | URLResolver]:
    return urls.admin_patterns


@hooks.register("insert_global_admin_css")
def marking_style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("assessments/marking.css"))


register_item("register_exams_menu_item", "exam_marking", _("Marking"), "edit", 270, MARKERS)
register_item("register_exams_menu_item", "exam_marks", _("Exam marks"), "clipboard-list", 272, READERS)
register_item("register_exams_menu_item", "exam_appeals", _("Appeals"), "comment", 274, DECIDERS)
register_item("register_exams_menu_item", "exam_requests", _("Exam requests"), "help", 276, PLANNERS)

register_tasks(
    Role.EVALUATOR, 10, _("Mark answers"), "exam_marking", "edit", _("Your queue, one answer after the other.")
)
register_tasks(
    Role.CHIEF_EVALUATOR,
    10,
    _("Approve exam marks"),
    "exam_marks",
    "clipboard-list",
    _("How far marking is, what the figures say."),
)


@register_attention(*MARKERS)
def answers_to_mark(officer: Officer) -> Iterator[Attention]:
    count = open_scores(officer).count()
    if count:
        text = ngettext("%(n)s answer waits for your mark", "%(n)s answers wait for your mark", count)
        yield Attention(text % {"n": count}, reverse("exam_marking"))


@register_attention(*RELEASERS)
def sittings_to_move_on(officer: Officer) -> Iterator[Attention]:
    found = marked_sittings_for(officer).filter(state__in=[SittingState.MARKED, SittingState.MODERATED])
    for sitting in found.order_by("ended_at")[:5]:
        approved = sitting.state == SittingState.MODERATED
        words = _("Release the marks: %(title)s") if approved else _("Look at the marks: %(title)s")
        mine = (
            approved and sitting.moderations.filter(approved_by=officer, released_at=None, sent_back_at=None).exists()
        )
        url = reverse("exam_marks_of", args=[sitting.pk])
        yield Attention(str(words) % {"title": sitting.title}, url, with_others=mine)


@register_attention(*DECIDERS)
def appeals_to_decide(officer: Officer) -> Iterator[Attention]:
    waiting = appeals_for(officer).filter(state__in=[Appeal.State.OPEN, Appeal.State.PROPOSED])
    mine = decidable(officer, [one for one in waiting.order_by("due_at")[:50] if one.decided_by_id != officer.pk])
    if mine:
        late = sum(one.due_at < timezone.now() for one in mine)
        text = ngettext("%(n)s appeal waits for a decision", "%(n)s appeals wait for a decision", len(mine))
        if late:
            text = ngettext(
                "%(n)s appeal waits for a decision, %(late)s overdue",
                "%(n)s appeals wait for a decision, %(late)s overdue",
                len(mine),
            )
        yield Attention(text % {"n": len(mine), "late": late}, reverse("exam_appeals"), urgent=bool(late))


@register_attention(*PLANNERS)
def requests_to_answer(officer: Officer) -> Iterator[Attention]:
    count = requests_for(officer).filter(state=AccommodationRequest.State.WAITING).count()
    if count:
        text = ngettext("%(n)s request before an exam waits", "%(n)s requests before exams wait", count)
        yield Attention(text % {"n": count}, reverse("exam_requests"))

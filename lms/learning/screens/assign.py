"""Assigning in two clicks, and what has been assigned: extend, withdraw, repeat last year's."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lms.lib.errors import NotFoundHere, Refused
from lms.packages import api as packages
from lms.people import access
from lms.people.models import Learner, Ward
from lms.people.pages import page_frame

from .. import assigning
from ..models import Assignment, Group
from ..permissions import PLANNERS, can_plan_for, learners_in_reach
from .scope import Scope, officer_of, scope_of


@dataclass
class Row:
    """One course and whom it has been given to."""

    course: packages.CourseView
    title: str
    summary: str
    given: list[Assignment] = field(default_factory=list)
    to_target: Assignment | None = None  # what stands for the place that is chosen


class DueForm(forms.Form):
    due_on = forms.DateField(required=False)


@access.officers(*PLANNERS)
def assign(request: HttpRequest) -> HttpResponse:
    """The courses of the prison; one button each gives it to the place that is chosen above, which is the officer's usual one."""
    officer, scope = officer_of(request), scope_of(request, *PLANNERS)
    if request.method == "POST":
        return _give(request, scope)
    target = _target(request, scope)
    context = {
        "scope": scope,
        "target_choices": _choices(request, scope, target),
        "target_key": _key(target),
        "rows": _rows(officer, scope, target),
        "due_on": request.GET.get("due_on", ""),
        "today": timezone.localdate(),
    }
    return TemplateResponse(
        request, "learning/assign.html", context | page_frame(_("Assign a course"), "calendar-check")
    )


def _give(request: HttpRequest, scope: Scope) -> HttpResponse:
    officer = officer_of(request)
    target = _place(request, scope, request.POST.get("place", ""))
    form = DueForm(request.POST)
    back = f"{reverse('learning_assign')}?place={_key(target)}&prison={scope.prison.pk}"
    if target is None or not form.is_valid():
        messages.error(request, _("Choose to whom the course goes, and write the date like 2027-03-01."))
        return redirect(back)
    due_on: date | None = form.cleaned_data["due_on"]
    where = {"ward": None, "group": None, "learner": None} | {type(target).__name__.lower(): target}
    try:
        assignment = assigning.assign_course(request.POST.get("course", ""), by=officer, due_on=due_on, **where)  # type: ignore[arg-type]
    except Refused as error:
        messages.error(request, str(error))
        return redirect(back)
    count = len(assigning.learners_of(assignment))
    words = ngettext(
        "“%(course)s” is assigned to %(place)s: %(n)s learner.",
        "“%(course)s” is assigned to %(place)s: %(n)s learners.",
        count,
    )
    title = packages.course(assignment.course_iri, scope.prison).title(get_language() or "zh-hans")
    messages.success(request, words % {"course": title, "place": target, "n": count})
    return redirect(back)


def _target(request: HttpRequest, scope: Scope) -> Any:
    """What is asked for, else where the officer assigned last, else the first place of all."""
    asked = _place(request, scope, request.GET.get("place", "")) or scope.group or scope.ward
    if asked:
        return asked
    last = Assignment.objects.filter(assigned_by=officer_of(request), prison=scope.prison, learner=None).first()
    places = [*scope.wards, *scope.groups]
    usual = next((one for one in places if last and one.pk in (last.ward_id, last.group_id)), None)
    return usual or next(iter(_targets(request, scope)), None)


def _targets(request: HttpRequest, scope: Scope) -> list[Ward | Group]:
    officer = officer_of(request)
    places: list[Ward | Group] = [*scope.wards, *scope.groups]
    return [one for one in places if can_plan_for(officer, one)]


def _choices(request: HttpRequest, scope: Scope, target: Any) -> list[tuple[str, str]]:
    """The radio buttons: wards, groups, and the learner from whose page the officer came."""
    places: list[Any] = list(_targets(request, scope))
    if isinstance(target, Learner):
        places = [target, *places]
    return [(_key(place), str(place)) for place in places]


def _place(request: HttpRequest, scope: Scope, text: str) -> Ward | Group | Learner | None:
    """`ward:<id>`, `group:<id>` or `learner:<id>` within the officer's reach. Raises NotFoundHere for any other place."""
    kind, _colon, key = text.partition(":")
    if not text:
        return None
    try:
        wanted = UUID(key)
    except ValueError as error:
        raise NotFoundHere from error
    if kind == "learner":
        found: Any = learners_in_reach(officer_of(request), *PLANNERS).filter(pk=wanted).first()
    else:
        found = next((one for one in [*scope.wards, *scope.groups] if _key(one) == f"{kind}:{wanted}"), None)
    if found is None:
        raise NotFoundHere
    return found


def _key(place: Any) -> str:
    return f"{type(place).__name__.lower()}:{place.pk}" if place else ""


def _rows(officer: Any, scope: Scope, target: Any) -> list[Row]:
    language = get_language() or "zh-hans"
    given: dict[str, list[Assignment]] = defaultdict(list)
    for assignment in assigning.assignments_for(officer).filter(prison=scope.prison):
        given[assignment.course_iri].append(assignment)
    rows = []
    for course in packages.list_courses(scope.prison):
        summary = course.summaries.get(language) or next(iter(course.summaries.values()), "")
        own = given[course.iri]
        standing = next((one for one in own if one.target == target), None)
        rows.append(Row(course, course.title(language), summary, own, standing))
    return rows


@access.officers(*PLANNERS)
def assignments(request: HttpRequest) -> HttpResponse:
    """What stands, with a due date to change and a button to withdraw; and repeating what was given in an earlier year."""
    officer, scope = officer_of(request), scope_of(request, *PLANNERS)
    titles = {course.iri: course.title(get_language() or "zh-hans") for course in packages.list_courses(scope.prison)}
    rows = assigning.assignments_for(officer).filter(prison=scope.prison)
    if scope.ward:
        rows = rows.filter(ward=scope.ward)
    if scope.group:
        rows = rows.filter(group=scope.group)
    year = timezone.localdate().year
    context = {
        "scope": scope,
        "rows": [(row, titles.get(row.course_iri) or _("a course that is no longer here")) for row in rows[:500]],
        "last_year": year - 1,
        "this_year": year,
        "today": timezone.localdate(),
    }
    frame = page_frame(_("Assignments"), "calendar-check", (_("Assign a course"), "learning_assign"))
    return TemplateResponse(request, "learning/assignments.html", context | frame)


@access.officers(*PLANNERS)
@require_POST
def assignment_change(request: HttpRequest, assignment_id: UUID, action: str) -> HttpResponse:
    """`extend` to the due date in the form (none: without a date), or `withdraw`."""
    officer, form = officer_of(request), DueForm(request.POST)
    try:
        if action == "withdraw":
            assigning.withdraw_assignment(assignment_id, by=officer)
            messages.success(request, _("Withdrawn. What was learnt stays on the record."))
        elif form.is_valid():
            assigning.extend_assignment(assignment_id, due_on=form.cleaned_data["due_on"], by=officer)
            messages.success(request, _("The due date is changed."))
        else:
            messages.error(request, _("Write the date like 2027-03-01."))
    except NotFoundHere:
        raise
    except Refused as error:
        messages.error(request, str(error))
    return redirect(f"{reverse('learning_assignments')}?{request.GET.urlencode()}")


@access.officers(*PLANNERS)
@require_POST
def assignments_repeat(request: HttpRequest) -> HttpResponse:
    """Copy what wards and groups had in one year to another."""
    officer, scope = officer_of(request), scope_of(request, *PLANNERS)
    years = [request.POST.get(name, "") for name in ("from_year", "to_year")]
    if not all(year.isascii() and year.isdigit() and 2000 <= int(year) <= 2100 for year in years):
        messages.error(request, _("Write both years with four digits."))
    else:
        made = assigning.copy_assignments(int(years[0]), int(years[1]), by=officer, prison=scope.prison)
        words = ngettext("%(n)s assignment was repeated.", "%(n)s assignments were repeated.", len(made))
        messages.success(request, words % {"n": len(made)})
    return redirect(f"{reverse('learning_assignments')}?prison={scope.prison.pk}")

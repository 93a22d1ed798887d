"""Giving courses to wards, groups and learners; taking back, extending, repeating last year's."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from lms.audit import api as audit
from lms.lib.errors import NotFoundHere
from lms.packages import api as packages
from lms.people.models import Learner, Officer, Prison, Ward
from lms.people.permissions import scope_q, ward_and_below

from .errors import AlreadyWithdrawn, DueInThePast, GroupClosed
from .models import Assignment, Group
from .permissions import READERS, can_plan_for, check_can_change, check_can_plan_for
from .versions import bump


@transaction.atomic
def assign_course(
    course_iri: str,
    *,
    by: Officer,
    ward: Ward | None = None,
    group: Group | None = None,
    learner: Learner | None = None,
    due_on: date | None = None,
) -> Assignment:
    """Give a course to exactly one of ward, group, learner. What stands already is kept, with the new due date.

    Raises PermissionDenied, CourseUnknown, DueInThePast, GroupClosed.
    """
    target = ward or group or learner
    if target is None or sum(one is not None for one in (ward, group, learner)) != 1:
        raise TypeError("Exactly one of ward, group and learner.")
    check_can_plan_for(by, target)
    _check_due(due_on)
    if group and group.closed_at:
        raise GroupClosed
    _check_course(course_iri, target.prison_id)
    assignment, made = Assignment.objects.get_or_create(
        course_iri=course_iri,
        ward=ward,
        group=group,
        learner=learner,
        withdrawn_at=None,
        defaults={"prison_id": target.prison_id, "due_on": due_on, "assigned_at": timezone.now(), "assigned_by": by},
    )
    if not made and assignment.due_on != due_on:
        return extend_assignment(assignment.pk, due_on=due_on, by=by)
    if made:
        _log("assigned", assignment, by, {"due_on": due_on.isoformat() if due_on else None})
        bump(learners_of(assignment))
    return assignment


@transaction.atomic
def withdraw_assignment(assignment_id: UUID, *, by: Officer) -> Assignment:
    """The course leaves the plan; what was learnt stays. Raises PermissionDenied, NotFoundHere, AlreadyWithdrawn."""
    assignment = _standing(assignment_id, by)
    assignment.withdrawn_at, assignment.withdrawn_by = timezone.now(), by
    assignment.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _log("withdrawn", assignment, by)
    bump(learners_of(assignment))
    return assignment


@transaction.atomic
def extend_assignment(assignment_id: UUID, *, due_on: date | None, by: Officer) -> Assignment:
    """Another due date, or none. Raises PermissionDenied, NotFoundHere, AlreadyWithdrawn, DueInThePast."""
    assignment = _standing(assignment_id, by)
    _check_due(due_on)
    before, assignment.due_on = assignment.due_on, due_on
    assignment.save(update_fields=["due_on"])
    _log("extended", assignment, by, {"before": str(before or ""), "after": str(due_on or "")})
    bump(learners_of(assignment))
    return assignment


@transaction.atomic
def copy_assignments(from_year: int, to_year: int, *, by: Officer, prison: Prison) -> list[Assignment]:
    """Repeat what was given to wards and open groups in one year, due the same day of the other. Learners' own are not repeated.

    Left out: courses that are no longer published, what stands already, and what the officer may not plan.
    """
    live = {course.iri for course in packages.list_courses(prison)}
    years = Assignment.objects.filter(prison=prison, assigned_at__year=from_year, learner=None, group__closed_at=None)
    years = years.filter(course_iri__in=live).select_related("ward", "group")
    made: list[Assignment] = []
    for old in years.order_by("assigned_at"):
        target = old.ward or old.group
        standing = Assignment.objects.filter(
            course_iri=old.course_iri, ward=old.ward, group=old.group, learner=None, withdrawn_at=None
        ).exclude(pk=old.pk)
        if target is None or standing.exists() or not can_plan_for(by, target):
            continue
        if old.withdrawn_at is None:
            withdraw_assignment(old.pk, by=by)
        made.append(
            assign_course(
                old.course_iri, by=by, ward=old.ward, group=old.group, due_on=_moved(old.due_on, to_year - from_year)
            )
        )
    return made


def assignments_for(officer: Officer, *, withdrawn: bool = False) -> QuerySet[Assignment]:
    """What stands (or was withdrawn) in the officer's part of the tree."""
    reach = scope_q(officer, *READERS) | scope_q(
        officer, *READERS, prison_field="group__prison", ward_field="group__ward"
    )
    reach |= scope_q(officer, *READERS, prison_field="learner__prison", ward_field="learner__ward")
    rows = Assignment.objects.filter(reach, withdrawn_at__isnull=not withdrawn)
    return rows.select_related("ward", "group", "learner", "assigned_by")


def learners_of(assignment: Assignment) -> list[UUID]:
    """The active learners whom an assignment reaches."""
    if assignment.learner_id:
        return [assignment.learner_id]
    learners = Learner.objects.filter(state=Learner.State.ACTIVE)
    if assignment.group_id:
        learners = learners.filter(group_memberships__group=assignment.group_id)
    else:
        learners = learners.filter(ward__in=ward_and_below(assignment.ward))  # type: ignore[arg-type]
    return list(learners.values_list("pk", flat=True))


def _standing(assignment_id: UUID, officer: Officer) -> Assignment:
    everything = assignments_for(officer) | assignments_for(officer, withdrawn=True)
    assignment = everything.filter(pk=assignment_id).first()
    if assignment is None:
        raise NotFoundHere
    check_can_change(officer, assignment)
    if assignment.withdrawn_at:
        raise AlreadyWithdrawn
    return assignment


def _check_course(course_iri: str, prison_id: object) -> None:
    if course_iri not in {course.iri for course in packages.list_courses(prison_id)}:  # type: ignore[arg-type]
        raise packages.CourseUnknown


def _check_due(due_on: date | None) -> None:
    if due_on and due_on < timezone.localdate():
        raise DueInThePast


def _moved(due_on: date | None, years: int) -> date | None:
    """The same day so many years later (28 February for the 29th); no due date when that has passed as well."""
    if due_on is None:
        return None
    try:
        moved = due_on.replace(year=due_on.year + years)
    except ValueError:
        moved = due_on.replace(year=due_on.year + years, day=28)
    return moved if moved >= timezone.localdate() else None


def _log(verb: str, assignment: Assignment, by: Officer, detail: dict | None = None) -> None:
    audit.log(
        by=by,
        verb=f"learning.assignment.{verb}",
        target=assignment.course_iri,
        detail={"to": audit.label(assignment.target), **(detail or {})},
        prison=assignment.prison_id,
    )

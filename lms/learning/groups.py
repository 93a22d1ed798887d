"""Teaching groups: making, filling, closing."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from lms.audit import api as audit
from lms.lib.errors import NotFoundHere
from lms.people.models import Learner, Officer, Prison, Ward
from lms.people.permissions import scope_q

from .errors import GroupClosed, NameTaken, WrongPrison
from .models import Group, GroupMember
from .permissions import PLANNERS, READERS, check_can_plan_for
from .versions import bump


def groups_for(officer: Officer, *, closed: bool = False) -> QuerySet[Group]:
    """Groups in the officer's part of the tree, with `size`."""
    groups = Group.objects.filter(scope_q(officer, *READERS)).select_related("ward", "prison")
    return groups.filter(closed_at__isnull=not closed).annotate(size=Count("members"))


def group_for(officer: Officer, group_id: UUID) -> Group:
    """Raises NotFoundHere."""
    found = Group.objects.filter(scope_q(officer, *READERS), pk=group_id).select_related("ward", "prison").first()
    if found is None:
        raise NotFoundHere
    return found


@transaction.atomic
def create_group(*, by: Officer, prison: Prison, name: str, ward: Ward | None = None) -> Group:
    """Raises PermissionDenied, NameTaken."""
    group = Group(prison=prison, ward=ward, name=name.strip())
    check_can_plan_for(by, group)
    _save(group)
    audit.log(by=by, verb="learning.group.created", target=group)
    return group


@transaction.atomic
def rename_group(group_id: UUID, *, name: str, by: Officer) -> Group:
    """Raises PermissionDenied, NotFoundHere, NameTaken."""
    group = _open_group(group_id, by)
    before, group.name = group.name, name.strip()
    _save(group)
    audit.log(by=by, verb="learning.group.renamed", target=group, detail={"before": before})
    return group


@transaction.atomic
def set_members(group_id: UUID, learner_ids: Iterable[UUID], *, by: Officer) -> Group:
    """Make exactly these learners the group. Raises PermissionDenied, NotFoundHere, GroupClosed, WrongPrison."""
    group = _open_group(group_id, by)
    wanted = set(learner_ids)
    now = set(group.members.values_list("learner_id", flat=True))
    allowed = Learner.objects.filter(scope_q(by, *PLANNERS), prison=group.prison_id, pk__in=wanted - now)
    added = list(allowed.values_list("pk", flat=True))
    if len(added) != len(wanted - now):
        raise WrongPrison
    GroupMember.objects.bulk_create([GroupMember(group=group, learner_id=one) for one in added])
    group.members.filter(learner_id__in=now - wanted).delete()
    detail = {"added": [str(one) for one in added], "removed": [str(one) for one in now - wanted]}
    audit.log(by=by, verb="learning.group.members_set", target=group, detail=detail)
    bump((now - wanted) | set(added))
    return group


def add_member(group_id: UUID, learner_id: UUID, *, by: Officer) -> Group:
    return set_members(group_id, {*members_of_group(group_id), learner_id}, by=by)


def remove_member(group_id: UUID, learner_id: UUID, *, by: Officer) -> Group:
    return set_members(group_id, set(members_of_group(group_id)) - {learner_id}, by=by)


@transaction.atomic
def close_group(group_id: UUID, *, by: Officer) -> Group:
    """Its assignments end with it; nothing of what was learnt is touched. Raises PermissionDenied, NotFoundHere, GroupClosed."""
    group = _open_group(group_id, by)
    now = timezone.now()
    group.closed_at = now
    group.save(update_fields=["closed_at"])
    group.assignments.filter(withdrawn_at=None).update(withdrawn_at=now, withdrawn_by=by)
    audit.log(by=by, verb="learning.group.closed", target=group)
    bump(members_of_group(group.pk))
    return group


def members_of_group(group_id: UUID) -> list[UUID]:
    return list(GroupMember.objects.filter(group_id=group_id).values_list("learner_id", flat=True))


def _open_group(group_id: UUID, officer: Officer) -> Group:
    group = group_for(officer, group_id)
    check_can_plan_for(officer, group)
    if group.closed_at:
        raise GroupClosed
    return group


def _save(group: Group) -> None:
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError as error:
        raise NameTaken from error

"""What a planned lesson collides with, as sentences: the teacher or a ward is already somewhere else at that time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.people.models import Ward
from lms.people.permissions import ward_and_above, ward_and_below

from ..models import Broadcast
from ..states import OVER

_LONGEST = timedelta(hours=12)


def conflicts_of(broadcast: Broadcast, wards: Collection[Ward]) -> list[str]:
    """A sentence for each lesson that this one collides with. The broadcast need not be saved; no wards = the whole prison."""
    end = broadcast.planned_start + timedelta(minutes=broadcast.planned_minutes)
    found = []
    for other in _at_that_time(broadcast.prison_id, broadcast.planned_start, end).exclude(pk=broadcast.pk):
        if other.teacher_id == broadcast.teacher_id:
            found.append(_("%(teacher)s teaches “%(title)s” at %(time)s.") % _named(other))
        elif shared := _shared(wards, list(other.wards.all())):
            found.append(_("%(ward)s has “%(title)s” at %(time)s.") % {**_named(other), "ward": shared})
    return found


def _at_that_time(prison: UUID, start: datetime, end: datetime) -> QuerySet[Broadcast]:
    rows = Broadcast.objects.filter(prison=prison, planned_start__lt=end, planned_start__gt=start - _LONGEST)
    rows = rows.exclude(state__in=OVER).select_related("teacher").prefetch_related("wards")
    still = [row.pk for row in rows if row.planned_start + timedelta(minutes=row.planned_minutes) > start]
    return rows.filter(pk__in=still)


def _shared(wards: Collection[Ward], others: Collection[Ward]) -> str:
    """The name of a place that both reach, "" when there is none."""
    if not wards or not others:
        return ", ".join(ward.name for ward in [*wards, *others]) or _("The whole prison")
    for ward in wards:
        reach = {*ward_and_above(ward), *ward_and_below(ward)}
        for other in others:
            if other.pk in reach:
                return other.name
    return ""


def _named(broadcast: Broadcast) -> dict[str, str]:
    teacher = broadcast.teacher.name or broadcast.teacher.username
    local = timezone.localtime(broadcast.planned_start)
    return {"teacher": teacher, "title": broadcast.title, "time": f"{local:%H:%M}"}

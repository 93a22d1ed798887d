"""What every screen here begins with: which prison, ward and group the officer is looking at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from lms.lib.errors import NotFoundHere
from lms.people.models import Officer, Prison, Ward
from lms.people.permissions import scope_q
from lms.people.roles import Role

from ..models import Group
from ..permissions import READERS, wards_in_reach


@dataclass(frozen=True)
class Scope:
    """The part of the tree on the screen; everything in it lies in the officer's reach."""

    prison: Prison
    prisons: list[Prison]
    wards: list[Ward]
    groups: list[Group]
    ward: Ward | None
    group: Group | None

    @property
    def place(self) -> str:
        return str(self.group or self.ward or self.prison)

    @property
    def query(self) -> str:
        """The same place as a query string, for links."""
        kept = {"prison": self.prison, "ward": self.ward, "group": self.group}
        return "&".join(f"{name}={thing.pk}" for name, thing in kept.items() if thing)


def officer_of(request: HttpRequest) -> Officer:
    """The signed-in officer: the view's access rule has made sure that there is one."""
    assert isinstance(request.user, Officer)
    return request.user


def scope_of(request: HttpRequest, *roles: Role) -> Scope:
    """From `?prison=&ward=&group=` (or `place=ward:<id>`), within reach. Raises NotFoundHere for anything else."""
    officer, roles = officer_of(request), roles or READERS
    wards = list(wards_in_reach(officer, *roles).select_related("prison"))
    prisons = list(Prison.objects.filter(pk__in={ward.prison_id for ward in wards} or _prisons(officer, *roles)))
    if not prisons:
        raise NotFoundHere
    asked = {name: request.GET[name] for name in ("prison", "ward", "group", "place") if name in request.GET}
    kind, _, key = asked.get("place", "").partition(":")
    if kind in ("ward", "group"):
        asked[kind] = key
    every_group = list(Group.objects.filter(scope_q(officer, *roles), closed_at=None))
    ward, group = _one(wards, asked.get("ward")), _one(every_group, asked.get("group"))
    home = next((one for one in prisons if one.pk == officer.prison_id), prisons[0])
    prison = _one(prisons, asked.get("prison"))
    if ward or group:
        prison = next(one for one in prisons if one.pk == (ward or group).prison_id)  # type: ignore[union-attr]
    prison = prison or home
    own_wards = [one for one in wards if one.prison_id == prison.pk]
    own_groups = [one for one in every_group if one.prison_id == prison.pk]
    return Scope(prison, prisons, own_wards, own_groups, ward, group)


def _prisons(officer: Officer, *roles: Role) -> Any:
    return Prison.objects.filter(scope_q(officer, *roles, prison_field="pk", ward_field="wards")).values("pk")


def _one(rows: list[Any], key: str | None) -> Any:
    """The row of this id; None when none is asked for. Raises NotFoundHere when it is out of reach or no id at all."""
    if not key:
        return None
    try:
        wanted = UUID(key)
    except ValueError as error:
        raise NotFoundHere from error
    found = next((row for row in rows if row.pk == wanted), None)
    if found is None:
        raise NotFoundHere
    return found

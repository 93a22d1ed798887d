"""Django groups that mirror the roles, so that Wagtail's own permissions (pages, pictures, files, snippets) follow them.

Nobody edits these groups: they follow the grants inside the granting verbs. The apps above attach permissions to them.
"""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db.models import Q

from .models import Officer, Prison, RoleGrant
from .roles import Role

# Who writes lessons in one ward writes them in the library of the prison: a library has no wards, and a second officer decides.
PRISON_WIDE = frozenset({Role.AUTHOR, Role.TEACHER})


def role_group(role: Role, prison: Prison | None = None) -> Group:
    """Without a prison: everybody who holds the role anywhere. With one: who holds it over that prison or over the whole server.

    Writers' roles over a ward count for its prison.
    """
    group, created = Group.objects.get_or_create(name=group_name(role, prison))
    if created:
        group.user_set.set(Officer.objects.filter(pk__in=_holders(role, prison)))  # type: ignore[attr-defined]
    return group


def server_group(role: Role) -> Group:
    """Who holds the role over the whole server."""
    group, created = Group.objects.get_or_create(name=f"{Role(role).value} @ *")
    if created:
        group.user_set.set(Officer.objects.filter(grants__role=role, grants__prison=None))  # type: ignore[attr-defined]
    return group


def group_name(role: Role, prison: Prison | None = None) -> str:
    return f"{Role(role).value} @ {prison.code}" if prison else Role(role).value


def follow_grants(officer: Officer) -> None:
    """Put the officer into the groups of the roles held now, and out of all others."""
    wanted = set()
    for grant in officer.grants.select_related("prison"):
        wanted.add(role_group(Role(grant.role)).pk)
        if grant.prison_id is None:
            wanted.add(server_group(Role(grant.role)).pk)
        if grant.ward_id is None or grant.role in PRISON_WIDE:
            prisons = [grant.prison] if grant.prison else Prison.objects.all()
            wanted |= {role_group(Role(grant.role), prison).pk for prison in prisons}
    officer.groups.set(wanted)


def _holders(role: Role, prison: Prison | None) -> list[int]:
    held = RoleGrant.objects.filter(role=role)
    if prison:
        here = Q(prison=prison) if role in PRISON_WIDE else Q(prison=prison, ward=None)
        held = held.filter(Q(prison=None) | here)
    return list(held.values_list("officer", flat=True))

"""Wiring of the screens for learners, sign-ins, the roster and tablets."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLResolver, include, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks

from ..health import health_list
from ..learners import READERS
from ..menu import RoleMenuItem
from ..models import Device, Officer
from ..roles import Role
from ..start import Attention, register_attention, register_tasks
from ..tablets import KEEPERS, devices_for
from . import devices, learners, rosters, slips


@hooks.register("register_admin_urls")
def people_urls() -> list[URLResolver]:
    return [
        path("learners/", include((learners.urlpatterns, "people_learners"))),
        path("roster/", include((rosters.urlpatterns, "people_roster"))),
        path("sign-in-slips/", include((slips.urlpatterns, "people_slips"))),
        path("tablets/", include((devices.urlpatterns, "people_devices"))),
    ]


@hooks.register("register_admin_menu_item")
def learners_menu() -> RoleMenuItem:
    return RoleMenuItem(
        _("Learners"),
        reverse_lazy("people_learners:index"),
        roles=READERS,
        icon_name="group",
        order=110,
        name="learners",
    )


@hooks.register("register_admin_menu_item")
def tablets_menu() -> RoleMenuItem:
    return RoleMenuItem(
        _("Tablets"),
        reverse_lazy("people_devices:index"),
        roles=KEEPERS,
        icon_name="mobile-alt",
        order=120,
        name="tablets",
    )


register_tasks(
    Role.EDUCATION_OFFICE,
    10,
    _("Roster"),
    "people_roster:index",
    "upload",
    _("Enter, move and retire learners from an Excel file"),
)
register_tasks(
    Role.DEVICE_KEEPER,
    10,
    _("Pair a tablet"),
    "people_devices:pair",
    "mobile-alt",
    _("Show a code and type it on the tablet"),
)
register_tasks(
    Role.DEVICE_KEEPER,
    20,
    _("Tablets of a ward"),
    "people_devices:health",
    "warning",
    _("What needs a look, worst first"),
)
register_tasks(
    Role.DEVICE_KEEPER, 30, _("Sign-in slips"), "people_slips:new", "key", _("Set PINs or pictures and print them")
)


@register_attention(*KEEPERS)
def tablets_in_trouble(officer: Officer) -> Iterator[Attention]:
    """How many tablets need a look soon: those that nobody can sign in on, or that are full."""
    rows = health_list(devices_for(officer).filter(state=Device.State.PAIRED))
    count = sum(any(level == "critical" for level, _text in row.signs) for row in rows)
    if count:
        text = ngettext("%(n)s tablet needs a look", "%(n)s tablets need a look", count) % {"n": count}
        yield Attention(text, reverse("people_devices:health"), urgent=True)

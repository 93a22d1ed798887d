"""Wiring of sync's staff screens."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLResolver, include, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks

from lms.people import api as people
from lms.people.menu import RoleMenuItem
from lms.people.models import Officer, RecoveryRequest
from lms.people.recovery import APPROVERS
from lms.people.start import Attention, register_attention

from . import screens
from .models import QuarantinedStatement
from .quarantine import DECIDERS, quarantine_for


@hooks.register("register_admin_urls")
def sync_urls() -> list[URLResolver]:
    return [path("sync/", include((screens.urlpatterns, "sync_staff")))]


@hooks.register("register_admin_menu_item")
def quarantine_menu() -> RoleMenuItem:
    return RoleMenuItem(
        _("Quarantine"),
        reverse_lazy("sync_staff:quarantine"),
        roles=DECIDERS,
        icon_name="warning",
        order=150,
        name="quarantine",
    )


@hooks.register("register_admin_menu_item")
def recoveries_menu() -> RoleMenuItem:
    return RoleMenuItem(
        _("Key recoveries"),
        reverse_lazy("sync_staff:recoveries"),
        roles=APPROVERS,
        icon_name="key",
        order=160,
        name="recoveries",
    )


@hooks.register("register_admin_menu_item")
def receipts_menu() -> RoleMenuItem:
    return RoleMenuItem(
        _("Receipts"),
        reverse_lazy("sync_staff:receipts"),
        roles=screens.RECEIPT_READERS,
        icon_name="doc-full",
        order=170,
        name="receipts",
    )


@register_attention(*DECIDERS)
def records_waiting(officer: Officer) -> Iterator[Attention]:
    count = quarantine_for(officer).filter(state=QuarantinedStatement.State.WAITING).count()
    if count:
        text = ngettext("%(n)s record waits in quarantine", "%(n)s records wait in quarantine", count) % {"n": count}
        yield Attention(text, reverse("sync_staff:quarantine"))


@register_attention(*APPROVERS)
def recoveries_waiting(officer: Officer) -> Iterator[Attention]:
    count = people.recoveries_for(officer).filter(state=RecoveryRequest.State.WAITING).count()
    if count:
        text = ngettext("%(n)s learner waits for a key", "%(n)s learners wait for a key", count) % {"n": count}
        yield Attention(text, reverse("sync_staff:recoveries"), urgent=True)

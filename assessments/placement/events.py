"""The sentences of the audit log for placement."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lms.people.events.words import register_details, register_events, register_pages

from .models import Placement, PlacementTest

PLACEMENT = {
    "assessments.placement.begun": _("%(who)s began the placement of %(what)s"),
    "assessments.placement.proposed": _("A level was proposed in the placement of %(what)s (by %(who)s)"),
    "assessments.placement.stopped": _("%(who)s stopped the placement of %(what)s"),
    "assessments.placement.confirmed": _("%(who)s confirmed the level proposed for %(what)s"),
    "assessments.placement.changed": _("%(who)s chose another level for %(what)s than was proposed"),
    "assessments.placement_test.created": _("%(who)s made the placement test %(what)s"),
    "assessments.placement_test.revised": _("%(who)s changed the placement test %(what)s"),
    "assessments.placement_test.closed": _("%(who)s took the placement test %(what)s out of use"),
    "assessments.placement_test.calibrated": _(
        "%(who)s had the difficulties of the placement test %(what)s worked out from its answers"
    ),
}


def register() -> None:
    register_events("assessments", _("Questions and examinations"), PLACEMENT)
    register_details({"level": _("Level")})
    register_pages(Placement, lambda key: reverse("placement", args=[key]))
    register_pages(PlacementTest, lambda key: reverse("placement_test", args=[key]))

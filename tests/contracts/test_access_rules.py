"""Every route has a declared access rule."""

import pytest

from lms.people.access import AccessRule
from lms.urls.third_party import rule_for
from tests.contracts.routes import ORIGINS, all_routes


@pytest.mark.parametrize("origin", ORIGINS)
def test_every_route_has_a_declared_rule(origin):
    without = [str(route) for route in all_routes(origin) if route.rule is None]
    assert not without


def test_our_own_staff_routes_are_never_left_to_wagtails_rule():
    undeclared = [str(route) for route in all_routes("staff") if route.ours and not hasattr(route.view, "access_rule")]
    assert not undeclared


def test_the_tablet_origin_has_no_officer_route():
    assert not [str(route) for route in all_routes("tablet") if route.rule and route.rule.kind == "officer"]


def test_the_ingest_has_no_route_for_sessions_or_for_everybody():
    rules = {route.name: route.rule.kind for route in all_routes("ingest")}
    assert rules.pop("ingest_health") == "public"
    assert rules and set(rules.values()) == {"signed"}


def test_a_route_nobody_thought_of_has_no_rule():
    assert rule_for("tablet", "api/v1/secret-door") is None
    assert isinstance(rule_for("staff", "admin/pages/"), AccessRule)

"""The matrix role × route × tenant, on the real URL tables with real requests."""

import re

import pytest
from django.apps import apps
from django.urls import NoReverseMatch, reverse

from lms.people.roles import Role
from tests.contracts.routes import OURS, all_routes
from tests.factories import people as a

pytestmark = pytest.mark.django_db

STAFF = {"host": "staff.newleaf.localhost"}
REFUSED = {302, 403, 404, 405}


def plain_routes():
    """Staff routes of ours that take no arguments."""
    return [
        route
        for route in all_routes("staff")
        if hasattr(route.view, "access_rule") and route.name and not re.search(r"[<(]", route.route)
    ]


def routes_with_an_id():
    """Not the public ones: those show the same to everybody, whatever the id."""
    return [
        route
        for route in all_routes("staff")
        if hasattr(route.view, "access_rule")
        and route.name
        and len(route.converters) == 1
        and route.rule.kind != "public"
    ]


def rows_of(prison):
    """Primary keys, as text, of every row of ours that there is: the test's world holds the first prison's only."""
    found = []
    for model in apps.get_models():
        if model.__module__.startswith(OURS) and model._meta.label != "people.Officer":
            found += [str(key) for key in model._default_manager.values_list("pk", flat=True)[:3]]
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_a_role_opens_what_its_rule_names_and_nothing_else(client, prison, ward, learner, role):
    client.force_login(a.officer(prison, role, username="somebody"))
    for route in plain_routes():
        status = client.get(reverse(route.name), headers=STAFF).status_code
        if route.rule.kind == "public" or not route.rule.roles or role in route.rule.roles:
            assert status < 500, f"{route} broke for {role}"
            assert status != 403 or route.rule.kind != "officer" or not route.rule.roles, f"{route} refused {role}"
        else:
            assert status in REFUSED, f"{route} let {role} in ({status})"


def test_nobody_gets_in_without_signing_in(client, prison, learner):
    for route in all_routes("staff"):
        if route.rule.kind == "public" or not route.name or re.search(r"[<(]", route.route):
            continue
        response = client.get(reverse(route.name), headers=STAFF)
        assert response.status_code in {302, 403, 404, 405}, f"{route} answered {response.status_code} to a stranger"


def test_what_one_prison_may_open_by_its_id_the_other_may_not(client, prison, ward, learner, outsider):
    insider = a.officer(prison, *Role, username="insider")
    ids = rows_of(prison)
    tried = 0
    for route in routes_with_an_id():
        for key in ids:
            try:
                url = reverse(route.name, args=[key])
            except NoReverseMatch:
                continue
            client.force_login(insider)
            if client.get(url, headers=STAFF).status_code != 200:
                continue
            tried += 1
            client.force_login(outsider)
            status = client.get(url, headers=STAFF).status_code
            assert status in REFUSED, f"{route} showed {key} to the other prison ({status})"
    assert tried, "no route was opened: the test tried nothing"


def test_a_stranger_to_the_tablet_origin_gets_no_data(client, learner):
    for route in all_routes("tablet"):
        if route.rule.kind == "public" or re.search(r"[<(]", route.route):
            continue
        status = client.get("/" + route.route, headers={"host": "tablet.newleaf.localhost"}).status_code
        assert status in {401, 403, 404, 405}, f"{route} answered {status}"

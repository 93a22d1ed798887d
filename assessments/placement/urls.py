"""Addresses of placement below the admin, and of the learner's page beside it."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from .screens import desk, placements, tests

admin_patterns: list[URLPattern | URLResolver] = [
    path("placement/", placements.placements, name="placements"),
    path("placement/new/", placements.placement_new, name="placement_new"),
    path("placement/<uuid:placement_id>/", placements.placement, name="placement"),
    path("placement/<uuid:placement_id>/hand-over/", placements.hand_over, name="placement_hand_over"),
    path("placement/<uuid:placement_id>/<slug:action>/", placements.placement_act, name="placement_act"),
    path("placement-tests/", tests.placement_tests, name="placement_tests"),
    path("placement-tests/new/", tests.placement_test_new, name="placement_test_new"),
    path("placement-tests/<uuid:test_id>/", tests.placement_test, name="placement_test"),
    path("placement-tests/<uuid:test_id>/change/", tests.placement_test_change, name="placement_test_change"),
    path("placement-tests/<uuid:test_id>/<slug:action>/", tests.placement_test_act, name="placement_test_act"),
]

urlpatterns: list[URLPattern | URLResolver] = [path("placement/<str:token>/", desk.desk, name="placement_desk")]

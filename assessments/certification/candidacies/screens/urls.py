"""Addresses of candidacies below the admin."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import candidacy, hand_overs, listing, registering, seating

_ONE = "certification/candidates/<uuid:candidacy_id>/"

admin_patterns: list[URLPattern | URLResolver] = [
    path("certification/candidates/", listing.candidacies, name="candidacies"),
    path("certification/candidates/register/", registering.register, name="candidacies_register"),
    path("certification/candidates/register/list/", registering.register_list, name="candidacies_register_list"),
    path(
        "certification/candidates/register/<uuid:scheme_id>/",
        registering.register_chosen,
        name="candidacies_register_chosen",
    ),
    path("certification/candidates/twice/", hand_overs.hand_overs, name="hand_overs"),
    path("certification/candidates/twice/<uuid:hand_over_id>/", hand_overs.hand_over_decide, name="hand_over_decide"),
    path(_ONE, candidacy.candidacy, name="candidacy"),
    path(_ONE + "holder/", candidacy.holder, name="candidacy_holder"),
    path(_ONE + "withdraw/", candidacy.withdraw, name="candidacy_withdraw"),
    path(_ONE + "contest/", candidacy.contest, name="candidacy_contest"),
    path(_ONE + "contest/<uuid:contest_id>/", candidacy.answer, name="candidacy_contest_answer"),
    path(_ONE + "seen/", candidacy.seen, name="candidacy_seen"),
    path(_ONE + "rules/", candidacy.move_over, name="candidacy_move_over"),
    path(_ONE + "check/", candidacy.check_again, name="candidacy_check"),
    path("sittings/<uuid:sitting_id>/candidates/eligible/", seating.eligible, name="sitting_eligible"),
]

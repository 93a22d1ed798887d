"""Addresses of sittings below the admin."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import candidates, listing, planning, printing, room, sitting

_ONE = "sittings/<uuid:sitting_id>/"
_SEAT = _ONE + "candidates/<uuid:seat_id>/"

admin_patterns: list[URLPattern | URLResolver] = [
    path("sittings/", listing.sittings, name="sittings"),
    path("sittings/plan/", planning.plan, name="sitting_plan"),
    path(_ONE, sitting.sitting, name="sitting"),
    path(_ONE + "change/", planning.change, name="sitting_change"),
    path(_ONE + "cancel/", planning.cancel, name="sitting_cancel"),
    path(_ONE + "seal/", planning.seal, name="sitting_seal"),
    path(_ONE + "unseal/", planning.unseal, name="sitting_unseal"),
    path(_ONE + "candidates/", candidates.candidates, name="sitting_candidates"),
    path(_ONE + "candidates/add/", candidates.add, name="sitting_candidates_add"),
    path(_ONE + "candidates/paste/", candidates.paste, name="sitting_candidates_paste"),
    path(_SEAT + "remove/", candidates.remove, name="sitting_candidate_remove"),
    path(_SEAT + "needs/", candidates.needs, name="sitting_candidate_needs"),
    path(_ONE + "seat-list/", printing.seat_list, name="sitting_seat_list"),
    path(_ONE + "protocol/", printing.protocol, name="sitting_protocol"),
    path(_ONE + "room/", room.room, name="sitting_room"),
    path(_ONE + "room/board/", room.board, name="sitting_board"),
    path(_ONE + "room/line/", room.line, name="sitting_line"),
    path(_ONE + "room/act/<str:name>/", room.act, name="sitting_act"),
]

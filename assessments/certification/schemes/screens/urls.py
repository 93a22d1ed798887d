"""Addresses of schemes and awarding bodies below the admin."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import bodies, pages

_ONE = "certification/schemes/<uuid:scheme_id>/"
_BODY = "certification/awarding-bodies/"

admin_patterns: list[URLPattern | URLResolver] = [
    path("certification/schemes/", pages.schemes, name="schemes"),
    path("certification/schemes/add/", pages.add, name="scheme_add"),
    path(_ONE, pages.scheme, name="scheme"),
    path(_ONE + "change/", pages.change, name="scheme_change"),
    path(_ONE + "rules/", pages.rules, name="scheme_rules"),
    path(_ONE + "try/", pages.trial, name="scheme_try"),
    path(_ONE + "act/<str:action>/", pages.act, name="scheme_act"),
    path(_BODY, bodies.awarding_bodies, name="awarding_bodies"),
    path(_BODY + "add/", bodies.body_add, name="awarding_body_add"),
    path(_BODY + "<uuid:body_id>/", bodies.body_change, name="awarding_body"),
    path(_BODY + "<uuid:body_id>/act/<str:action>/", bodies.body_act, name="awarding_body_act"),
]

"""Addresses of examinations on the tablet origin. One include a module."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("assessments.exams.sittings.tablet")),
]

"""Tablet origin: the learner app and its API. It has no admin route; an officer's session means nothing here."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("lms.sync.urls")),
    path("", include("assessments.tablet_urls")),
    path("", include("streaming.tablet_urls")),
    path("", include("lms.tablet.urls")),
]

"""Ingest origin: what senders of live lessons talk to and where long lines are held, in a process of its own. No page, no cookie, no officer's session."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("ingest/", include("streaming.ingest.urls")),
    path("ingest/", include("assessments.exams.sittings.ingest_urls")),
]

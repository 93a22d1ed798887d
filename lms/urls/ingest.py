"""Ingest origin: what senders of live lessons talk to, in a process of its own. No page, no cookie, no officer's session."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("ingest/", include("streaming.ingest.urls"))]

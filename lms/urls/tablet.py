"""Tablet origin: the learner app and its API. It has no admin route; an officer's session means nothing here."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []

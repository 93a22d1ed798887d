"""Addresses of live lessons on the tablet origin. One include a module."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("streaming.delivery.urls")),
    path("", include("streaming.room.urls")),
]

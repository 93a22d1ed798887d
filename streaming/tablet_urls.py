"""Addresses of live lessons on the tablet origin. One include a module."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []

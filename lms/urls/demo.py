"""Demo origin: the start page with a button per role and the line switch. Exists in the demo only."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []

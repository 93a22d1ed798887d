"""Content origin: third-party packages (H5P, HTML5, SCORM) only. No cookies, no API. Empty until such packages can be imported."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []

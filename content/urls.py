"""Addresses of the CMS on the staff origin outside of Wagtail's admin: pictures."""

from django.urls import path

from lms.people import access

from .screens import originals

urlpatterns = [
    path("media/<path:name>", access.officers()(originals.picture), name="content_picture"),
]

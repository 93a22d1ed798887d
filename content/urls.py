"""Addresses of the CMS on the staff origin outside of Wagtail's admin: pictures, and the parts of the preview."""

from django.urls import path

from lms.people import access

from .permissions import STAFF
from .screens import originals, preview

urlpatterns = [
    path("media/<path:name>", access.officers()(originals.picture), name="content_picture"),
    path("assets/<path:name>", access.officers(*STAFF)(preview.preview_asset), name="content_preview_asset"),
]

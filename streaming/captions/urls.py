"""Addresses of the caption editor, below the admin."""

from django.urls import path
from django.views.decorators.http import require_POST

from lms.people import access

from . import screens
from .access import EDITORS

_PATTERNS = [
    path("live/<uuid:broadcast_id>/captions/", screens.begin, name="streaming_captions_begin"),
    path("captions/<uuid:pk>/", screens.EditorView.as_view(), name="streaming_captions"),
    path("captions/<uuid:pk>/save/", require_POST(screens.save), name="streaming_captions_save"),
    path("captions/<uuid:pk>/keep/", require_POST(screens.keep), name="streaming_captions_keep"),
    path("captions/<uuid:pk>/aside/", require_POST(screens.aside), name="streaming_captions_aside"),
    path("captions/<uuid:pk>/versions/", screens.VersionsView.as_view(), name="streaming_captions_versions"),
    path("captions/<uuid:pk>/versions/<int:number>/use/", require_POST(screens.restore), name="streaming_captions_restore"),
    path("captions/<uuid:pk>/wave/", screens.wave_data, name="streaming_captions_wave"),
    path("captions/<uuid:pk>/captions.<slug:kind>", screens.caption_file, name="streaming_captions_file"),
]  # fmt: skip
urlpatterns = access.guard(_PATTERNS, *EDITORS)

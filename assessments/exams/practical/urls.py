"""Addresses of practical exams below the admin: the desktop's pages, and the app's own corner (`practicals/app/`)."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import http, screens, shell

admin_patterns: list[URLPattern | URLResolver] = [
    path("practicals/", screens.sittings, name="practicals"),
    path("practicals/app/", shell.app, name="practical_app"),
    path("practicals/app/worker.js", shell.worker, name="practical_worker"),
    path("practicals/app/me/", http.me, name="practical_me"),
    path("practicals/app/key/", http.key, name="practical_key"),
    path("practicals/app/take/<uuid:sitting_id>/", http.take, name="practical_take"),
    path("practicals/app/records/", http.records, name="practical_records"),
    path("practicals/app/photos", http.photos, name="practical_photos"),
    path("practicals/app/photos/<uuid:upload_id>", http.photo, name="practical_photo_upload"),
    path("practicals/keys/<uuid:key_id>/revoke/", screens.revoke_key, name="practical_key_revoke"),
    path("practicals/<uuid:sitting_id>/", screens.sitting, name="practical_sitting"),
    path("practicals/task/<uuid:performance_id>/", screens.performance, name="practical_performance"),
    path("practicals/task/<uuid:performance_id>/<str:sha256>/", screens.photo, name="practical_photo"),
]

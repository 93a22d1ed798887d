"""Addresses of marking, moderation, results and appeals below the admin."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from .screens import accommodations, appeals, moderation, queue, results, rulings

admin_patterns: list[URLPattern | URLResolver] = [
    path("marking/", queue.queue, name="exam_marking"),
    path("marking/next/", queue.take, name="exam_marking_next"),
    path("marking/<uuid:mark_id>/", queue.answer, name="exam_mark_answer"),
    path("marking/<uuid:mark_id>/save/", queue.save, name="exam_mark_save"),
    path("marking/<uuid:mark_id>/give/", queue.give, name="exam_mark_give"),
    path("marking/<uuid:mark_id>/skip/", queue.skip, name="exam_mark_skip"),
    path("marking/<uuid:mark_id>/files/<slug:sha256>/", queue.photo, name="exam_mark_file"),
    path("exam-marks/", moderation.sittings, name="exam_marks"),
    path("exam-marks/<uuid:sitting_id>/", moderation.sitting, name="exam_marks_of"),
    path("exam-marks/<uuid:sitting_id>/list/", results.results, name="exam_results"),
    path("exam-marks/<uuid:sitting_id>/questions/<int:item_id>/", rulings.question, name="exam_marks_question"),
    path("exam-marks/<uuid:sitting_id>/questions/<int:item_id>/<slug:action>/", rulings.rule, name="exam_marks_rule"),
    path("exam-marks/<uuid:sitting_id>/do/<slug:action>/", moderation.act, name="exam_marks_act"),
    path("exam-results/<uuid:seat_id>/", results.result, name="exam_result"),
    path("exam-results/<uuid:seat_id>/appeal/", appeals.enter, name="exam_appeal_enter"),
    path("exam-appeals/", appeals.appeals, name="exam_appeals"),
    path("exam-appeals/<uuid:appeal_id>/", appeals.appeal, name="exam_appeal"),
    path("exam-appeals/<uuid:appeal_id>/<slug:action>/", appeals.act, name="exam_appeal_act"),
    path("exam-requests/", accommodations.requests, name="exam_requests"),
    path("exam-requests/<uuid:request_id>/answer/", accommodations.answer, name="exam_request_answer"),
    path("exam-requests/seats/<uuid:seat_id>/", accommodations.enter, name="exam_request_enter"),
]

"""Addresses of exams on paper, below a sitting."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import doubts, overview

_ONE = "sittings/<uuid:sitting_id>/sheets/"

admin_patterns: list[URLPattern | URLResolver] = [
    path(_ONE, overview.sheets, name="sitting_sheets"),
    path(_ONE + "print/", overview.print_sheets, name="sitting_sheets_print"),
    path(_ONE + "prints/<uuid:print_id>/", overview.printed, name="sitting_sheets_printed"),
    path(_ONE + "scan/", overview.upload, name="sitting_sheets_upload"),
    path(_ONE + "pages/<int:page_id>/", overview.page_image, name="sitting_sheets_page"),
    path(_ONE + "seats/<uuid:seat_id>/", overview.by_hand, name="sitting_sheets_by_hand"),
    path(_ONE + "take/", overview.take, name="sitting_sheets_take"),
    path(_ONE + "doubts/", doubts.doubts, name="sitting_doubts"),
    path(_ONE + "doubts/<int:answer_id>/", doubts.decide, name="sitting_doubts_decide"),
    path(_ONE + "doubts/<int:answer_id>/<int:number>/", doubts.doubt_picture, name="sitting_doubts_picture"),
]

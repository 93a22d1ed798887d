"""A question as the tablet shows it; with its key and its rubric for whoever writes it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse

from lms.lib.errors import Refused
from lms.packages.shapes import LessonDocument, QuestionBlock
from lms.tablet.preview import preview_page

from .documents import document_of, pictures_of, text_and_gaps
from .kinds import MARKED
from .models import Item
from .pictures.choosers import picture_url


def show_item(request: HttpRequest, item: Item) -> HttpResponse:
    """Kinds that the computer marks are drawn by the tablet's own elements; those that a person marks as the learner meets
    them, with the rubric below."""
    media = {picture.path: picture_url(picture) for picture in pictures_of(item)}
    try:
        document = document_of(item)
    except Refused as refused:
        return render(request, "assessments/item_refused.html", {"sentence": str(refused)})
    if document.kind not in MARKED:
        block = QuestionBlock(id="question", item=document)  # type: ignore[arg-type]
        lesson = LessonDocument(lesson=item.iri, language=item.language, title="", blocks=[block])
        page = preview_page(lesson, media)
        if page is not None:
            return page
    pictures = [(media[one.path], one) for one in document.pictures]
    context = {
        "object": item,
        "item": document,
        "parts": text_and_gaps(document),
        "pictures": pictures,
        "picture": media.get(document.picture.path) if document.kind == "hotspot" else "",
    }
    return TemplateResponse(request, "assessments/item_preview.html", context)

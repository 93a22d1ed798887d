"""The marker's screens: my queue, and one answer after the other. Nothing here tells whose answer it is."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from assessments.bank.pictures.choosers import picture_url
from assessments.bank.pictures.models import ItemPicture
from lms.lib.errors import Invalid, NotFoundHere, Refused
from lms.people import access
from lms.people.access import OfficerRequest
from lms.people.pages import page_frame

from ...models import Mark
from .. import api as marking
from ..analysis import words_of
from ..permissions import MARKERS, mark_for
from ..photos import files_in, read_file
from ..queue import item_of


@access.officers(*MARKERS)
def queue(request: OfficerRequest) -> HttpResponse:
    """How many answers wait for this marker, by sitting and question."""
    piles = [(pile, words_of({"prompt_html": pile.prompt})) for pile in marking.piles_for(request.user)]
    sittings = [(sitting, list(rows)) for sitting, rows in groupby(piles, key=lambda row: row[0].sitting)]
    context = {"sittings": sittings, "due": sum(pile.due for pile, _words in piles)}
    return TemplateResponse(request, "assessments/marking/queue.html", context | page_frame(_("Marking"), "edit"))


@access.officers(*MARKERS)
@require_POST
def take(request: OfficerRequest) -> HttpResponse:
    """The next answer to one question."""
    try:
        sitting, item = UUID(request.POST.get("sitting", "")), int(request.POST.get("item", ""))
    except ValueError as error:
        raise NotFoundHere from error
    return _next(request, sitting, item)


def _next(request: OfficerRequest, sitting: UUID, item: int, besides: UUID | None = None) -> HttpResponse:
    mark = marking.claim_next(sitting, item, by=request.user, besides=besides)
    if mark is None:
        messages.success(request, _("Nothing is left for you at this question."))
        return redirect("exam_marking")
    return redirect("exam_mark_answer", mark.pk)


@access.officers(*MARKERS)
@never_cache
def answer(request: OfficerRequest, mark_id: UUID) -> HttpResponse:
    """One answer with the question, the model answer and the rubric."""
    mark = mark_for(request.user, mark_id)
    item = item_of(mark)
    pile = next(
        (
            one
            for one in marking.piles_for(request.user)
            if one.sitting.pk == mark.score.seat.sitting_id and one.item == mark.score.item_id
        ),
        None,
    )
    context: dict[str, Any] = {
        "mark": mark,
        "item": item,
        "out_of": mark.score.out_of,
        "criteria": [
            (criterion, list(enumerate(criterion.levels, 1)), mark.levels.get(criterion.id))
            for criterion in item.rubric
        ],
        "pictures": _pictures(item),
        "files": [(sha256, read_file(sha256)) for sha256 in files_in(mark.response)],
        "annotations": json.dumps(mark.annotations),
        "due": pile.due if pile else 0,
        "mine": pile.mine if pile else 0,
        "changeable": mark.given_at is None and mark.withdrawn_at is None,
    }
    title = mark.score.seat.sitting.version.title
    frame = page_frame(title, "edit", (_("Marking"), "exam_marking"))
    return TemplateResponse(request, "assessments/marking/answer.html", context | frame)


def _pictures(item: Any) -> list[tuple[str, Any]]:
    """(address, picture) of the question's own pictures."""
    hashes = {PurePosixPath(one.path).stem: one for one in item.pictures}
    found = {row.sha256: row for row in ItemPicture.objects.filter(sha256__in=hashes)}
    return [(picture_url(found[sha256]), one) for sha256, one in hashes.items() if sha256 in found]


@access.officers(*MARKERS)
@require_POST
def save(request: OfficerRequest, mark_id: UUID) -> JsonResponse:
    """The draft, by itself, as the marker goes on."""
    mark = marking.save_draft(mark_id, by=request.user, **_said(request, mark_for(request.user, mark_id)))
    saved = timezone.localtime(mark.saved_at)
    words = _("Saved at %(time)s") % {"time": saved.strftime("%H:%M:%S")}
    return JsonResponse({"saved": words, "points": None if mark.points is None else str(mark.points)})


@access.officers(*MARKERS)
@require_POST
def give(request: OfficerRequest, mark_id: UUID) -> HttpResponse:
    """The mark counts; the next answer comes."""
    mark = mark_for(request.user, mark_id)
    try:
        marking.give_mark(mark_id, by=request.user, **_said(request, mark))
    except Invalid as error:
        messages.error(request, str(error))
        return redirect("exam_mark_answer", mark_id)
    except NotFoundHere:
        raise
    except Refused as error:
        messages.error(request, str(error))
    return _next(request, mark.score.seat.sitting_id, mark.score.item_id)


@access.officers(*MARKERS)
@require_POST
def skip(request: OfficerRequest, mark_id: UUID) -> HttpResponse:
    """Another answer first; this one goes back into the queue."""
    mark = mark_for(request.user, mark_id)
    sitting, item = mark.score.seat.sitting_id, mark.score.item_id
    marking.put_back(mark_id, by=request.user)
    return _next(request, sitting, item, besides=mark_id)


@access.officers(*MARKERS)
def photo(request: OfficerRequest, mark_id: UUID, sha256: str) -> HttpResponse:
    """A file of the answer: a picture is shown, anything else only comes as a download."""
    mark = mark_for(request.user, mark_id)
    found = read_file(sha256) if sha256 in files_in(mark.response) else None
    if found is None:
        raise NotFoundHere
    data, media_type = found
    response = HttpResponse(data, content_type=media_type or "application/octet-stream")
    if not media_type:
        response["Content-Disposition"] = 'attachment; filename="answer"'
    response["X-Content-Type-Options"], response["Cache-Control"] = "nosniff", "private, no-store"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _said(request: HttpRequest, mark: Mark) -> dict[str, Any]:
    """What the form says. A level that is no number is none of the rubric's."""
    levels: dict[str, Any] = {}
    for criterion in item_of(mark).rubric:
        chosen = request.POST.get(f"level-{criterion.id}", "")
        if chosen:
            levels[criterion.id] = int(chosen) if chosen.isdecimal() and len(chosen) < 4 else -1
    try:
        annotations = json.loads(request.POST.get("annotations") or "[]")
    except (ValueError, RecursionError) as error:
        raise Invalid from error
    return {
        "levels": levels,
        "comment": request.POST.get("comment", ""),
        "points": request.POST.get("points", ""),
        "annotations": annotations,
    }

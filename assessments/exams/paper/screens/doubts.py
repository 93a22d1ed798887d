"""Doubtful marks, one after the other, with the picture beside: decided by keyboard or tap."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lms.lib.errors import Refused
from lms.people import access

from ...models import SheetAnswer
from ...sittings.permissions import INVIGILATORS
from ...sittings.screens.frame import frame, officer_of
from .. import api
from ..answers import PAIR, SEPARATOR, UNIT, Field, Kind
from ..doubts import REASONS
from .overview import picture


@access.officers(*INVIGILATORS)
def doubts(request: HttpRequest, sitting_id: UUID) -> HttpResponse:
    """`answer`: this one, else the first that waits; `seat`: only those of one seat."""
    officer = officer_of(request)
    sitting = api.scannable(officer, sitting_id)
    waiting = list(api.open_answers(sitting))
    seat = request.GET.get("seat", "")
    if seat:
        waiting = [one for one in waiting if str(one.seat_id) == seat]
    if not waiting:
        messages.success(request, _("Nothing is doubtful any more."))
        return redirect("sitting_sheets", sitting.pk)
    keys = [one.pk for one in waiting]
    asked = request.GET.get("answer", "")
    at = keys.index(int(asked)) if asked.isdecimal() and len(asked) < 19 and int(asked) in keys else 0
    looked = api.look_at(sitting.pk, keys[at], by=officer)
    answer, field = looked.answer, looked.field
    context: dict[str, Any] = {
        "answer": answer,
        "field": field,
        "choose": looked.tablet is not None,
        "tablet": in_letters(field, looked.tablet or ""),
        "paper": in_letters(field, answer.response or ""),
        "lines": _lines(field, answer.proposal or ""),
        "written": _places(field, answer),
        "several": field.kind == Kind.SEVERAL,
        "reasons": list(dict.fromkeys(str(REASONS[one["reason"]]) for one in answer.doubts)),
        "pictures": _pictures(answer),
        "place": at + 1,
        "count": len(keys),
        "before": keys[at - 1] if at else None,
        "after": keys[at + 1] if at + 1 < len(keys) else None,
        "seat": seat,
    }
    return TemplateResponse(request, "assessments/sheets/doubts.html", context | frame(_("Doubtful marks"), sitting))


@access.officers(*INVIGILATORS)
@require_POST
def decide(request: HttpRequest, sitting_id: UUID, answer_id: int) -> HttpResponse:
    """Circles as `line-<key>`, handwriting as `written`; or `keep`, where sheet and tablet differ. Then the next."""
    officer, after = officer_of(request), request.POST.get("after", "")
    try:
        if "keep" in request.POST:
            api.choose_answer(sitting_id, answer_id, request.POST["keep"], by=officer)
        else:
            filled = {
                key.removeprefix("line-"): request.POST.getlist(key) for key in request.POST if key.startswith("line-")
            }
            blank = "blank" in request.POST
            written = [] if blank else request.POST.getlist("written")
            api.decide_answer(sitting_id, answer_id, by=officer, filled={} if blank else filled, written=written)
    except Refused as error:
        if error.status == 404:
            raise
        messages.error(request, str(error))
        after = str(answer_id)
    response = redirect("sitting_doubts", sitting_id)
    response["Location"] += f"?answer={after if after.isdecimal() else ''}&seat={_seat(request)}"
    return response


@access.officers(*INVIGILATORS)
def doubt_picture(request: HttpRequest, sitting_id: UUID, answer_id: int, number: int) -> HttpResponse:
    answer = api.answer_for(officer_of(request), sitting_id, answer_id)
    return picture(api.picture_of_doubt(answer, number), "image/png")


def in_letters(field: Field, response: str) -> str:
    """A response as it stands on the sheet: A; A, C; (1) B (2) A; words and numbers as they are."""
    if not response:
        return _("nothing")
    if field.kind in (Kind.NUMBER, Kind.WRITTEN, Kind.ELSEWHERE):
        return response.replace(SEPARATOR, " · ")
    labels = {line.key: dict(line.marks) for line in field.lines}
    parts = response.split(SEPARATOR)
    if field.kind in (Kind.PAIRS, Kind.ONCE):
        names = {line.key: line.label for line in field.lines}
        pairs = [part.partition(PAIR) for part in parts]
        return " ".join(f"{names.get(key, key)} {labels.get(key, {}).get(value, value)}" for key, _dot, value in pairs)
    known = next(iter(labels.values()), {})
    return ", ".join(known.get(part, part) for part in parts)


def _lines(field: Field, proposal: str) -> list[dict[str, Any]]:
    """Lines of circles, with what the proposal would fill."""
    meant = _filled(field, proposal)
    return [
        {
            "name": f"line-{line.key}",
            "label": line.label or (_("Unit") if line.key == UNIT else line.key),
            "marks": [(value, label, value in meant.get(line.key, ())) for value, label in line.marks],
        }
        for line in field.lines
    ]


def _filled(field: Field, response: str) -> dict[str, list[str]]:
    if not response or field.kind in (Kind.NUMBER, Kind.WRITTEN):
        return {}
    parts = response.split(SEPARATOR)
    if field.kind in (Kind.CHOICE, Kind.SEVERAL):
        return {field.lines[0].key: parts}
    if field.kind == Kind.ORDER:
        return {line.key: [part] for line, part in zip(field.lines, parts, strict=False)}
    pairs = [part.partition(PAIR) for part in parts]
    return {key: [value] for key, _dot, value in pairs}


def _places(field: Field, answer: SheetAnswer) -> list[tuple[str, int, str]]:
    texts = (answer.response or "").split(SEPARATOR)
    return [(place.label, place.lines, texts[n] if n < len(texts) else "") for n, place in enumerate(field.writings)]


def _pictures(answer: SheetAnswer) -> list[int]:
    """Numbers of the doubts with a picture of their own: one a line and page."""
    seen: dict[tuple[Any, str], int] = {}
    for number, one in enumerate(answer.doubts):
        if one["page"]:
            seen.setdefault((one["page"], one["line"]), number)
    return list(seen.values())


def _seat(request: HttpRequest) -> str:
    try:
        return str(UUID(request.POST.get("seat", "")))
    except ValueError:
        return ""

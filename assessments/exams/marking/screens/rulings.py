"""One question in moderation: what its options attracted, and dropping it or giving it another key, with everybody before and after."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lms.lib.errors import NotFoundHere, Refused
from lms.people import access
from lms.people.access import OfficerRequest
from lms.people.pages import page_frame

from ...models import ItemRuling, Sitting
from ...sittings.states import SittingState
from .. import api as marking
from ..analysis import Analysed, analysis_of, options_of, words_of
from ..permissions import READERS, can_moderate, marked_sitting_for
from ..rulings import REKEYABLE, item_in, preview, rekeyed
from ..words import key_in_words


@access.officers(*READERS)
def question(request: OfficerRequest, sitting_id: UUID, item_id: int) -> HttpResponse:
    """`?try=drop` or `?try=key&…` shows what everybody would have; nothing is written."""
    sitting = marked_sitting_for(request.user, sitting_id)
    item = item_in(sitting, item_id)
    ruling = ItemRuling.objects.filter(sitting=sitting, item=item, taken_back_at=None).select_related("by").first()
    document = (ruling.document if ruling else None) or item.document
    tried: dict[str, Any] = {}
    may_rule = can_moderate(request.user, sitting) and sitting.state == SittingState.MARKED
    if may_rule and not ruling and request.GET.get("try") in ("drop", "key"):
        tried = _tried(sitting, item_id, item.document, request.GET)
    context: dict[str, Any] = {
        "sitting": sitting,
        "item": item,
        "words": words_of(item.document),
        "key": key_in_words(document),
        "old_key": key_in_words(item.document),
        "ruling": ruling,
        "may_rule": may_rule,
        "fields": key_fields(item.document, request.GET if request.GET.get("try") == "key" else None),
        "row": _row(analysis_of(sitting), item_id),
        **tried,
    }
    frame = page_frame(_("Question"), "clipboard-list", (_("Exam marks"), "exam_marks"))
    return TemplateResponse(request, "assessments/marking/question.html", context | frame)


def _row(analysed: Analysed | None, item_id: int) -> dict[str, Any] | None:
    """The question's figures, with its options in words."""
    if analysed is None:
        return None
    figures = next((one for one in analysed.analysis.items if one.key == str(item_id)), None)
    if figures is None:
        return None
    said = analysed.options[figures.key]
    options = [(said.get(one.option, _("no answer")), one) for one in figures.options]
    found = [one for one in analysed.findings if one.item == figures.key]
    return {"figures": figures, "options": options, "findings": found}


def _tried(sitting: Sitting, item_id: int, document: dict[str, Any], form: QueryDict) -> dict[str, Any]:
    try:
        new = rekeyed(document, key_in(document, form)) if form["try"] == "key" else None
    except Refused as error:
        return {"refused": str(error)}
    lines = preview(sitting, item_id, new)
    return {
        "trying": form["try"],
        "lines": lines,
        "changed": sum(line.changed for line in lines),
        "new_key": key_in_words(new) if new else "",
        "sent": [(name, value) for name, values in form.lists() if name.startswith("key-") for value in values],
    }


def key_fields(document: dict[str, Any], form: QueryDict | None) -> list[dict[str, Any]]:
    """What the form for another key asks, by kind; empty where a question can only be dropped."""
    kind = document["kind"]
    if kind not in REKEYABLE:
        return []
    given = form.getlist if form is not None else None
    if kind in ("choice", "hotspot"):
        chosen = given("key-correct") if given else document["correct"]
        return [
            {"type": "checkbox", "options": [(one, text, one in chosen) for one, text in options_of(document).items()]}
        ]
    if kind == "numeric":
        names = (("key-value", _("Value"), document["value"]), ("key-tolerance", _("Tolerance"), document["tolerance"]))
        return [
            {"type": "text", "name": name, "label": label, "value": form.get(name, "") if form else f"{value:g}"}
            for name, label, value in names
        ]
    fields = []
    for number, gap in enumerate(document["gaps"], 1):
        name, label = f"key-{gap['id']}", _("Gap %(n)s") % {"n": number}
        if kind == "fill_in":
            value = form.get(name, "") if form else " / ".join(gap["accept"])
            fields.append({"type": "text", "name": name, "label": label, "value": value, "several": True})
        else:
            chosen = form.get(name, "") if form else gap["correct"]
            options = [(one["id"], one["text"], one["id"] == chosen) for one in gap["options"]]
            fields.append({"type": "select", "name": name, "label": label, "options": options})
    return fields


def key_in(document: dict[str, Any], form: QueryDict) -> dict[str, Any]:
    """The key as `rekeyed` takes it."""
    match document["kind"]:
        case "choice" | "hotspot":
            return {"correct": form.getlist("key-correct")}
        case "numeric":
            return {"value": form.get("key-value", ""), "tolerance": form.get("key-tolerance", "")}
        case "fill_in":
            return {gap["id"]: form.get(f"key-{gap['id']}", "").split("/") for gap in document["gaps"]}
    return {gap["id"]: form.get(f"key-{gap['id']}", "") for gap in document.get("gaps", [])}


@access.officers(*READERS)
@require_POST
def rule(request: OfficerRequest, sitting_id: UUID, item_id: int, action: str) -> HttpResponse:
    """`drop`, `key` or `take-back`."""
    reason = request.POST.get("reason", "")
    try:
        if action == "drop":
            marking.drop_item(sitting_id, item_id, by=request.user, reason=reason)
            messages.success(request, _("The question is dropped and everybody is scored again."))
        elif action == "key":
            document = item_in(marked_sitting_for(request.user, sitting_id), item_id).document
            marking.rekey_item(sitting_id, item_id, key_in(document, request.POST), by=request.user, reason=reason)
            messages.success(request, _("The question has another key and everybody is scored again."))
        elif action == "take-back":
            marking.take_back_ruling(sitting_id, _ruling_id(request), by=request.user)
            messages.success(request, _("Taken back. Everybody is scored again."))
        else:
            raise NotFoundHere
    except NotFoundHere:
        raise
    except Refused as error:
        messages.error(request, str(error))
        return redirect("exam_marks_question", sitting_id, item_id)
    return redirect("exam_marks_of", sitting_id)


def _ruling_id(request: OfficerRequest) -> UUID:
    try:
        return UUID(request.POST.get("ruling", ""))
    except ValueError as error:
        raise NotFoundHere from error

"""Taking back a record: the form of the first officer, and the list from which the second decides."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from lms.lib.errors import NotFoundHere, Refused
from lms.people import access
from lms.people.models import Learner
from lms.people.pages import page_frame
from lms.records import api as records

from .. import corrections
from ..models import TakingBack
from ..permissions import RECORD_READERS
from ..sentences import line, marks_of, titles_of
from .scope import officer_of


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why is this record wrong?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The learner and the second officer read it. It stays on the record."),
    )


@access.officers(*RECORD_READERS)
def take_back(request: HttpRequest, statement_id: UUID) -> HttpResponse:
    """Ask that one statement be taken back."""
    officer = officer_of(request)
    statement = corrections.statement_for(officer, statement_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            corrections.ask_to_take_back(statement_id, reason=form.cleaned_data["reason"], by=officer)
            messages.success(request, _("Asked for. It is taken back when a second officer agrees."))
            return redirect("learning_record", statement.learner_id)
        except NotFoundHere:
            raise
        except Refused as error:
            form.add_error(None, str(error))
    learner = Learner.objects.select_related("ward").get(pk=statement.learner_id)
    shown = line(statement, titles_of(learner.prison_id), marks_of([statement]), set())
    frame = page_frame(_("Take back a record"), "undo", (_("Who has done what"), "learning_matrix"))
    context = {"form": form, "line": shown, "learner": learner, "possible": corrections.can_be_taken_back(statement)}
    return TemplateResponse(request, "learning/take_back.html", context | frame)


@access.officers(*corrections.DECIDERS)
def takings_back(request: HttpRequest) -> HttpResponse:
    """What waits for a second officer."""
    waiting = list(corrections.takings_back_for(officer_of(request))[:100])
    found = {one.id: one for one in records.Statement.objects.filter(id__in=[row.statement_id for row in waiting])}
    marks = marks_of(list(found.values()))
    titles: dict[str, str] = {}
    for prison_id in {row.learner.prison_id for row in waiting}:
        titles |= titles_of(prison_id)
    rows = [
        (row, line(found[row.statement_id], titles, marks, set()), row.asked_by_id == officer_of(request).pk)
        for row in waiting
        if row.statement_id in found
    ]
    frame = page_frame(_("Records to take back"), "undo")
    return TemplateResponse(request, "learning/takings_back.html", {"rows": rows} | frame)


@access.officers(*corrections.DECIDERS)
@require_POST
def taking_back_decide(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The second officer's answer: `agree` or `refuse`."""
    try:
        agree = request.POST.get("answer") == "agree"
        made = corrections.decide_taking_back(request_id, agree=agree, by=officer_of(request))
        done = made.state == TakingBack.State.DONE
        messages.success(
            request, _("Taken back. Both stay on the record.") if done else _("Refused. The record stands.")
        )
    except NotFoundHere:
        raise
    except Refused as error:
        messages.error(request, str(error))
    return redirect("learning_takings_back")

"""Questions to the teacher and contested records: read, answered, gone from the list."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lms.lib.errors import NotFoundHere, Refused
from lms.people import access
from lms.people.pages import page_frame
from lms.people.roles import Role

from .. import letters
from ..sentences import titles_of
from .scope import officer_of


@access.officers(Role.TEACHER)
def questions(request: HttpRequest) -> HttpResponse:
    answered = request.GET.get("show") == "answered"
    intro = _("From the learners whom you teach. The one that has waited longest comes first.")
    frame = page_frame(_("Questions"), "comment")
    found = letters.questions_for(officer_of(request), answered=answered)
    return _inbox(request, found, answered, {"intro": intro, "answer_url": "learning_question_answer", **frame})


@access.officers(Role.EDUCATION_OFFICE)
def contests(request: HttpRequest) -> HttpResponse:
    answered = request.GET.get("show") == "answered"
    intro = _(
        "A learner says that something on the record is not right. Look into it and answer; the learner sees the answer."
    )
    frame = page_frame(_("Contested records"), "warning")
    found = letters.contests_for(officer_of(request), answered=answered)
    return _inbox(request, found, answered, {"intro": intro, "answer_url": "learning_contest_answer", **frame})


def _inbox(request: HttpRequest, found: QuerySet, answered: bool, context: dict) -> HttpResponse:
    page = Paginator(found, 30).get_page(request.GET.get("p"))
    shown = list(page)
    titles: dict[str, str] = {}
    for prison_id in {letter.learner.prison_id for letter in shown}:
        titles |= titles_of(prison_id)
    replies = letters.replies_to(shown)
    rows = [
        (letter, titles.get(letter.lesson_iri) or titles.get(letter.course_iri, ""), replies.get(letter.pk))
        for letter in shown
    ]
    more = {"rows": rows, "page": page, "answered": answered, "waiting": page.paginator.count}
    return TemplateResponse(request, "learning/inbox.html", context | more)


@access.officers(Role.TEACHER)
@require_POST
def question_answer(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    return _answer(request, letter_id, letters.answer_question, "learning_questions")


@access.officers(Role.EDUCATION_OFFICE)
@require_POST
def contest_answer(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    return _answer(request, letter_id, letters.answer_contest, "learning_contests")


def _answer(request: HttpRequest, letter_id: UUID, verb: letters.Answering, back: str) -> HttpResponse:
    try:
        verb(letter_id, request.POST.get("text", ""), by=officer_of(request))
        messages.success(request, _("Answered. It goes to the learner's tablet at its next contact."))
    except NotFoundHere:
        raise
    except Refused as error:
        messages.error(request, str(error))
    return redirect(reverse(back))

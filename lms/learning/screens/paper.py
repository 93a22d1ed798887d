"""Entering who took part in a lesson that was given without tablets."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from lms.lib.errors import Refused
from lms.packages import api as packages
from lms.people import access
from lms.people.models import Prison
from lms.people.pages import page_frame

from ..paper import enter_attendance
from ..permissions import PLANNERS
from ..reports import roll
from .scope import Scope, officer_of, scope_of

SHOWN = 300


class PaperForm(forms.Form):
    lesson = forms.ChoiceField(label=gettext_lazy("Lesson"))
    held_on = forms.DateField(
        label=gettext_lazy("Day on which it was given"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, prison: Prison, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["lesson"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = _lessons(prison)


def _lessons(prison: Prison) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every live lesson below its course, in the officer's language."""
    language = get_language() or "zh-hans"
    return [
        (
            course.title(language),
            [(ref.lesson, ref.titles.get(language) or next(iter(ref.titles.values()), "")) for ref in course.lessons],
        )
        for course in packages.list_courses(prison)
        if course.lessons
    ]


@access.officers(*PLANNERS)
def paper(request: HttpRequest) -> HttpResponse:
    """Lesson and day above, the learners of the chosen ward or group below, all to be ticked."""
    scope = scope_of(request, *PLANNERS)
    form = PaperForm(request.POST or None, prison=scope.prison, initial={"held_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid() and _entered(request, form, scope):
        return redirect(f"{reverse('learning_paper')}?{scope.query}")
    learners = roll(officer_of(request), scope.prison, ward=scope.ward, group=scope.group, roles=PLANNERS)[:SHOWN]
    ticked = set(request.POST.getlist("learner"))
    context = {
        "scope": scope,
        "form": form,
        "learners": [(one, str(one.pk) in ticked) for one in learners],
        "chosen": bool(scope.ward or scope.group),
    }
    frame = page_frame(_("Attendance on paper"), "clipboard-list", (_("Who has done what"), "learning_matrix"))
    return TemplateResponse(request, "learning/paper.html", context | frame)


def _entered(request: HttpRequest, form: PaperForm, scope: Scope) -> bool:
    said = form.cleaned_data
    try:
        ticked = [UUID(one) for one in request.POST.getlist("learner")]
        rows = enter_attendance(said["lesson"], said["held_on"], ticked, prison=scope.prison, by=officer_of(request))
    except ValueError:
        form.add_error(None, _("Tick the learners who took part."))
        return False
    except Refused as error:
        form.add_error(None, str(error))
        return False
    words = ngettext("%(n)s learner is entered; it counts.", "%(n)s learners are entered; it counts.", len(rows))
    messages.success(request, words % {"n": len(rows)})
    return True

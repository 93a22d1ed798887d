"""One person was entered twice: the page where one officer asks and a second confirms."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from lms.lib.errors import Refused
from lms.people import access
from lms.people.models import Learner, Officer

from ...models import HandOver
from ...permissions import REGISTRARS
from .. import api
from .frame import frame, officer_of, refusals_told


class HandOverForm(forms.Form):
    """Learners by their numbers; with several of one number, the prison's code and a slash before it."""

    source = forms.CharField(
        label=gettext_lazy("Number of the entry that has the candidacies now"),
        max_length=80,
        help_text=gettext_lazy("Where a number exists in several prisons: the prison's code, a slash, the number."),
    )
    target = forms.CharField(label=gettext_lazy("Number of the entry that stays"), max_length=80)
    reason = forms.CharField(
        label=gettext_lazy("How you know that this is one person"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.officer = officer

    def clean_source(self) -> Learner:
        return self._learner("source")

    def clean_target(self) -> Learner:
        return self._learner("target")

    def _learner(self, name: str) -> Learner:
        text = self.cleaned_data[name].strip()
        code, slash, number = text.rpartition("/")
        found = api.learners_to_register(self.officer).filter(number=number.strip())
        found = found.filter(prison__code=code.strip()) if slash else found
        rows = list(found[:2])
        if not rows:
            raise forms.ValidationError(
                _("No learner with this number was found among those you look after."), code="unknown"
            )
        if len(rows) > 1:
            raise forms.ValidationError(
                _("Several learners have this number. Write the prison's code and a slash before it."), code="several"
            )
        return rows[0]  # type: ignore[no-any-return]


@access.officers(*REGISTRARS)
def hand_overs(request: HttpRequest) -> HttpResponse:
    officer = officer_of(request)
    form = HandOverForm(request.POST or None, officer=officer)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            api.ask_hand_over(said["source"].pk, said["target"].pk, by=officer, reason=said["reason"])
        except (Refused, PermissionDenied) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("A second officer has to confirm this."))
            return redirect("hand_overs")
    mine = api.hand_overs_for(officer)
    context = {
        "form": form,
        "waiting": mine.filter(state=HandOver.State.WAITING),
        "decided": mine.exclude(state=HandOver.State.WAITING)[:30],
        "officer": officer,
    }
    made = frame(_("One person entered twice"))
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "assessments/candidacies/hand_overs.html", context | made, status=status)


@access.officers(*REGISTRARS)
@require_POST
def hand_over_decide(request: HttpRequest, hand_over_id: UUID) -> HttpResponse:
    with refusals_told(request):
        if "confirm" in request.POST:
            count = api.confirm_hand_over(hand_over_id, by=officer_of(request))
            words = ngettext("%(n)s candidacy is handed over.", "%(n)s candidacies are handed over.", count)
            messages.success(request, words % {"n": count})
        else:
            api.refuse_hand_over(hand_over_id, by=officer_of(request))
            messages.success(request, _("It stays as it is."))
    return redirect("hand_overs")

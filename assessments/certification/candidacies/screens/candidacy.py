"""One candidate's page: the way as steps, why, the results, what can be done; and the small forms below it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.exams.permissions import EXAMINERS, wards_of
from lms.lib.errors import NotFoundHere, Refused
from lms.people import access
from lms.people import api as people
from lms.people.models import Officer

from ...models import Candidacy, EligibilityContest, PartResult
from ...permissions import REGISTRARS, VIEWERS, can_decide, can_register, candidacy_for
from ...schemes import api as schemes
from ...schemes.moving_over import live_of
from ...schemes.reading import in_words, names_of
from .. import api
from ..facts import rules_of
from ..states import OPEN, CandidacyState
from .frame import frame, officer_of, refusals_told


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class ContestForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("What the learner says"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class AnswerForm(forms.Form):
    uphold = forms.TypedChoiceField(
        label=gettext_lazy("Answer"),
        coerce=lambda value: value == "1",
        choices=[
            ("1", gettext_lazy("Upheld: what is missing now counts no more")),
            ("0", gettext_lazy("Not upheld")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The learner is told."),
    )


class HolderForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name on the certificate"), max_length=200)
    latin = forms.CharField(label=gettext_lazy("Name in Latin letters"), max_length=200, required=False)
    born_on = forms.DateField(
        label=gettext_lazy("Date of birth"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    identity_number = forms.CharField(
        label=gettext_lazy("Identity card number"),
        max_length=32,
        required=False,
        help_text=gettext_lazy("For lists to the awarding body. It does not stand on the certificate."),
    )


@access.officers(*VIEWERS)
def candidacy(request: HttpRequest, candidacy_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    one = candidacy_for(officer, candidacy_id)
    path = api.path_of(one)
    registers, decides = can_register(officer, one.prison_id), can_decide(officer, one.prison_id)
    decides = decides and one.learner.ward_id not in wards_of(officer)
    rules = rules_of(one)
    context: dict[str, Any] = {
        "path": path,
        "rules": in_words(rules, names_of(rules)),
        "moves": one.moves.all(),
        "contests": one.contests.select_related("entered_by", "decided_by"),
        "warning": api.warnings_for([one]).get(one.pk, ""),
        "live": live_of(one) if registers else None,
        "may_withdraw": registers
        and one.state in (CandidacyState.REGISTERED, CandidacyState.NOT_ELIGIBLE, CandidacyState.ELIGIBLE),
        "may_correct": registers and one.state in OPEN,
        "may_contest": registers and one.state == CandidacyState.NOT_ELIGIBLE,
        "may_answer": decides,
        "certificates": one.certificates.all(),
        "may_hand_out": registers,
        "results": _results(one),
        "learner_url": _learner_url(officer, one),
    }
    made = frame(_("%(name)s: %(scheme)s") % {"name": one.holder_name, "scheme": one.scheme}, None)
    return TemplateResponse(request, "assessments/candidacies/candidacy.html", context | {**made, "candidacy": one})


def _results(one: Candidacy) -> list[tuple[str, PartResult]]:
    """Each result with the title of its part, in the reader's language."""
    english = (get_language() or "").startswith("en")
    titles = {part.id: (part.title_en if english else "") or part.title for part in rules_of(one).parts}
    return [(titles.get(row.part, ""), row) for row in one.results.select_related("seat__sitting")]


def _learner_url(officer: Officer, one: Candidacy) -> str:
    """Of the learner's page, where the officer may see it."""
    known = people.learners_for(officer).filter(pk=one.learner_id).exists()
    return reverse("people_learners:detail", args=[one.learner_id]) if known else ""


@access.officers(*REGISTRARS)
def holder(request: HttpRequest, candidacy_id: UUID) -> HttpResponse:
    one = _of(request, candidacy_id)
    start = {
        "name": one.holder_name,
        "latin": one.holder_latin,
        "born_on": one.born_on,
        "identity_number": one.identity_number,
    }

    def save(said: dict[str, Any]) -> None:
        api.correct_holder(one.pk, api.Holder(**said), by=officer_of(request))

    return _form(request, one, HolderForm, _("Correct the name and data"), save, initial=start)


@access.officers(*REGISTRARS)
def withdraw(request: HttpRequest, candidacy_id: UUID) -> HttpResponse:
    one = _of(request, candidacy_id)

    def save(said: dict[str, Any]) -> None:
        api.withdraw_candidacy(one.pk, by=officer_of(request), reason=said["reason"])

    return _form(request, one, ReasonForm, _("Withdraw the candidacy"), save, serious=True)


@access.officers(*REGISTRARS)
def contest(request: HttpRequest, candidacy_id: UUID) -> HttpResponse:
    one = _of(request, candidacy_id)

    def save(said: dict[str, Any]) -> None:
        api.enter_contest(one.pk, said["text"], by=officer_of(request))

    intro = _("The learner says that a sentence on what is missing is wrong. Another officer answers.")
    return _form(request, one, ContestForm, _("Enter what the learner contests"), save, intro=intro)


@access.officers(*EXAMINERS)
def answer(request: HttpRequest, candidacy_id: UUID, contest_id: UUID) -> HttpResponse:
    one = candidacy_for(officer_of(request), candidacy_id)
    found: EligibilityContest | None = one.contests.filter(pk=contest_id).first()
    if found is None:
        raise NotFoundHere

    def save(said: dict[str, Any]) -> None:
        api.answer_contest(one.pk, contest_id, by=officer_of(request), **said)

    intro = _("The learner says: %(text)s") % {"text": found.text}
    return _form(request, one, AnswerForm, _("Answer what the learner contests"), save, intro=intro)


@access.officers(*EXAMINERS)
def seen(request: HttpRequest, candidacy_id: UUID) -> HttpResponse:
    one = candidacy_for(officer_of(request), candidacy_id)

    def save(said: dict[str, Any]) -> None:
        api.note_seen(one.pk, by=officer_of(request), reason=said["reason"])

    intro = _("Write down what you found, and what follows from it.")
    return _form(request, one, ReasonForm, _("I have looked at this"), save, intro=intro)


@access.officers(*REGISTRARS)
def move_over(request: HttpRequest, candidacy_id: UUID) -> HttpResponse:
    """The version in force instead of the candidate's own: what that changes, then the button."""
    one = _of(request, candidacy_id)
    live = live_of(one)
    if live is None:
        messages.error(request, _("This candidate cannot be moved to another version of the rules now."))
        return redirect("candidacy", one.pk)
    if request.method == "POST":
        with refusals_told(request):
            schemes.move_over(one.pk, by=officer_of(request), version_id=request.POST.get("version", ""))
            messages.success(request, _("The new rules hold for this candidate now."))
        return redirect("candidacy", one.pk)
    rules = schemes.rules_of(live)
    context = {
        "live": live,
        "effect": schemes.effect_of_moving(one, live),
        "rules": in_words(rules, names_of(rules)),
    }
    made = frame(_("Move over to the rules in force"), one)
    return TemplateResponse(request, "assessments/candidacies/move_over.html", context | made)


@access.officers(*REGISTRARS)
@require_POST
def check_again(request: HttpRequest, candidacy_id: UUID) -> HttpResponse:
    one = _of(request, candidacy_id)
    api.recheck([one.pk], by=officer_of(request))
    messages.success(request, _("Worked out anew."))
    return redirect("candidacy", one.pk)


def _of(request: HttpRequest, candidacy_id: UUID) -> Candidacy:
    officer = officer_of(request)
    one = candidacy_for(officer, candidacy_id)
    if not can_register(officer, one.prison_id):
        raise PermissionDenied(_("Your account may not do this here."))
    return one


def _form(
    request: HttpRequest,
    one: Candidacy,
    kind: type[forms.Form],
    title: str,
    save: Callable[[dict[str, Any]], None],
    **more: Any,
) -> HttpResponse:
    form = kind(request.POST or None, initial=more.pop("initial", None))
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data)
        except NotFoundHere:
            raise
        except (Refused, PermissionDenied) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved for %(name)s.") % {"name": one.holder_name})
            return redirect("candidacy", one.pk)
    context = {"form": form, "submit_label": title, "cancel_url": reverse("candidacy", args=[one.pk]), **more}
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "assessments/candidacies/form.html", context | frame(title, one), status=status)

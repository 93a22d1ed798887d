"""Registering candidates: ticked in the list of learners, or from a pasted or uploaded list with a report first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from lms.lib.errors import Invalid, Refused
from lms.people import access
from lms.people import api as people
from lms.people.models import Learner, Officer, Ward

from ...models import Candidacy, Scheme
from ...permissions import REGISTRARS, scheme_for, schemes_for
from .. import api
from ..facts import Asked
from ..listed import as_text, judge, read_file, read_text
from ..states import OPEN, CandidacyState
from .frame import frame, is_uuid, officer_of, refusals_told

PER_PAGE = 100


@access.officers(*REGISTRARS)
def register(request: HttpRequest) -> HttpResponse:
    """`scheme`; below it learners by `ward` and `q` who are not registered for it."""
    officer = officer_of(request)
    scheme = _scheme(request, officer)
    text, ward = request.GET.get("q", "").strip()[:100], request.GET.get("ward", "")
    context: dict[str, Any] = {"schemes": _usable(officer), "scheme": scheme, "q": text, "ward": ward}
    if scheme is not None:
        mine = api.learners_to_register(officer)
        learners = people.search_learners(mine.filter(state=Learner.State.ACTIVE), text)
        learners = learners.exclude(candidacies__in=Candidacy.objects.filter(scheme=scheme, state__in=OPEN))
        if is_uuid(ward):
            learners = learners.filter(ward_id=ward)
        page = Paginator(learners.order_by("ward__code", "number"), PER_PAGE).get_page(request.GET.get("p"))
        wards = Ward.objects.filter(pk__in=mine.order_by().values("ward").distinct()).select_related("prison")
        context |= {"page": page, "wards": wards.order_by("prison__code", "code")}
    made = frame(_("Register candidates"))
    return TemplateResponse(request, "assessments/candidacies/register.html", context | made)


@access.officers(*REGISTRARS)
@require_POST
def register_chosen(request: HttpRequest, scheme_id: UUID) -> HttpResponse:
    """The ticked learners."""
    officer = officer_of(request)
    scheme = scheme_for(officer, scheme_id)
    chosen = [UUID(key) for key in request.POST.getlist("learner") if is_uuid(key)]
    back = redirect("candidacies_register")
    back["Location"] += f"?scheme={scheme.pk}"
    if not chosen:
        messages.warning(request, _("Tick at least one person first."))
        return back
    with refusals_told(request):
        _tell(request, api.register_candidates(scheme.pk, chosen, by=officer))
    return back


@access.officers(*REGISTRARS)
def register_list(request: HttpRequest) -> HttpResponse:
    """A list, pasted or uploaded: what becomes of each line, and then the same list once more to register those that are found."""
    officer = officer_of(request)
    scheme = _scheme(request, officer)
    text = request.POST.get("list", "")[:200_000]
    context: dict[str, Any] = {"schemes": _usable(officer), "scheme": scheme, "text": text}
    status = 200
    if request.method == "POST":
        try:
            if scheme is None:
                raise Invalid(_("Choose a scheme first."))
            upload = request.FILES.get("file")
            rows = read_file(upload.read()) if upload is not None else read_text(text)
            if not rows:
                raise Invalid(_("There is nothing in the list."))
            lines = judge(rows, scheme, by=officer)
            new = [line for line in lines if line.is_new]
            if "register" in request.POST and new:
                return _register(request, scheme, new)
            context |= {"lines": lines, "new": len(new), "text": as_text(rows), "warnings": _warned(scheme, new)}
        except Refused as error:
            context["error"], status = str(error), 422
    made = frame(_("Register from a list"))
    return TemplateResponse(request, "assessments/candidacies/register_list.html", context | made, status=status)


def _register(request: HttpRequest, scheme: Scheme, new: list[Any]) -> HttpResponse:
    holders = {line.learner.pk: line.holder for line in new}
    _tell(request, api.register_candidates(scheme.pk, list(holders), by=officer_of(request), holders=holders))
    response = redirect("candidacies")
    response["Location"] += f"?scheme={scheme.pk}&state=open"
    return response


def _warned(scheme: Scheme, new: list[Any]) -> list[tuple[Learner, str]]:
    """Who would probably not finish in time: said before anybody is registered, and no obstacle."""
    live = scheme.versions.filter(state="live").first()
    if live is None:
        return []
    from ...schemes.editing import rules_of

    rules = rules_of(live)
    found = api.warnings_for_new([Asked(line.learner, scheme.pk, rules) for line in new])
    return [(line.learner, found[line.learner.pk]) for line in new if line.learner.pk in found]


def _usable(officer: Officer) -> Any:
    return schemes_for(officer).filter(retired_at=None, versions__state="live").order_by("title")


def _scheme(request: HttpRequest, officer: Officer) -> Scheme | None:
    key = request.POST.get("scheme") or request.GET.get("scheme", "")
    return _usable(officer).filter(pk=key).first() if is_uuid(key) else None  # type: ignore[no-any-return]


def _tell(request: HttpRequest, made: list[Candidacy]) -> None:
    words = ngettext("%(n)s candidate is registered.", "%(n)s candidates are registered.", len(made))
    not_yet = sum(one.state == CandidacyState.NOT_ELIGIBLE for one in made)
    said = words % {"n": len(made)}
    if not_yet:
        more = ngettext(
            "%(n)s of them may not sit yet; the page of each says why.",
            "%(n)s of them may not sit yet; the page of each says why.",
            not_yet,
        )
        said += " " + more % {"n": not_yet}
    messages.success(request, said)
    warned = api.warnings_for(
        list(Candidacy.objects.filter(pk__in=[one.pk for one in made]).select_related("learner", "version"))
    )
    if warned:
        more = ngettext(
            "%(n)s of them will probably not finish in time; the page of each says why.",
            "%(n)s of them will probably not finish in time; the page of each says why.",
            len(warned),
        )
        messages.warning(request, more % {"n": len(warned)})


def address_of(scheme: Scheme) -> str:
    return f"{reverse('candidacies_register')}?scheme={scheme.pk}"

"""Schemes: the list, one scheme with its versions, its particulars, its rules, the dry run, and into force."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.exams.permissions import EXAMINERS
from lms.lib.errors import Invalid, NotFoundHere, Refused
from lms.people import access
from lms.people.pages import page_frame
from lms.people.permissions import has_role

from ...candidacies.screens.frame import officer_of, refusals_told
from ...candidacies.states import OPEN
from ...models import Scheme, SchemeVersion
from ...permissions import VIEWERS, can_change, check_can_change, scheme_for, schemes_for
from .. import api
from ..reading import differences, in_both, in_words, names_of
from .forms import RulesForms, SchemeForm

ICON = "list-ol"
SHOWN = 200  # changes of a dry run


def frame(title: Any, scheme: Scheme | None = None) -> dict[str, Any]:
    made = page_frame(title, ICON, (_("Schemes"), "schemes"))
    if scheme is not None:
        above = {"url": reverse("scheme", args=[scheme.pk]), "label": str(scheme)}
        made["breadcrumbs_items"].insert(-1, above)
        made["scheme"] = scheme
    return made


@access.officers(*VIEWERS)
def schemes(request: HttpRequest) -> HttpResponse:
    officer = officer_of(request)
    rows = schemes_for(officer).annotate(
        going=Count("candidacies", filter=Q(candidacies__state__in=OPEN)),
    )
    live = dict(SchemeVersion.objects.filter(scheme__in=rows, state="live").values_list("scheme_id", "number"))
    listed = [(one, live.get(one.pk)) for one in rows.order_by("retired_at", "title")]
    context = {"rows": listed, "may_add": has_role(officer, *EXAMINERS)}
    return TemplateResponse(request, "assessments/schemes/list.html", context | page_frame(_("Schemes"), ICON))


@access.officers(*VIEWERS)
def scheme(request: HttpRequest, scheme_id: UUID) -> HttpResponse:
    """Everything about it in plain words; each version with what it changed."""
    officer = officer_of(request)
    one = scheme_for(officer, scheme_id)
    versions = list(one.versions.order_by("-number"))
    told: list[dict[str, Any]] = []
    for place, version in enumerate(versions):
        rules = api.rules_of(version)
        older = api.rules_of(versions[place + 1]) if place + 1 < len(versions) else None
        told.append(
            {
                "version": version,
                "words": in_words(rules, names_of(rules)),
                "changes": differences(older, rules) if older else [],
                "tried": version.state == "draft" and version.tried_digest == api.digest_of(rules),
            }
        )
    context = {
        "told": told,
        "draft": next((row for row in told if row["version"].state == "draft"), None),
        "live": next((row for row in told if row["version"].state == "live"), None),
        "may_change": can_change(officer, one),
        "going": one.candidacies.filter(state__in=OPEN).count(),
    }
    return TemplateResponse(request, "assessments/schemes/scheme.html", context | frame(str(one)) | {"scheme": one})


@access.officers(*EXAMINERS)
def add(request: HttpRequest) -> HttpResponse:
    return _particulars(request, None)


@access.officers(*EXAMINERS)
def change(request: HttpRequest, scheme_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    one = scheme_for(officer, scheme_id)
    check_can_change(officer, one)
    return _particulars(request, one)


def _particulars(request: HttpRequest, one: Scheme | None) -> HttpResponse:
    officer = officer_of(request)
    form = SchemeForm(request.POST or None, instance=Scheme.objects.get(pk=one.pk) if one else None, officer=officer)
    if request.method == "POST" and form.is_valid():
        try:
            if one is None:
                saved = api.create_scheme(by=officer, **form.cleaned_data)
            else:
                saved = api.revise_scheme(one.pk, by=officer, **form.cleaned_data)
        except NotFoundHere:
            raise
        except (Refused, PermissionDenied) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved.") if one else _("Saved. Now write its rules."))
            return redirect("scheme" if one else "scheme_rules", saved.pk)
    title = _("Change the particulars") if one else _("Add a scheme")
    back = reverse("scheme", args=[one.pk]) if one else reverse("schemes")
    context = {"form": form, "submit_label": _("Save"), "cancel_url": back}
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "assessments/candidacies/form.html", context | frame(title, one), status=status)


@access.officers(*EXAMINERS)
def rules(request: HttpRequest, scheme_id: UUID) -> HttpResponse:
    """The form beside its reading. `preview` reads what stands in the form and saves nothing."""
    officer = officer_of(request)
    one = scheme_for(officer, scheme_id)
    check_can_change(officer, one)
    draft = one.versions.filter(state="draft").first() or one.versions.filter(state="live").first()
    stored = api.rules_of(draft) if draft else None
    forms = RulesForms(request.POST or None, scheme=one, officer=officer, rules=stored)
    read, status = stored, 200
    if request.method == "POST":
        if forms.is_valid() and forms.found is not None:
            read = forms.found
            if "preview" not in request.POST:
                try:
                    api.save_rules(one.pk, forms.found, by=officer)
                except NotFoundHere:
                    raise
                except Refused as error:
                    forms.rules_form.add_error(None, str(error))
                else:
                    messages.success(
                        request, _("The draft is saved. Try it on real candidates before it goes into force.")
                    )
                    return redirect("scheme", one.pk)
        else:
            read = None
        status = 200 if read and "preview" in request.POST else 422
    context = {"forms": forms, "reading": in_both(read, names_of(read)) if read else []}
    made = frame(_("Rules"), one)
    return TemplateResponse(request, "assessments/schemes/rules.html", context | made, status=status)


@access.officers(*EXAMINERS)
@require_POST
def trial(request: HttpRequest, scheme_id: UUID) -> HttpResponse:
    """The dry run: who would stand where."""
    officer = officer_of(request)
    one = scheme_for(officer, scheme_id)
    check_can_change(officer, one)
    draft = one.versions.filter(state="draft").first()
    if draft is None:
        raise Invalid(_("There is no draft to try."))
    made = api.try_out(one.pk, by=officer)
    read = api.rules_of(draft)
    live = one.versions.filter(state="live").first()
    context = {
        "trial": made,
        "shown": made.changes[:SHOWN],
        "left": max(0, len(made.changes) - SHOWN),
        "draft": draft,
        "live": live,
        "words": in_words(read, names_of(read)),
        "changes": differences(api.rules_of(live), read) if live else [],
    }
    return TemplateResponse(request, "assessments/schemes/trial.html", context | frame(_("Dry run"), one))


@access.officers(*EXAMINERS)
@require_POST
def act(request: HttpRequest, scheme_id: UUID, action: str) -> HttpResponse:
    """`live`, `discard`, `retire`, `unretire`."""
    officer = officer_of(request)
    with refusals_told(request):
        if action == "live":
            api.go_live(scheme_id, by=officer)
            messages.success(
                request, _("These rules are in force. Candidates on the way keep those they were registered with.")
            )
        elif action == "discard":
            api.discard_draft(scheme_id, by=officer)
            messages.success(request, _("The draft is thrown away."))
        elif action in ("retire", "unretire"):
            api.retire_scheme(scheme_id, by=officer, back=action == "unretire")
            messages.success(request, _("Saved."))
        else:
            raise NotFoundHere
    return redirect("scheme", scheme_id)

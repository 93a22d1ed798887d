"""Placement tests: the list, one test with its reading and trial, and the form."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from lms.lib.errors import NotAllowed, NotFoundHere, Refused
from lms.people import access
from lms.people.models import Officer
from lms.people.pages import page_frame

from .. import api
from ..models import PlacementTest
from ..permissions import (
    DEFINERS,
    READERS,
    can_define,
    check_can_define,
    placement_test_for,
    prison_of_new_test,
)
from ..pools import LEAST, counts, pool_of
from . import reading
from .forms import AreaFormSet, LevelFormSet, PlacementTestForm, areas_in, levels_in


@access.officers(*READERS)
def placement_tests(request: HttpRequest) -> HttpResponse:
    officer: Officer = request.user  # type: ignore[assignment]
    rows = api.placement_tests_for(officer).filter(closed_at=None).select_related("prison")
    rows = rows.annotate(
        levels_there=Count("levels", distinct=True),
        held=Count("placements", filter=~Q(placements__state="stopped"), distinct=True),
    )
    context = {"rows": rows, "may_add": _may_add(officer)}
    frame = page_frame(_("Placement tests"), "list-ol")
    return TemplateResponse(request, "assessments/placement/tests.html", context | frame)


@access.officers(*READERS)
def placement_test(request: HttpRequest, test_id: UUID) -> HttpResponse:
    """What the test is, in words; `?trial=1` tries it out."""
    officer: Officer = request.user  # type: ignore[assignment]
    test = placement_test_for(officer, test_id)
    pool = pool_of(test)
    there = counts(pool)
    context: dict[str, Any] = {
        "test": test,
        "may_change": can_define(officer, test) and not test.closed_at,
        "levels": reading.levels_in_words(test),
        "areas": [(area, there.get(area.tag, 0)) for area in test.areas.all()],
        "items": len(pool),
        "too_few": len(pool) < LEAST,
        "thin": LEAST <= len(pool) < 3 * test.most_items,
    }
    if request.GET.get("trial") and not context["too_few"]:
        trial = api.try_out(test)
        told, advice = reading.trial_in_words(trial, test)
        context |= {"told": told, "advice": advice, "table": list(reading.table_of(trial, test))}
    frame = page_frame(test.name, "list-ol", (_("Placement tests"), "placement_tests"))
    return TemplateResponse(request, "assessments/placement/test.html", context | frame)


@access.officers(*DEFINERS)
def placement_test_new(request: HttpRequest) -> HttpResponse:
    officer: Officer = request.user  # type: ignore[assignment]
    prison_of_new_test(officer)
    return _form(request, None)


@access.officers(*DEFINERS)
def placement_test_change(request: HttpRequest, test_id: UUID) -> HttpResponse:
    officer: Officer = request.user  # type: ignore[assignment]
    test = placement_test_for(officer, test_id)
    check_can_define(officer, test)
    return _form(request, test)


@access.officers(*DEFINERS)
@require_POST
def placement_test_act(request: HttpRequest, test_id: UUID, action: str) -> HttpResponse:
    """`close` or `calibrate`."""
    officer: Officer = request.user  # type: ignore[assignment]
    try:
        if action == "close":
            api.close_test(test_id, by=officer)
            messages.success(request, _("The test is no longer used. What it found stays."))
            return redirect("placement_tests")
        if action != "calibrate":
            raise NotFoundHere
        count = api.calibrate_test(test_id, by=officer)
        words = ngettext(
            "%(n)s question has a difficulty from answers now.",
            "%(n)s questions have a difficulty from answers now.",
            count,
        )
        messages.success(request, words % {"n": count})
    except NotFoundHere:
        raise
    except Refused as error:
        messages.error(request, str(error))
    return redirect("placement_test", test_id)


def _form(request: HttpRequest, test: PlacementTest | None) -> HttpResponse:
    officer: Officer = request.user  # type: ignore[assignment]
    data = request.POST if request.method == "POST" else None
    form = PlacementTestForm(data, instance=test)
    levels = LevelFormSet(data, prefix="levels", initial=_levels(test))
    areas = AreaFormSet(data, prefix="areas", initial=_areas(test))
    if data is not None and all([form.is_valid(), levels.is_valid(), areas.is_valid()]):
        given = (levels_in(levels), areas_in(areas))
        try:
            if test is None:
                saved = api.create_test(*given, by=officer, **form.cleaned_data)
            else:
                saved = api.change_test(test.pk, *given, by=officer, **form.cleaned_data)
        except NotFoundHere:
            raise
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("placement_test", saved.pk)
    title = test.name if test else _("Add a placement test")
    frame = page_frame(title, "list-ol", (_("Placement tests"), "placement_tests"))
    context = {"form": form, "levels": levels, "areas": areas, "test": test}
    return TemplateResponse(request, "assessments/placement/test_form.html", context | frame)


def _levels(test: PlacementTest | None) -> list[dict[str, Any]]:
    if test is None:
        return []
    return [{"name": level.name, "starts_at": level.starts_at, "meaning": level.meaning} for level in test.levels.all()]


def _areas(test: PlacementTest | None) -> list[dict[str, Any]]:
    return [{"tag": area.tag, "share": area.share} for area in test.areas.all()] if test else []


def _may_add(officer: Officer) -> bool:
    try:
        prison_of_new_test(officer)
    except (PermissionDenied, NotAllowed):
        return False
    return True

"""The desktop side: which sittings have practical tasks, what has arrived, what still lacks a signature, and deciding."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lms.lib.errors import NotFoundHere, Refused
from lms.lib.pictures import clean_picture
from lms.packages import api as packages
from lms.people import access
from lms.people.screens.page import officer_of, page

from ..models import PracticalAssessment, SigningKey
from ..permissions import EXAMINERS, wards_of
from . import api
from .permissions import can_decide, performance_for, practical_sitting_for
from .reading import Task, photos_here
from .standing import points_of

SHOWN_SIDE = 1600  # pixels
WAITING = (api.State.HALF, api.State.CONTRADICTION, api.State.LATE)


@access.officers(*EXAMINERS)
@require_GET
def sittings(request: HttpRequest) -> HttpResponse:
    officer = officer_of(request)
    rows = [(sitting, seats) for sitting, seats in api.sittings_with_practicals(officer)]
    keys = SigningKey.objects.filter(officer=officer, revoked_at=None)
    context = {"rows": rows, "keys": keys}
    return page(request, "assessments/practical/sittings.html", _("Practical exams"), context, icon="clipboard-list")


@access.officers(*EXAMINERS)
@require_GET
def sitting(request: HttpRequest, sitting_id: UUID) -> HttpResponse:
    found = practical_sitting_for(officer_of(request), sitting_id)
    tasks = api.tasks_of(found)
    every = [one for task in tasks if task.performance for one in task.performance.assessments.all()]
    here = photos_here(every)
    rows = [(task, _signers(task), _photos(task, here)) for task in tasks]
    context = {
        "sitting": found,
        "rows": rows,
        "signed": sum(task.points is not None for task in tasks),
        "waiting": sum(task.standing.state in WAITING for task in tasks),
        "missing_photos": sum(not there for there in here.values()),
    }
    trail = [(_("Practical exams"), reverse("practicals"))]
    return page(request, "assessments/practical/sitting.html", found.title, context, icon="clipboard-list", trail=trail)


def _signers(task: Task) -> str:
    if task.performance is None:
        return ""
    ids = {key for one in task.standing.open for key in one.signers}
    rows = [sign for one in task.performance.assessments.all() for sign in one.signatures.all()]
    return _(", ").join(dict.fromkeys(str(sign.officer) for sign in rows if sign.officer_id in ids))


def _photos(task: Task, here: dict[str, bool]) -> tuple[int, int]:
    """(arrived, named) of what still counts."""
    if task.performance is None:
        return 0, 0
    ids = {one.id for one in task.standing.open}
    named = {sha for one in task.performance.assessments.all() if one.pk in ids for sha in one.content["photos"]}
    return sum(here[sha] for sha in named), len(named)


@access.officers(*EXAMINERS)
@require_http_methods(["GET", "POST"])
def performance(request: HttpRequest, performance_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    found = performance_for(officer, performance_id)
    if request.method == "POST":
        try:
            api.decide_performance(
                found.pk, request.POST.get("assessment", ""), by=officer, reason=request.POST.get("reason", "")
            )
            messages.success(request, _("Decided. This assessment counts now."))
        except Refused as error:
            messages.error(request, str(error))
        return redirect("practical_performance", found.pk)
    task = api.task_of(found)
    own = found.seat.learner.ward_id in wards_of(officer)
    assert task.performance is not None
    assessments = list(task.performance.assessments.all())
    context = {
        "task": task,
        "learner": found.seat.learner,
        "own": own,
        "assessments": [_shown(task, one, photos_here([one])) for one in assessments],
        "decisions": list(task.performance.decisions.all()),
        "may_decide": can_decide(officer, found.seat.sitting) and not own and len(task.standing.open) > 0,
    }
    title = _("Seat %(number)s: %(name)s") % {"number": found.seat.number, "name": found.seat.learner.name}
    trail = [
        (_("Practical exams"), reverse("practicals")),
        (found.seat.sitting.title, reverse("practical_sitting", args=[found.seat.sitting_id])),
    ]
    return page(request, "assessments/practical/performance.html", title, context, icon="clipboard-list", trail=trail)


def _shown(task: Task, one: PracticalAssessment, here: dict[str, bool]) -> dict[str, Any]:
    rubric = task.item.document["rubric"]
    levels = one.content["levels"]
    still = {entry.id: entry for entry in task.standing.open}
    return {
        "row": one,
        "criteria": [(criterion["title"], criterion["levels"][levels[criterion["id"]]]) for criterion in rubric],
        "points": points_of(rubric, levels, task.worth),
        "signatures": list(one.signatures.all()),
        "photos": [(sha256, here[sha256]) for sha256 in one.content["photos"]],
        "minutes": round(one.content["seconds"] / 60),
        "stands": one.pk in still,
        "complete": one.pk in still and still[one.pk].complete,
        "counts": task.standing.counts is not None and task.standing.counts.id == one.pk,
    }


@access.officers(*EXAMINERS)
@require_GET
def photo(request: HttpRequest, performance_id: UUID, sha256: str) -> HttpResponse:
    """One photo of this performance, decoded and drawn anew: what a tablet sent never runs here."""
    found = performance_for(officer_of(request), performance_id)
    named = {one for row in found.assessments.all() for one in row.content["photos"]}
    if sha256 not in named or not packages.has_blob(sha256):
        raise NotFoundHere
    with packages.open_blob(sha256) as file:
        picture = clean_picture(file.read(), max_side=SHOWN_SIDE)
    if picture is None:
        raise NotFoundHere(_("This photo cannot be shown: it is damaged, or no photo."))
    response = HttpResponse(picture.data, content_type=picture.media_type)
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@access.officers(*EXAMINERS)
@require_POST
def revoke_key(request: HttpRequest, key_id: UUID) -> HttpResponse:
    api.revoke_key(key_id, by=officer_of(request))
    messages.success(request, _("Signatures from this tablet are refused from now on."))
    return redirect("practicals")

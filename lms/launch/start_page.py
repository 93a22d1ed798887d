"""The demo's start page: a button per role that opens signed in, the switch that cuts the tablet line, a live lesson to look at. Demo only."""

from __future__ import annotations

import base64
import json
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from lms.launch import simulation
from lms.lib.errors import NotFoundHere
from lms.people import access
from lms.people import api as people
from lms.people.models import Learner, Officer
from lms.people.roles import Role

_SALT = "newleaf.demo.enter"
_CUT = settings.DATA_DIR / "line-is-cut"
_ORDER = [
    Role.EDUCATION_OFFICE,
    Role.AUTHOR,
    Role.SUPERVISOR,
    Role.TEACHER,
    Role.EVALUATOR,
    Role.CHIEF_EVALUATOR,
    Role.INVIGILATOR,
    Role.DEVICE_KEEPER,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
]


def samples_state() -> dict[str, Any]:
    """What the sample loader last said of itself."""
    try:
        return json.loads((settings.DATA_DIR / "samples.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {"percent": 0, "sentence": "", "done": False, "officers": [], "learners": []}


def live_sample_state(now: dict[str, Any]) -> dict[str, Any]:
    """How far the finished live lesson is, which is made when the courses are there; its sentence in the reader's language."""
    try:
        told = json.loads((settings.DATA_DIR / "live-sample.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        told = {}
    language = get_language() or ""
    return {
        "percent": told.get("percent", 0),
        "sentence": told.get("sentence", {}).get(language, ""),
        "page": told.get("page", ""),
        "hidden": not now["done"] or not told or bool(told.get("done")),
    }


@access.public("the demo's start page; the route exists in the demo only")
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    state = samples_state()
    order = {role.value: number for number, role in enumerate(_ORDER)}
    officers = [one | {"label": Role(one["role"]).label} for one in state["officers"] if one["role"] in order]
    officers.sort(key=lambda one: order[one["role"]])
    context = {
        "state": state,
        "officers": officers,
        "cut": _CUT.exists(),
        "live_sample": live_sample_state(state),
        "lesson": simulation.phase(settings.DATA_DIR),
        "other_language": "en" if get_language() != "en" else "zh-hans",
    }
    return render(request, "launch/start.html", context)


@access.public("as the start page")
@require_GET
def state(request: HttpRequest) -> JsonResponse:
    now = samples_state()
    return JsonResponse(
        {
            "percent": now["percent"],
            "sentence": now["sentence"],
            "done": now["done"],
            "people": len(now["officers"]),
            "cut": _CUT.exists(),
            "live_sample": live_sample_state(now),
            "lesson": simulation.phase(settings.DATA_DIR),
        }
    )


@access.public("as the start page")
@require_POST
def switch_line(request: HttpRequest) -> HttpResponse:
    if request.POST.get("cut") == "yes":
        _CUT.touch()
    else:
        _CUT.unlink(missing_ok=True)
    return redirect("demo_start")


@access.public("as the start page")
@require_POST
def switch_lesson(request: HttpRequest) -> HttpResponse:
    """On: the demo's supervisor starts a camera. Off: the lesson is ended as if its teacher had ended it."""
    if request.POST.get("on") == "yes" and samples_state()["done"]:
        simulation.switch_on(settings.DATA_DIR)
    elif request.POST.get("on") == "no":
        simulation.switch_off(settings.DATA_DIR)
    return redirect("demo_start")


@access.public("as the start page")
@require_POST
def open_as_officer(request: HttpRequest, username: str) -> HttpResponse:
    """The start page of the officer's role, or one of the pages of the simulated or the finished lesson."""
    pages = simulation.told(settings.DATA_DIR).get("pages", {}) | {"sample": live_sample_state(samples_state())["page"]}
    ticket = signing.dumps([username, pages.get(request.POST.get("page", ""), "")], salt=_SALT)
    return redirect(f"{settings.ORIGIN_URLS['staff']}/demo/enter/?ticket={ticket}")


@access.public("takes a ticket that the start page signed a minute ago at most")
@require_GET
def enter(request: HttpRequest) -> HttpResponse:
    """On the staff origin: signs the officer in with the ticket."""
    try:
        username, page = signing.loads(request.GET.get("ticket", ""), salt=_SALT, max_age=60)
    except signing.BadSignature as error:
        raise NotFoundHere from error
    officer = Officer.objects.filter(username=username, is_active=True).first()
    if officer is None:
        raise NotFoundHere
    login(request, officer, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect(page or "wagtailadmin_home")


@access.public("as the start page")
@require_POST
def open_as_learner(request: HttpRequest, number: str) -> HttpResponse:
    """Hands the tablet app a fresh pairing code and the learner's sign-in."""
    known = next((one for one in samples_state()["learners"] if one["number"] == number), None)
    learner = Learner.objects.filter(number=number).order_by("prison__created_at").first()
    keeper = Officer.objects.filter(is_superuser=True, is_active=True).first()
    if known is None or learner is None or keeper is None:
        raise NotFoundHere
    code = people.create_pairing_code(by=keeper, prison=learner.prison, ward=learner.ward)
    parcel = json.dumps({"code": code, "number": number, "secret": known["secret"]})
    packed = base64.urlsafe_b64encode(parcel.encode()).decode().rstrip("=")
    return redirect(f"{settings.ORIGIN_URLS['tablet']}/?demo={packed}")

"""The page of the first-run guide."""

from __future__ import annotations

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from lms.people import access
from lms.people.pages import page_frame
from lms.people.places import prisons_for
from lms.people.roles import Role

from .guide import guide_for, guide_prison


@access.officers(Role.EDUCATION_OFFICE, Role.ADMINISTRATOR)
def guide(request: access.OfficerRequest) -> HttpResponse:
    """Every step with what is done and where the next one is done; `?prison=` for those who look after several."""
    prisons = prisons_for(request.user, Role.EDUCATION_OFFICE, Role.ADMINISTRATOR)
    prison = prisons.filter(code=request.GET.get("prison", "")).first() or guide_prison(request.user) or prisons.first()
    steps = guide_for(request.user, prison) if prison else []
    context = {
        "prison": prison,
        "prisons": prisons,
        "steps": steps,
        "all_done": bool(steps) and all(state.done for state in steps),
    }
    return TemplateResponse(request, "staff/guide.html", context | page_frame(_("First steps"), "list-ol"))

"""The portable record of one learner: what it holds, and the file."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.exams.sittings.screens.frame import officer_of, refusals_told
from lms.people import access
from lms.people import api as people
from lms.people.models import Learner
from lms.people.pages import page_frame
from lms.people.panels import Panel, register_learner_panel

from ...permissions import REGISTRARS
from ..portable import contents, making

ICON = "folder-open-inverse"


@access.officers(*REGISTRARS)
def record(request: HttpRequest, learner_id: UUID) -> HttpResponse:
    learner, holds = making.preview_record(officer_of(request), learner_id)
    officer = officer_of(request)
    if people.learners_for(officer).filter(pk=learner.pk).exists():
        frame = page_frame(_("Portable record"), ICON, (_("Learners"), "people_learners:index"))
        back = {"url": reverse("people_learners:detail", args=[learner.pk]), "label": learner.name}
        frame["breadcrumbs_items"].insert(-1, back)
    else:
        frame = page_frame(_("Portable record"), ICON, (_("Candidates"), "candidacies"))
    context = {"learner": learner, "holds": holds} | frame
    return TemplateResponse(request, "assessments/certificates/record_page.html", context)


@access.officers(*REGISTRARS)
@require_POST
def make(request: HttpRequest, learner_id: UUID) -> HttpResponse:
    with refusals_told(request):
        learner, data = making.make_record(learner_id, by=officer_of(request))
        response = HttpResponse(data, content_type="application/zip")
        name = _("Learning record of %(name)s") % {"name": learner.name}
        response["Content-Disposition"] = content_disposition_header(True, f"{name}.zip") or "attachment"
        return response
    return redirect("certificate_record", learner_id)


@register_learner_panel(60, *REGISTRARS)
def certificates_of_learner(request: HttpRequest, learner: Learner) -> Panel:
    """On the learner's page: the certificates to print, and the way to the record."""
    found = contents.certificates_of(learner)
    return Panel(_("Certificates"), "assessments/certificates/learner_panel.html", {"certificates": found})

"""A body's signing keys, and the files that the world may have."""

from __future__ import annotations

import json
import re
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from assessments.exams.permissions import EXAMINERS
from assessments.exams.sittings.screens.frame import officer_of, refusals_told
from lms.lib.errors import Invalid, NotFoundHere
from lms.people import access
from lms.people.pages import page_frame

from ...credentials.keys import PASSPHRASE_CHARACTERS
from ...credentials.trust_bundle import to_bytes
from ...models import BroughtKey, Certificate
from ...permissions import bodies_for, body_for, can_change_keys
from .. import api, publishing

ICON = "key"
MOST_BYTES = 20_000


@access.officers(*EXAMINERS)
def bodies(request: HttpRequest) -> HttpResponse:
    """All bodies that sign here, for the files of several at once."""
    signing = [one for one in bodies_for(officer_of(request)) if not one.outside]
    context = {"bodies": [(one, one.keys.filter(state="active").first()) for one in signing]}
    frame = page_frame(_("Keys and verifier"), ICON)
    return TemplateResponse(request, "assessments/certificates/bodies.html", context | frame)


@access.officers(*EXAMINERS)
def keys(request: HttpRequest, body_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    body = body_for(officer, body_id)
    rows = body.keys.select_related("doubted_by", "export_asked_by")
    context: dict[str, Any] = {
        "body": body,
        "keys": [(key, Certificate.objects.filter(key=key).count()) for key in rows],
        "brought": BroughtKey.objects.select_related("by").filter(body=body).first(),
        "lists": body.status_lists.all(),
        "may_change": can_change_keys(officer, body),
        "officer": officer,
        "shortest": PASSPHRASE_CHARACTERS,
    }
    frame = page_frame(str(body), ICON, (_("Keys and verifier"), "certificate_bodies"))
    return TemplateResponse(request, "assessments/certificates/keys.html", context | frame)


@access.officers(*EXAMINERS)
@require_POST
@sensitive_post_parameters("passphrase")
def act(request: HttpRequest, body_id: UUID, action: str) -> HttpResponse:
    """`make`, `sign-status`; `bring`, `take-in`, `not-in`."""
    officer = officer_of(request)
    with refusals_told(request):
        if action == "make":
            api.make_key(body_id, by=officer, algorithm=request.POST.get("algorithm", ""))
            messages.success(request, _("Made. New certificates are signed with it."))
        elif action == "bring":
            api.bring_key(body_id, _uploaded(request), passphrase=request.POST.get("passphrase", ""), by=officer)
            messages.success(request, _("Kept. It signs once a second officer has added the other passphrase."))
        elif action == "take-in":
            api.import_key(body_id, passphrase=request.POST.get("passphrase", ""), by=officer)
            messages.success(request, _("Taken in. New certificates are signed with it."))
        elif action == "not-in":
            api.forget_brought(body_id, by=officer)
            messages.success(request, _("The file is thrown away."))
        elif action == "sign-status":
            body = body_for(officer, body_id)
            api.sign_status(body, by=officer)
            messages.success(request, _("Signed as of now."))
        else:
            raise NotFoundHere
    return redirect("certificate_keys", body_id)


def _uploaded(request: HttpRequest) -> bytes:
    file = request.FILES.get("file")
    if file is None or not file.size or file.size > MOST_BYTES:
        raise Invalid(_("Choose the file with the key."))
    return bytes(file.read())


@access.officers(*EXAMINERS)
@require_POST
@sensitive_post_parameters("passphrase")
def act_on_key(request: HttpRequest, key_id: UUID, action: str) -> HttpResponse:
    """`doubt`, `confirm`, `clear`; `ask-copy`, `no-copy`."""
    officer, reason = officer_of(request), request.POST.get("reason", "")
    key = api.key_for(officer, key_id)
    with refusals_told(request):
        if action == "doubt":
            api.doubt_key(key_id, by=officer, reason=reason)
            messages.success(request, _("It signs no more. A second officer has to confirm that it is compromised."))
        elif action == "confirm":
            api.confirm_compromise(key_id, by=officer)
            messages.success(request, _("Confirmed. What it signed does not count any more. Publish the files anew."))
        elif action == "ask-copy":
            api.ask_export(key_id, passphrase=request.POST.get("passphrase", ""), by=officer)
            messages.success(request, _("Keep your passphrase. A second officer now adds another and gets the file."))
        elif action == "no-copy":
            api.forget_export(key_id, by=officer)
            messages.success(request, _("No copy will be made."))
        elif action == "clear":
            api.clear_doubt(key_id, by=officer, reason=reason)
            messages.success(request, _("The doubt is cleared."))
        else:
            raise NotFoundHere
    return redirect("certificate_keys", key.body_id)


@access.officers(*EXAMINERS)
@require_POST
@never_cache
@sensitive_post_parameters("passphrase")
def export(request: HttpRequest, key_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    key = api.key_for(officer, key_id)
    with refusals_told(request):
        key, data = api.export_key(key_id, passphrase=request.POST.get("passphrase", ""), by=officer)
        return _file(data, f"{key.body.code}-key.jwe", "application/jose")
    return redirect("certificate_keys", key.body_id)


@access.officers(*EXAMINERS)
def publication(request: HttpRequest, body_id: UUID, name: str) -> HttpResponse:
    """`did.json`, `status-N.jwt`, `trust-bundle.json`, `verifier.html` of one body."""
    body = body_for(officer_of(request), body_id)
    if name == "did.json":
        return _file(_json(publishing.did_document(body)), name, "application/did+json")
    if name == "trust-bundle.json":
        return _file(to_bytes(publishing.bundle_of([body])), name, "application/json")
    if name == "verifier.html":
        return _file(publishing.verifier_of([body]), f"{body.code}-verifier.html", "text/html; charset=utf-8")
    asked = re.fullmatch(r"status-([0-9]{1,5})\.jwt", name)
    found = body.status_lists.filter(number=int(asked[1])).first() if asked else None
    if found is None or not found.credential:
        raise NotFoundHere
    return _file(found.credential.encode(), name, "application/vc+jwt")


@access.officers(*EXAMINERS)
def publication_of_all(request: HttpRequest, name: str) -> HttpResponse:
    """`trust-bundle.json` and `verifier.html` for all bodies that the officer sees."""
    bodies = bodies_for(officer_of(request)).filter(outside=False, keys__isnull=False).distinct().order_by("code")
    if name == "trust-bundle.json":
        return _file(to_bytes(publishing.bundle_of(bodies)), name, "application/json")
    if name == "verifier.html":
        return _file(publishing.verifier_of(bodies), name, "text/html; charset=utf-8")
    raise NotFoundHere


def _json(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _file(data: bytes, name: str, media_type: str) -> HttpResponse:
    """Always a download: a page of ours must not be run by what leaves."""
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

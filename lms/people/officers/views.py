"""Pages of one officer: account, sign-in and roles; the second officer's page of a role request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lms.lib.errors import NotFoundHere, Refused
from lms.people import access

from .. import grants
from ..models import Officer
from ..pages import page_frame
from ..places import KEEPERS
from ..roles import Role
from ..signin import codes
from ..signin.own import codes_sheet
from . import accounts
from .forms import OfficerForm, RoleForm, TokenForm, TokenImportForm
from .listing import state_in_words


@access.officers(Role.ADMINISTRATOR)
@never_cache
def officer_new(request: access.OfficerRequest) -> HttpResponse:
    """A new account; the reply is the sheet with its first password and codes, shown once."""
    form = OfficerForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            officer, password, made = accounts.create_officer(by=request.user, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return codes_sheet(
                request, officer, made, password=password, back_url=reverse("officer", args=[officer.pk])
            )
    intro = _(
        "The next page shows the first password and a list of one-time codes. Print it and hand it over in person."
    )
    context = {"form": form, "submit_label": _("Make the account"), "intro": intro}
    frame = page_frame(_("Add an officer"), "user", (_("Officers"), "officers"))
    return TemplateResponse(request, "people/signin/form_page.html", context | frame)


@access.officers(*KEEPERS)
@never_cache
def officer(request: access.OfficerRequest, officer_id: int) -> HttpResponse:
    """Everything about one officer, and what may be done with the account."""
    found = accounts.officer_for(request.user, officer_id)
    manages = accounts.can_manage(request.user, found)
    form = OfficerForm(request.POST or None, by=request.user, officer=found) if manages else None
    if request.method == "POST" and form and form.is_valid():
        accounts.change_officer(found.pk, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("officer", found.pk)
    context = {
        "officer": found,
        "form": form,
        "manages": manages,
        "own": found.pk == request.user.pk,
        "state": state_in_words(found),
        "grants": [
            (grant, grants.can_give(request.user, Role(grant.role), grant.prison))
            for grant in found.grants.select_related("prison", "ward")
        ],
        "requests": found.role_requests.filter(state="waiting").select_related("prison", "ward", "requested_by"),
        "role_form": RoleForm(by=request.user, officer=found),
        "token_form": TokenForm(),
        "codes_left": codes.codes_left(found),
    }
    frame = page_frame(found.name or found.username, "user", (_("Officers"), "officers"))
    return TemplateResponse(request, "people/officers/officer.html", context | frame)


@access.officers(Role.ADMINISTRATOR)
@require_POST
@never_cache
def officer_action(request: access.OfficerRequest, officer_id: int, action: str) -> HttpResponse:
    """Disable, enable, unlock, or set the password or the second factor anew."""
    by, back = request.user, reverse("officer", args=[officer_id])
    if action == "password":
        password = accounts.reset_password(officer_id, by=by)
        return codes_sheet(request, accounts.officer_for(by, officer_id), [], password=password, back_url=back)
    if action == "factor":
        made = accounts.reset_second_factor(officer_id, by=by)
        return codes_sheet(request, accounts.officer_for(by, officer_id), made, back_url=back)
    plain: dict[str, Callable[..., None]] = {
        "disable": accounts.disable_officer,
        "enable": accounts.enable_officer,
        "unlock": accounts.unlock_officer,
    }
    if action not in plain:
        raise NotFoundHere
    plain[action](officer_id, by=by)
    messages.success(request, _("Done."))
    return redirect(back)


@access.officers(Role.ADMINISTRATOR)
@require_POST
def officer_token(request: access.OfficerRequest, officer_id: int) -> HttpResponse:
    form = TokenForm(request.POST)
    if form.is_valid():
        accounts.give_token(officer_id, form.cleaned_data["token"].pk, by=request.user)
        messages.success(request, _("The token now belongs to this officer."))
    else:
        messages.error(request, _("Choose a token that is free."))
    return redirect("officer", officer_id)


@access.officers(*KEEPERS)
@require_POST
def officer_role(request: access.OfficerRequest, officer_id: int) -> HttpResponse:
    """The first officer's half of giving a role."""
    found = accounts.officer_for(request.user, officer_id)
    form = RoleForm(request.POST, by=request.user, officer=found)
    if not form.is_valid():
        messages.error(request, _("Choose a role and where it holds, and say why."))
        return redirect("officer", officer_id)
    data: dict[str, Any] = form.cleaned_data
    grants.request_role(
        found.pk, Role(data["role"]), prison=data["prison"], ward=data["ward"], by=request.user, reason=data["reason"]
    )
    messages.success(request, _("Asked for. The role holds once a second officer has confirmed it."))
    return redirect("officer", officer_id)


@access.officers(*KEEPERS)
@require_POST
def role_revoke(request: access.OfficerRequest, grant_id: UUID) -> HttpResponse:
    grants.revoke_role(grant_id, by=request.user)
    messages.success(request, _("The role was taken away."))
    return (
        redirect(request.POST.get("back") or "officers")
        if _is_own_path(request.POST.get("back", ""))
        else redirect("officers")
    )


def _is_own_path(path: str) -> bool:
    return path.startswith(reverse("officers"))


@access.officers(*KEEPERS)
def role_request(request: access.OfficerRequest, request_id: UUID) -> HttpResponse:
    """The second officer's page: confirm or refuse."""
    asked = grants.requests_for(request.user).filter(pk=request_id).first()
    if asked is None:
        raise NotFoundHere
    if request.method == "POST":
        decide = grants.confirm_role if request.POST.get("answer") == "confirm" else grants.refuse_role
        decide(asked.pk, by=request.user)
        messages.success(request, _("Done."))
        return redirect("role_requests")
    frame = page_frame(_("Role request"), "key", (_("Role requests"), "role_requests"))
    return TemplateResponse(
        request, "people/officers/role_request.html", {"asked": asked, "own": _took_part(asked, request.user)} | frame
    )


def _took_part(asked: Any, officer: Officer) -> bool:
    return officer.pk in (asked.requested_by_id, asked.officer_id)


@access.officers(Role.ADMINISTRATOR)
def tokens_import(request: access.OfficerRequest) -> HttpResponse:
    from ..signin import tokens

    form = TokenImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            count = tokens.import_tokens(form.cleaned_data["file"].read(tokens.MOST_BYTES + 1), by=request.user)
        except Refused as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, _("%(count)d tokens are here now.") % {"count": count})
            return redirect("tokens")
    context = {"form": form, "submit_label": _("Import")}
    frame = page_frame(_("Import tokens"), "upload", (_("Code tokens"), "tokens"))
    return TemplateResponse(request, "people/signin/form_page.html", context | frame)

"""Teaching groups: the list, and one group with its members."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from lms.lib.errors import NotFoundHere, Refused
from lms.people import access
from lms.people.models import Learner
from lms.people.pages import page_frame

from .. import groups as verbs
from ..models import Group
from ..permissions import PLANNERS, READERS, can_plan_for, learners_in_reach
from .scope import Scope, officer_of, scope_of

OFFERED = 200  # learners shown for adding; a search narrows them


class GroupForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the group"), max_length=100)
    ward = forms.ChoiceField(
        label=gettext_lazy("Ward"), required=False, help_text=gettext_lazy("Leave empty for a group across wards.")
    )

    def __init__(self, *args: Any, scope: Scope, whole_prison: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        choices = [(str(ward.pk), ward.name) for ward in scope.wards]
        field = self.fields["ward"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Across wards")), *choices] if whole_prison else choices
        field.required = not whole_prison

    def clean_ward(self) -> Any:
        return next((ward for ward in self.scope.wards if str(ward.pk) == self.cleaned_data["ward"]), None)


@access.officers(*READERS)
def groups(request: HttpRequest) -> HttpResponse:
    officer, scope = officer_of(request), scope_of(request)
    rows = verbs.groups_for(officer).filter(prison=scope.prison)
    context = {"scope": scope, "rows": rows, "may_add": any(can_plan_for(officer, ward) for ward in scope.wards)}
    return TemplateResponse(request, "learning/groups.html", context | page_frame(_("Groups"), "group"))


@access.officers(*PLANNERS)
def group_new(request: HttpRequest) -> HttpResponse:
    officer, scope = officer_of(request), scope_of(request, *PLANNERS)
    whole = can_plan_for(officer, Group(prison=scope.prison))
    form = GroupForm(request.POST or None, scope=scope, whole_prison=whole)
    if request.method == "POST" and form.is_valid():
        try:
            group = verbs.create_group(by=officer, prison=scope.prison, **form.cleaned_data)
        except Refused as error:
            form.add_error("name", str(error))
        else:
            return redirect("learning_group", group.pk)
    frame = page_frame(_("Add a group"), "group", (_("Groups"), "learning_groups"))
    return TemplateResponse(request, "learning/group_new.html", {"form": form, "scope": scope} | frame)


@access.officers(*READERS)
def group(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Members on the left, learners to add on the right, found by name, pinyin, number or ward."""
    officer = officer_of(request)
    found = verbs.group_for(officer, group_id)
    may_change = can_plan_for(officer, found) and not found.closed_at
    members = Learner.objects.filter(group_memberships__group=found).select_related("ward").order_by("number")
    offered, text = [], request.GET.get("q", "").strip()
    if may_change:
        others = learners_in_reach(officer, *PLANNERS).filter(prison=found.prison, state=Learner.State.ACTIVE)
        others = others.exclude(group_memberships__group=found).select_related("ward").order_by("ward__code", "number")
        if found.ward_id and not text:
            others = others.filter(ward=found.ward_id)
        if text:
            others = others.filter(
                Q(name__icontains=text)
                | Q(pinyin__icontains=text)
                | Q(number__startswith=text)
                | Q(ward__name__icontains=text)
            )
        offered = list(others[:OFFERED])
    context = {"group": found, "members": members, "offered": offered, "may_change": may_change, "q": text}
    return TemplateResponse(
        request, "learning/group.html", context | page_frame(found.name, "group", (_("Groups"), "learning_groups"))
    )


@access.officers(*PLANNERS)
@require_POST
def group_change(request: HttpRequest, group_id: UUID, action: str) -> HttpResponse:
    """`add` and `remove` the ticked learners, `rename`, `close`."""
    officer = officer_of(request)
    try:
        ticked = {UUID(one) for one in request.POST.getlist("learner")}
        now = set(verbs.members_of_group(group_id))
        if action == "rename":
            verbs.rename_group(group_id, name=request.POST.get("name", "")[:100], by=officer)
        elif action == "close":
            verbs.close_group(group_id, by=officer)
            messages.success(request, _("The group is closed. What was learnt stays on the records."))
            return redirect(reverse("learning_groups"))
        else:
            verbs.set_members(group_id, now | ticked if action == "add" else now - ticked, by=officer)
        messages.success(request, _("Saved."))
    except ValueError as error:
        raise NotFoundHere from error
    except NotFoundHere:
        raise
    except Refused as error:
        messages.error(request, str(error))
    return redirect("learning_group", group_id)

"""The occupations and subjects of the bank, kept by evaluators; everybody who uses questions may look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import BasePermissionPolicy

from lms.audit import api as audit
from lms.lib.tables import SafeExport
from lms.people import access
from lms.people.models import Officer
from lms.people.permissions import has_role

from ..models import Occupation
from ..permissions import EVALUATORS, READERS


class OccupationPolicy(BasePermissionPolicy):
    """Evaluators change the list; it is one for all prisons, as the national list of occupations is."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return has_role(user, *(READERS if action == "view" else EVALUATORS))

    def user_has_any_permission(self, user: Any, actions: Sequence[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: Sequence[str]) -> QuerySet[Officer]:
        return Officer.objects.filter(grants__role__in=EVALUATORS, is_active=True).distinct()


class OccupationIndexView(SafeExport, IndexView):
    default_ordering = "name"
    list_export = ["name", "name_en", "code"]
    export_filename = "occupations"

    @cached_property
    def columns(self) -> list[BaseColumn]:
        return [
            self._get_title_column("name"),
            Column("name_en", label=_("Name in English"), sort_key="name_en"),
            Column("code", label=_("Code"), sort_key="code"),
            Column("questions", label=_("Questions"), accessor="questions", sort_key="questions"),
        ]

    def get_base_queryset(self) -> QuerySet[Occupation]:
        return Occupation.objects.annotate(questions=Count("items"))


class _Audited:
    verb = ""

    @transaction.atomic
    def save_instance(self) -> Any:
        saved = super().save_instance()  # type: ignore[misc]
        detail = {"name": saved.name, "name_en": saved.name_en, "code": saved.code}
        audit.log(by=self.request.user, verb=self.verb, target=saved, detail=detail)  # type: ignore[attr-defined]
        return saved


class OccupationCreateView(_Audited, CreateView):
    verb = "assessments.occupation.created"


class OccupationEditView(_Audited, EditView):
    verb = "assessments.occupation.changed"


class OccupationDeleteView(DeleteView):
    """Only one that no question belongs to."""

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            row = Occupation.objects.select_for_update().get(pk=self.object.pk)
            number = row.items.count()
            if not number:
                audit.log(by=self.request.user, verb="assessments.occupation.deleted", target=row)
                answer: HttpResponse = super().form_valid(form)
                return answer
        sentence = ngettext(
            "%(n)s question belongs to “%(name)s”. Give it another occupation first.",
            "%(n)s questions belong to “%(name)s”. Give them another occupation first.",
            number,
        )
        messages.error(self.request, sentence % {"n": number, "name": row})
        return redirect("occupations:index")


class OccupationViewSet(ModelViewSet):
    model = Occupation
    name = "occupations"
    url_prefix = "item-bank-occupations"
    icon = "folder-open-1"
    menu_label = gettext_lazy("Occupations and subjects")
    panels = [FieldPanel("name"), FieldPanel("name_en"), FieldPanel("code")]
    index_view_class = OccupationIndexView
    add_view_class = OccupationCreateView
    edit_view_class = OccupationEditView
    delete_view_class = OccupationDeleteView
    search_fields = ["name", "name_en", "code"]
    search_backend_name = None
    list_per_page = 50
    copy_view_enabled = False
    inspect_view_enabled = False

    @property
    def breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse_lazy("wagtailadmin_home"), "label": gettext_lazy("Home")},
            {"url": reverse_lazy("item_bank:list"), "label": gettext_lazy("Item bank")},
        ]

    def get_urlpatterns(self) -> Iterable[Any]:
        patterns = list(super().get_urlpatterns())
        looking = {"index", "index_results"}
        access.guard([one for one in patterns if one.name in looking], *READERS)
        return access.guard(patterns, *EVALUATORS)

"""Forms about tablets."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet

from ..learners import learners_for, wards_for
from ..models import Device, Learner, Officer, Prison, Ward
from ..permissions import ward_and_below
from ..tablets import KEEPERS

USES = [("ward", gettext_lazy("shared by the learners of a ward")), ("learner", gettext_lazy("one learner's own"))]


class PlaceForm(forms.Form):
    """Where a tablet belongs: a ward, or one learner (by number)."""

    use = forms.ChoiceField(choices=USES, widget=forms.RadioSelect, initial="ward", label=gettext_lazy("Use"))
    ward = forms.ModelChoiceField(Ward.objects.none(), required=False, label=gettext_lazy("Ward"))
    number = forms.CharField(required=False, max_length=40, label=gettext_lazy("Learner's number"))
    name = forms.CharField(
        required=False,
        max_length=100,
        label=gettext_lazy("Name of the tablet"),
        help_text=gettext_lazy("Empty: a name is given, such as “Ward 1 07”."),
    )

    def __init__(
        self, *args: Any, officer: Officer, prison: Prison | None = None, with_name: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.officer = officer
        self.learner: Learner | None = None
        wards = wards_for(officer, *KEEPERS)
        self.fields["ward"].queryset = wards.filter(prison=prison) if prison else wards  # type: ignore[attr-defined]
        self.prison = prison
        if not with_name:
            del self.fields["name"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("use") == "learner":
            self.learner = self._find(data.get("number", "").strip())
        elif not data.get("ward"):
            self.add_error("ward", _("Choose the ward."))
        return data

    def _find(self, number: str) -> Learner | None:
        learners = learners_for(self.officer, *KEEPERS).filter(number=number, state=Learner.State.ACTIVE)
        if self.prison:
            learners = learners.filter(prison=self.prison)
        found = list(learners[:2])
        if len(found) != 1:
            self.add_error(
                "number",
                _("No learner of yours has this number.")
                if not found
                else _("Learners of two prisons have this number: choose the prison first."),
            )
            return None
        return found[0]

    def place(self) -> dict[str, Any]:
        """kind, ward and learner, as the verbs take them."""
        if self.learner:
            return {"kind": Device.Kind.PERSONAL, "ward": self.learner.ward, "learner": self.learner}
        return {"kind": Device.Kind.SHARED, "ward": self.cleaned_data["ward"], "learner": None}

    def place_prison(self) -> Prison:
        return self.learner.prison if self.learner else self.cleaned_data["ward"].prison


class RenameForm(forms.Form):
    name = forms.CharField(max_length=100, label=gettext_lazy("Name of the tablet"))


class DeviceFilters(WagtailFilterSet):
    ward = django_filters.ModelChoiceFilter(
        queryset=lambda request: wards_for(request.user, *KEEPERS), method="in_ward", label=gettext_lazy("Ward")
    )
    kind = django_filters.ChoiceFilter(
        choices=Device.Kind.choices, label=gettext_lazy("Kind"), empty_label=gettext_lazy("All")
    )
    state = django_filters.ChoiceFilter(
        choices=Device.State.choices, label=gettext_lazy("State"), empty_label=gettext_lazy("All")
    )

    class Meta:
        model = Device
        fields = ["ward", "kind", "state"]

    def in_ward(self, devices: QuerySet[Device], name: str, ward: Ward) -> QuerySet[Device]:
        return devices.filter(ward__in=ward_and_below(ward))

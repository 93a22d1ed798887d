"""The forms about one learner."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.widgets import AdminDateInput

from ..learners import EDITORS, wards_for
from ..models import Learner, Officer, Ward
from ..permissions import ward_and_below
from ..secrets import PICTURES
from .labels import PICTURE_NAMES


class WardChoice(forms.ModelChoiceField):
    def label_from_instance(self, ward: Ward) -> str:  # type: ignore[override]
        return f"{ward.prison.name} · {ward.name}" if getattr(self, "many_prisons", False) else ward.name


class LearnerForm(forms.ModelForm):
    """Profile and ward. It only reads and checks; the verbs write."""

    ward = WardChoice(queryset=Ward.objects.none(), label=_("Ward"))
    language = forms.ChoiceField(label=_("Language"))

    class Meta:
        model = Learner
        fields = [
            "number",
            "name",
            "ward",
            "language",
            "education_level",
            "admitted_on",
            "release_expected_on",
            "literacy_help",
        ]
        labels = {"number": pgettext_lazy("person", "Number"), "name": pgettext_lazy("person", "Name")}
        widgets = {"admitted_on": AdminDateInput, "release_expected_on": AdminDateInput}

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wards = wards_for(officer, *EDITORS)
        if self.instance.prison_id:
            wards = wards.filter(prison=self.instance.prison_id)
        field = self.fields["ward"]
        field.queryset = wards  # type: ignore[attr-defined]
        field.many_prisons = wards.values("prison").distinct().count() > 1  # type: ignore[attr-defined]
        known = dict(settings.LANGUAGES)
        if self.instance.language:
            known.setdefault(self.instance.language, self.instance.language)
        self.fields["language"].choices = list(known.items())  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """The verbs validate and write; the form must not touch the learner that it shows."""

    def profile(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "ward"}


class PicturesForm(forms.Form):
    """Three pictures, in the order in which the learner will touch them."""

    first = forms.ChoiceField(label=_("First picture"))
    second = forms.ChoiceField(label=_("Second picture"))
    third = forms.ChoiceField(label=_("Third picture"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.choices = [("", "—"), *((name, PICTURE_NAMES[name]) for name in PICTURES)]  # type: ignore[attr-defined]

    def chosen(self) -> list[str]:
        return [self.cleaned_data[name] for name in ("first", "second", "third")]


class LearnerFilters(WagtailFilterSet):
    """Filters of the listing; the wards are those of the officer."""

    ward = django_filters.ModelChoiceFilter(
        queryset=lambda request: wards_for(request.user), method="in_ward", label=_("Ward")
    )
    state = django_filters.ChoiceFilter(choices=Learner.State.choices, label=_("State"), empty_label=_("All"))
    language = django_filters.ChoiceFilter(
        choices=lambda: settings.LANGUAGES, label=_("Language"), empty_label=_("All")
    )
    literacy_help = django_filters.BooleanFilter(
        label=_("Needs help with reading"),
        widget=forms.Select(choices=[("", _("All")), ("true", _("yes")), ("false", _("no"))]),
    )
    sign_in = django_filters.ChoiceFilter(
        choices=[("none", _("not set yet")), ("pin", _("PIN")), ("pictures", _("Pictures"))],
        method="by_sign_in",
        label=_("Sign-in"),
        empty_label=_("All"),
    )

    class Meta:
        model = Learner
        fields = ["ward", "state", "language", "literacy_help"]

    def in_ward(self, learners: QuerySet[Learner], name: str, ward: Ward) -> QuerySet[Learner]:
        return learners.filter(ward__in=ward_and_below(ward))

    def by_sign_in(self, learners: QuerySet[Learner], name: str, value: str) -> QuerySet[Learner]:
        return learners.filter(secret=None) if value == "none" else learners.filter(Q(secret__kind=value))

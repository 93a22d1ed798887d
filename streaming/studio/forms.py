"""The plan of a lesson as a form, and the officer's choices in it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content import api as content
from lms.people.models import Officer, Prison, Ward
from lms.people.places import prisons_for
from lms.people.roles import Role

from ..models import Broadcast
from ..models.broadcasts import Source
from ..permissions import PLANNERS

_CLOCK = "%Y-%m-%dT%H:%M"


class PlanForm(forms.ModelForm):
    """What is said when a lesson is planned or changed."""

    planned_start = forms.DateTimeField(
        label=_("Begins"),
        input_formats=[_CLOCK],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_CLOCK),
    )
    planned_minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=480, initial=45)
    language = forms.ChoiceField(label=_("Spoken language"), required=False)
    source = forms.ChoiceField(
        label=_("The picture comes from"), choices=Source.choices, widget=forms.RadioSelect, initial=Source.BROWSER
    )

    class Meta:
        model = Broadcast
        fields = ["title", "course", "wards", "teacher", "planned_start", "planned_minutes", "language", "source"]
        fields += ["live_captions"]
        labels = {
            "title": _("Title"),
            "course": _("Course"),
            "wards": _("For these wards"),
            "teacher": _("Teacher"),
            "live_captions": _("Automatic captions during the lesson"),
        }
        help_texts = {"wards": _("None chosen: the whole prison.")}
        widgets = {"wards": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, prison: Prison, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = courses_of(prison)  # type: ignore[attr-defined]
        self.fields["wards"].queryset = Ward.objects.filter(prison=prison).order_by("code")  # type: ignore[attr-defined]
        self.fields["teacher"].queryset = teachers_of(prison, officer)  # type: ignore[attr-defined]
        self.fields["teacher"].empty_label = None  # type: ignore[attr-defined]
        self.fields["language"].choices = [("", _("Recognise it by itself")), *settings.LANGUAGES]  # type: ignore[attr-defined]

    def _get_validation_exclusions(self) -> set[str]:
        return {*super()._get_validation_exclusions(), "prison"}  # type: ignore[misc]


def planning_prisons(officer: Officer) -> list[Prison]:
    """Prisons where the officer may plan lessons, his own first."""
    return sorted(prisons_for(officer, *PLANNERS), key=lambda prison: (prison.pk != officer.prison_id, prison.code))


def courses_of(prison: Prison) -> QuerySet[Any]:
    pages = content.CoursePage.objects.descendant_of(content.library_for(prison))
    return pages.filter(alias_of=None).order_by("title")


def teachers_of(prison: Prison, officer: Officer) -> QuerySet[Officer]:
    """Who may teach there: teachers of the prison or one of its wards, and the officer who plans."""
    here = Officer.objects.filter(grants__role__in=[Role.TEACHER, Role.EDUCATION_OFFICE], grants__prison=prison)
    wards = Officer.objects.filter(grants__role=Role.TEACHER, grants__ward__prison=prison)
    found = [*here.values_list("pk", flat=True), *wards.values_list("pk", flat=True), officer.pk]
    return Officer.objects.filter(pk__in=found, is_active=True).order_by("name", "username")


def next_full_hour() -> datetime:
    now = timezone.localtime()
    return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)

"""The forms of a sitting: its plan, why it is cancelled, what a candidate needs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.people.models import Officer, Prison

from ...models import PaperVersion, Seat, Sitting
from ..permissions import invigilators_of, plannable_papers

_CLOCK = "%Y-%m-%dT%H:%M"


class VersionChoice(forms.ModelChoiceField):
    def label_from_instance(self, version: PaperVersion) -> str:  # type: ignore[override]
        words = _("%(title)s, version %(number)s: %(minutes)s minutes, %(points)s points")
        return words % {
            "title": version.title,
            "number": version.number,
            "minutes": version.minutes,
            "points": f"{version.points.normalize():f}",
        }


class PlanForm(forms.Form):
    """A new sitting. The newest approved version of each paper may be chosen."""

    version = VersionChoice(PaperVersion.objects.none(), label=_("Paper"))
    title = forms.CharField(
        label=_("Title"), max_length=120, required=False, help_text=_("Empty: the title of the paper.")
    )
    room = forms.CharField(label=_("Room"), max_length=60)
    planned_start = forms.DateTimeField(
        label=_("Begins"),
        input_formats=[_CLOCK],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_CLOCK),
    )
    invigilator = forms.ModelChoiceField(Officer.objects.none(), label=_("Invigilator"))

    def __init__(self, *args: Any, prison: Prison, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = PaperVersion.objects.filter(paper__in=plannable_papers(officer, prison))
        newest = versions.annotate(newest=Max("paper__versions__number")).filter(number=F("newest"))
        self.fields["version"].queryset = newest.order_by("title")  # type: ignore[attr-defined]
        self.fields["invigilator"].queryset = invigilators_of(prison)  # type: ignore[attr-defined]


class ChangeForm(PlanForm):
    """A sitting that is planned: all but its paper."""

    def __init__(self, *args: Any, sitting: Sitting, officer: Officer, **kwargs: Any) -> None:
        start = {name: getattr(sitting, name) for name in ("title", "room", "planned_start", "invigilator")}
        super().__init__(*args, prison=sitting.prison, officer=officer, initial=start, **kwargs)
        del self.fields["version"]
        self.fields["title"].required = True
        self.fields["title"].help_text = ""


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays on the record, for those who were to sit it."),
    )


class NeedsForm(forms.Form):
    """What one candidate is granted."""

    extra_minutes = forms.IntegerField(label=_("Extra minutes"), min_value=0, max_value=1440, required=False)
    read_aloud = forms.BooleanField(label=_("Questions are read aloud"), required=False)
    language = forms.ChoiceField(label=_("Language of the screen"), required=False)

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        start = {
            "extra_minutes": seat.extra_seconds // 60,
            "read_aloud": seat.read_aloud,
            "language": seat.language,
        }
        super().__init__(*args, **{"initial": start, **kwargs})
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("The learner's own")), *settings.INTERFACE_LANGUAGES]

    def said(self) -> dict[str, Any]:
        return {**self.cleaned_data, "extra_minutes": self.cleaned_data["extra_minutes"] or 0}


def next_full_hour() -> datetime:
    return timezone.localtime().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)

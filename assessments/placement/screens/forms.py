"""The forms of placement: a test with its levels and topics, and the teacher's other level."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..defining import MOST_AREAS, MOST_LEVELS, Level
from ..models import Placement, PlacementTest
from ..scale import HIGHEST, LOWEST


class PlacementTestForm(forms.ModelForm):
    class Meta:
        model = PlacementTest
        fields = ["name", "subject", "language", "precision", "most_items"]
        help_texts = {
            "subject": _("A learner has one starting level in each subject."),
            "precision": _("The test ends early when it is precise enough."),
        }


class LevelForm(forms.Form):
    """A row; without a name and anything else it is none."""

    name = forms.CharField(label=_("name of the level"), max_length=60, required=False)
    starts_at = forms.DecimalField(
        label=_("begins at difficulty"),
        required=False,
        min_value=LOWEST,
        max_value=HIGHEST,
        max_digits=3,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"step": "0.1"}),
    )
    meaning = forms.CharField(label=_("what a learner can do here"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("name") and (said.get("starts_at") is not None or said.get("meaning")):
            self.add_error("name", _("Name this level, or leave the whole row empty."))
        return said


class AreaForm(forms.Form):
    tag = forms.CharField(label=_("topic tag"), max_length=100, required=False)
    share = forms.IntegerField(label=_("share"), min_value=1, max_value=100, initial=1, required=False)


LevelFormSet = forms.formset_factory(LevelForm, extra=MOST_LEVELS, max_num=MOST_LEVELS)
AreaFormSet = forms.formset_factory(AreaForm, extra=MOST_AREAS, max_num=MOST_AREAS)


def levels_in(rows: forms.BaseFormSet) -> list[Level]:
    said = [form.cleaned_data for form in rows if form.cleaned_data.get("name")]
    return [Level(one["name"], one.get("starts_at"), one.get("meaning") or "") for one in said]


def areas_in(rows: forms.BaseFormSet) -> list[tuple[str, int]]:
    said = [form.cleaned_data for form in rows if form.cleaned_data.get("tag")]
    return [(one["tag"], one.get("share") or 1) for one in said]


class OtherLevelForm(forms.Form):
    level = forms.ChoiceField(label=_("Level"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stays on the record."),
    )

    def __init__(self, *args: Any, placement: Placement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["level"]
        assert isinstance(field, forms.ChoiceField)
        names = [level.name for level in placement.test.levels.all()]
        field.choices = [(name, name) for name in names if name != placement.proposed_level]

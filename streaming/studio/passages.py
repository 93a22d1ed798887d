"""Passages of a recording that a person wants hidden, silent or left out: as a form, and as the closer's list of edits."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

KINDS = [
    ("blur", gettext_lazy("Blur the picture")),
    ("silence", gettext_lazy("Mute the sound")),
    ("both", gettext_lazy("Blur and mute")),
    ("cut", gettext_lazy("Cut it out")),
]
AREAS = [
    ("", gettext_lazy("The whole picture")),
    ("left", gettext_lazy("The left half")),
    ("right", gettext_lazy("The right half")),
    ("upper", gettext_lazy("The upper half")),
    ("lower", gettext_lazy("The lower half")),
]
_MOMENT = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]?\d)(?:\.(\d{1,3}))?", re.ASCII)
MOST = 100


class MomentField(forms.CharField):
    """A place in the film as people write it: 12:05, 1:02:03 or 12:05.5; seconds as a float."""

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value) or "").replace("：", ":").strip()
        if not text:
            return None
        found = _MOMENT.fullmatch(text)
        if found is None:
            raise forms.ValidationError(_("Write the time like 12:05."))
        hours, minutes, seconds, part = found.groups()
        return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{part or 0}")


class PassageForm(forms.Form):
    start_s = MomentField(label=gettext_lazy("From"), max_length=12)
    end_s = MomentField(label=gettext_lazy("To"), max_length=12)
    kind = forms.ChoiceField(label=gettext_lazy("What"), choices=KINDS)
    area = forms.ChoiceField(label=gettext_lazy("Where to blur"), choices=AREAS, required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        start, end = said.get("start_s"), said.get("end_s")
        if start is not None and end is not None and end <= start:
            self.add_error("end_s", _("A passage ends after it begins."))
        return said


PassageFormSet: type[BaseFormSet] = formset_factory(
    PassageForm, extra=0, can_delete=True, max_num=MOST, validate_max=True, absolute_max=MOST + 1
)


def edits_of(forms_: BaseFormSet) -> list[dict[str, Any]]:
    """What the form says, in the closer's shape: [{kind: cut | blur | silence, start_s, end_s, area}], in order."""
    edits = []
    for said in forms_.cleaned_data:
        if not said or said.get("DELETE"):
            continue
        span = {"start_s": said["start_s"], "end_s": said["end_s"]}
        edits += [
            {"kind": kind, **span, "area": said.get("area", "") if kind == "blur" else ""}
            for kind in (("blur", "silence") if said["kind"] == "both" else (said["kind"],))
        ]
    return sorted(edits, key=lambda edit: (edit["start_s"], edit["end_s"], edit["kind"]))


def rows_of(edits: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The other way round, for a form that is shown again; a blur and the silence of the same span are one row."""
    spans: dict[tuple[float, float], list[dict[str, Any]]] = {}
    for edit in edits:
        spans.setdefault((edit["start_s"], edit["end_s"]), []).append(edit)
    rows = []
    for (start, end), here in sorted(spans.items()):
        silent = any(edit["kind"] == "silence" for edit in here)
        blurs = [edit for edit in here if edit["kind"] == "blur"]
        said = [
            (edit["kind"], "") for edit in here if edit["kind"] == "cut" or (edit["kind"] == "silence" and not blurs)
        ]
        said += [("both" if silent and not at else "blur", blur.get("area", "")) for at, blur in enumerate(blurs)]
        rows += [{"start_s": moment(start), "end_s": moment(end), "kind": kind, "area": area} for kind, area in said]
    return rows


def moment(seconds: float) -> str:
    """12:05, 1:02:03 or 12:05.5"""
    whole, part = divmod(round(seconds * 1000), 1000)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    text = f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
    return text + (f".{part:03}".rstrip("0") if part else "")

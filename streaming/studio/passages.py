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
    """What the form says, in the closer's shape: [{kind: cut | blur | silence, start_s, end_s}], in order."""
    edits = []
    for said in forms_.cleaned_data:
        if not said or said.get("DELETE"):
            continue
        span = {"start_s": said["start_s"], "end_s": said["end_s"]}
        edits += [
            {"kind": kind, **span} for kind in (("blur", "silence") if said["kind"] == "both" else (said["kind"],))
        ]
    return sorted(edits, key=lambda edit: (edit["start_s"], edit["end_s"], edit["kind"]))


def rows_of(edits: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The other way round, for a form that is shown again; blur and silence of the same span are one row."""
    spans: dict[tuple[float, float], set[str]] = {}
    for edit in edits:
        spans.setdefault((edit["start_s"], edit["end_s"]), set()).add(edit["kind"])
    rows = []
    for (start, end), kinds in sorted(spans.items()):
        if {"blur", "silence"} <= kinds:
            kinds = kinds - {"blur", "silence"} | {"both"}
        rows += [{"start_s": moment(start), "end_s": moment(end), "kind": kind} for kind in sorted(kinds)]
    return rows


def moment(seconds: float) -> str:
    """12:05, 1:02:03 or 12:05.5"""
    whole, part = divmod(round(seconds * 1000), 1000)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    text = f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
    return text + (f".{part:03}".rstrip("0") if part else "")

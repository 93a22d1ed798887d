"""The forms of a scheme: its particulars, and its rules in parts, courses and earlier certificates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from pydantic import ValidationError as RulesError

from assessments.exams.models import Paper
from assessments.exams.permissions import papers_for
from lms.packages import api as packages
from lms.people.models import Officer

from ...models import AwardingBody, Scheme
from ...permissions import bodies_for, schemes_for
from ..rules import Rules

KINDS = [
    ("theory", pgettext_lazy("part of a scheme", "Theory")),
    ("practical", pgettext_lazy("part of a scheme", "Practical")),
    ("subject", pgettext_lazy("part of a scheme", "Subject")),
    ("review", pgettext_lazy("part of a scheme", "Review")),
]
SENTENCES = {
    "course_asks_nothing": gettext_lazy("A course has to be completed, or needs hours."),
    "course_twice": gettext_lazy("A course stands in the list twice."),
    "more_parts_needed_than_there_are": gettext_lazy("More parts are needed than there are."),
    "renewal_without_end": gettext_lazy(
        "A renewal needs a validity: say for how many months the certificate is valid."
    ),
    "hours_without_courses": gettext_lazy("Hours in all need at least one course."),
}
SPARE = 3  # empty rows below those that are filled in


class BodyForm(forms.ModelForm):
    class Meta:
        model = AwardingBody
        fields = ["name", "name_en", "code", "domain", "outside"]
        help_texts = {
            "outside": gettext_lazy(
                "It examines or issues itself: lists go out, and results with certificate numbers come back."
            )
        }


class SchemeForm(forms.ModelForm):
    class Meta:
        model = Scheme
        fields = ["title", "title_en", "body", "kind", "level", "occupation", "code"]
        help_texts = {"level": gettext_lazy("Only of a skill level.")}

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = bodies_for(officer).filter(retired_at=None)
        if self.instance.body_id:
            bodies = bodies | bodies_for(officer).filter(pk=self.instance.body_id)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]


class PartForm(forms.Form):
    """A part; without a title it is none."""

    id = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
    title = forms.CharField(label=gettext_lazy("Title in Chinese"), max_length=120, required=False)
    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=200, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=KINDS)
    pass_percent = forms.DecimalField(
        label=gettext_lazy("Needed, of 100"), min_value=0, max_value=100, decimal_places=2, initial=60, required=False
    )
    papers = forms.MultipleChoiceField(
        label=gettext_lazy("Exam papers that count"), required=False, widget=forms.CheckboxSelectMultiple
    )
    renewed = forms.BooleanField(label=gettext_lazy("Again on renewal"), required=False)


class CourseForm(forms.Form):
    course = forms.ChoiceField(label=gettext_lazy("Course"), required=False)
    completed = forms.BooleanField(label=gettext_lazy("Has to be completed"), required=False, initial=True)
    hours = forms.DecimalField(
        label=gettext_lazy("At least so many hours"), min_value=0, max_value=5000, decimal_places=1, required=False
    )


class EarlierForm(forms.Form):
    scheme = forms.ModelChoiceField(Scheme.objects.none(), label=gettext_lazy("Certificate"), required=False)
    months = forms.IntegerField(
        label=gettext_lazy("Held for at least so many months"), min_value=0, max_value=240, required=False
    )


class RulesForm(forms.Form):
    parts_needed = forms.IntegerField(
        label=gettext_lazy("How many of the parts are needed"),
        min_value=1,
        required=False,
        help_text=gettext_lazy("Empty: all of them."),
    )
    within_months = forms.IntegerField(
        label=gettext_lazy("All within so many months"),
        min_value=1,
        max_value=240,
        required=False,
        help_text=gettext_lazy("From the first pass that counts to the last. Empty: no limit."),
    )
    total_hours = forms.DecimalField(
        label=gettext_lazy("Hours of these courses in all"),
        min_value=0,
        max_value=10000,
        decimal_places=1,
        required=False,
    )
    days_between_attempts = forms.IntegerField(
        label=gettext_lazy("Days between two attempts"), min_value=0, max_value=1000, required=False
    )
    most_attempts = forms.IntegerField(
        label=gettext_lazy("Attempts at each part"),
        min_value=1,
        max_value=50,
        required=False,
        help_text=gettext_lazy("Empty: as many as needed. An excused absence is no attempt."),
    )
    valid_months = forms.IntegerField(
        label=gettext_lazy("Valid for so many months"),
        min_value=1,
        max_value=600,
        required=False,
        help_text=gettext_lazy("Empty: it does not expire."),
    )
    renewable = forms.BooleanField(label=gettext_lazy("Can be renewed"), required=False)
    ahead_months = forms.IntegerField(
        label=gettext_lazy("Renewal begins so many months before the end"), min_value=1, max_value=24, required=False
    )
    renewal_hours = forms.DecimalField(
        label=gettext_lazy("Hours of further training for a renewal"),
        min_value=0,
        max_value=5000,
        decimal_places=1,
        required=False,
    )


class RulesForms:
    """All the forms of a scheme's rules, and the rules that they say."""

    def __init__(self, data: Any, *, scheme: Scheme, officer: Officer, rules: Rules | None) -> None:
        start = _start(rules)
        parts = forms.formset_factory(PartForm, extra=SPARE, max_num=30, validate_max=True)
        courses = forms.formset_factory(CourseForm, extra=SPARE, max_num=50, validate_max=True)
        earlier = forms.formset_factory(EarlierForm, extra=1 if start["earlier"] else 2, max_num=5, validate_max=True)
        self.rules_form = RulesForm(data, initial=start["rules"])
        self.parts = parts(data, prefix="parts", initial=start["parts"])
        self.courses = courses(data, prefix="courses", initial=start["courses"])
        self.earlier = earlier(data, prefix="earlier", initial=start["earlier"])
        self.titles = _courses(scheme, rules)
        papers = _papers(officer, rules)
        for part in self.parts:
            part.fields["papers"].choices = papers  # type: ignore[attr-defined]
        for course in self.courses:
            course.fields["course"].choices = [("", "—"), *self.titles.items()]  # type: ignore[attr-defined]
        for one in self.earlier:
            others = schemes_for(officer).exclude(pk=scheme.pk)
            one.fields["scheme"].queryset = others  # type: ignore[attr-defined]
        self.found: Rules | None = None

    def is_valid(self) -> bool:
        """Then `found` holds the rules."""
        checked = [one.is_valid() for one in (self.rules_form, self.parts, self.courses, self.earlier)]
        if not all(checked):
            return False
        try:
            self.found = Rules.model_validate(self._document())
        except RulesError as error:
            for sentence in _sentences(error):
                self.rules_form.add_error(None, ValidationError(sentence))
        return self.found is not None

    def _document(self) -> dict[str, Any]:
        said = self.rules_form.cleaned_data
        parts = [one.cleaned_data for one in self.parts if one.cleaned_data.get("title")]
        taken = {one["id"] for one in parts if one.get("id")}
        made = [_part(one, taken) for one in parts]
        again = None
        if said["renewable"]:
            named = [part["id"] for part, one in zip(made, parts, strict=True) if one.get("renewed")]
            again = {
                "ahead_months": said["ahead_months"] or 3,
                "parts": [] if len(named) == len(made) else named,
                "hours": said["renewal_hours"] or None,
            }
        return {
            "parts": made,
            "parts_needed": said["parts_needed"],
            "within_months": said["within_months"],
            "courses": [
                {
                    "course": one["course"],
                    "title": str(self.titles[one["course"]])[:200],
                    "hours": one.get("hours") or None,
                    "completed": one.get("completed", False),
                }
                for one in (form.cleaned_data for form in self.courses)
                if one.get("course")
            ],
            "total_hours": said["total_hours"] or None,
            "earlier": [
                {"scheme": str(one["scheme"].pk), "months": one.get("months") or 0}
                for one in (form.cleaned_data for form in self.earlier)
                if one.get("scheme")
            ],
            "days_between_attempts": said["days_between_attempts"] or 0,
            "most_attempts": said["most_attempts"],
            "valid_months": said["valid_months"],
            "renewal": again,
        }


def _part(one: dict[str, Any], taken: set[str]) -> dict[str, Any]:
    """Its id stays with it over all versions: results are kept under it."""
    name = one.get("id") or ""
    if not name:
        name, number = one["kind"], 2
        while name in taken:
            name, number = f"{one['kind']}-{number}", number + 1
        taken.add(name)
    share = one.get("pass_percent")
    return {
        "id": name,
        "kind": one["kind"],
        "title": one["title"],
        "title_en": one.get("title_en", ""),
        "pass_percent": "60" if share is None else str(share),
        "papers": one.get("papers", []),
    }


def _start(rules: Rules | None) -> dict[str, Any]:
    if rules is None:
        return {"rules": {"days_between_attempts": 0}, "parts": [], "courses": [], "earlier": []}
    again = rules.renewal
    named = set(again.parts or [part.id for part in rules.parts]) if again else set()
    return {
        "rules": {
            **rules.model_dump(include=set(RulesForm.base_fields)),
            "renewable": again is not None,
            "ahead_months": again.ahead_months if again else None,
            "renewal_hours": again.hours if again else None,
        },
        "parts": [
            {
                **part.model_dump(exclude={"papers"}),
                "papers": [str(key) for key in part.papers],
                "renewed": part.id in named,
            }
            for part in rules.parts
        ],
        "courses": [one.model_dump() for one in rules.courses],
        "earlier": [{"scheme": one.scheme, "months": one.months} for one in rules.earlier],
    }


def _papers(officer: Officer, rules: Rules | None) -> list[tuple[str, str]]:
    """Approved exams in use; those that the rules name already stay to be seen."""
    there = papers_for(officer).filter(kind=Paper.Kind.EXAM, versions__isnull=False, retired_at=None)
    found = {str(key): title for key, title in there.distinct().order_by("title").values_list("pk", "title")}
    named = {str(key) for part in rules.parts for key in part.papers} - set(found) if rules else set()
    found |= {str(one.pk): one.title for one in Paper.objects.filter(pk__in=named)}
    return list(found.items())


def _courses(scheme: Scheme, rules: Rules | None) -> dict[str, str]:
    found = {one.iri: one.title() for one in packages.list_courses(scheme.prison_id)}
    for one in rules.courses if rules else ():
        found.setdefault(one.course, one.title or one.course)
    return found


def _sentences(error: RulesError) -> list[str]:
    found = []
    for one in error.errors():
        code = str(one.get("ctx", {}).get("error", ""))
        if code in SENTENCES:
            found.append(str(SENTENCES[code]))
        elif one["loc"][:1] == ("parts",) and one["type"] == "too_short":
            found.append(_("A scheme needs at least one part. Give it a title."))
        else:
            found.append(
                _("Something in these rules is not right: %(where)s.") % {"where": ".".join(map(str, one["loc"]))}
            )
    return list(dict.fromkeys(found))

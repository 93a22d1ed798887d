"""How the list of questions is narrowed: by what they are about, what became of them in use, and words."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet

from ..models import LANGUAGES, Item, ItemTag, Occupation
from ..texts import search_terms

State = Item.State
_PER_CENT: dict[str, float] = {"min": 0, "max": 100, "step": 1}
_BETWEEN: dict[str, float] = {"min": -1, "max": 1, "step": 0.05}


def in_state(items: QuerySet[Item], state: str) -> QuerySet[Item]:
    found = {
        State.NEW: Q(exposed_at=None, retired_at=None),
        State.EXPOSED: Q(exposed_at__isnull=False, retired_at=None),
        State.RETIRED: Q(retired_at__isnull=False),
    }
    return items.filter(found[State(state)])


def holding(items: QuerySet[Item], query: str) -> QuerySet[Item]:
    """Those whose question, answers, name or feedback hold every term; folded as everywhere in search."""
    terms = search_terms(query)
    if not terms:
        return items.none() if query.strip() else items
    for term in terms:
        items = items.filter(searched_text__contains=term)
    return items


def _number(label: Any, lookup: str, bounds: dict[str, float], method: str) -> django_filters.NumberFilter:
    return django_filters.NumberFilter(
        label=label,
        method=method,
        lookup_expr=lookup,
        min_value=bounds["min"],
        max_value=bounds["max"],
        widget=forms.NumberInput(attrs=bounds),
    )


class ItemFilters(WagtailFilterSet):
    occupation = django_filters.ModelChoiceFilter(
        label=_("Occupation or subject"),
        queryset=Occupation.objects.all(),
        null_label=pgettext_lazy("occupation", "None"),
        null_value="none",
    )
    tags = django_filters.CharFilter(label=_("Topic"), method="by_topic")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Item.Kind.choices)
    difficulty = django_filters.ChoiceFilter(
        label=_("Difficulty"), choices=Item.Difficulty.choices, null_label=_("Not judged"), null_value="none"
    )
    language = django_filters.ChoiceFilter(label=_("Language"), choices=LANGUAGES)
    state = django_filters.ChoiceFilter(label=_("State"), choices=State.choices, method="by_state")
    used = django_filters.ChoiceFilter(
        label=_("Use in exams"), choices=[("never", _("Never used")), ("used", _("Used"))], method="by_use"
    )
    facility_from = _number(_("Facility from (%)"), "gte", _PER_CENT, "by_facility")
    facility_to = _number(_("Facility up to (%)"), "lte", _PER_CENT, "by_facility")
    discrimination_from = _number(_("Discrimination from"), "gte", _BETWEEN, "by_discrimination")
    discrimination_to = _number(_("Discrimination up to"), "lte", _BETWEEN, "by_discrimination")

    class Meta:
        model = Item
        fields = ["occupation", "tags", "kind", "difficulty", "language", "state", "used"]

    def by_topic(self, items: QuerySet[Item], name: str, value: str) -> QuerySet[Item]:
        return items.filter(pk__in=ItemTag.objects.filter(tag__name__icontains=value).values("content_object"))

    def by_state(self, items: QuerySet[Item], name: str, value: str) -> QuerySet[Item]:
        return in_state(items, value)

    def by_use(self, items: QuerySet[Item], name: str, value: str) -> QuerySet[Item]:
        if value == "used":
            return items.filter(statistics__times_used__gt=0)
        return items.filter(Q(statistics=None) | Q(statistics__times_used=0))

    def by_facility(self, items: QuerySet[Item], name: str, value: Any) -> QuerySet[Item]:
        lookup = "gte" if name.endswith("from") else "lte"
        return items.filter(**{f"statistics__facility__{lookup}": float(value) / 100})

    def by_discrimination(self, items: QuerySet[Item], name: str, value: Any) -> QuerySet[Item]:
        lookup = "gte" if name.endswith("from") else "lte"
        return items.filter(**{f"statistics__discrimination__{lookup}": float(value)})

"""Forms of the item bank beside Wagtail's own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.choosers import BaseFilterForm

from .models import LANGUAGES, Item


class NewItemForm(WagtailAdminModelForm):
    """Writing a question on the spot, in the chooser."""

    class Meta:
        model = Item
        fields = ["prompt", "interaction", "feedback_correct", "feedback_incorrect", "language"]

    @transaction.atomic
    def save(self, commit: bool = True) -> Item:
        item = super().save(commit=commit)
        if commit:
            item.save_revision(log_action="wagtail.create")
        return item


class ItemFilterForm(BaseFilterForm):
    """By a piece of the question's text (Chinese has no words to index), kind, language."""

    q = forms.CharField(
        label=_("Search term"), required=False, widget=forms.TextInput(attrs={"placeholder": _("Search")})
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *Item.Kind.choices])
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[("", _("All")), *LANGUAGES])

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.cleaned_data
        if chosen["q"]:
            objects = objects.filter(prompt__icontains=chosen["q"])
            self.is_searching, self.search_query = True, chosen["q"]
        for name in ("kind", "language"):
            if chosen[name]:
                objects = objects.filter(**{name: chosen[name]})
        return objects

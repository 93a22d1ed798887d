"""Forms of the item bank beside Wagtail's own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.choosers import BaseFilterForm

from .kinds import MARKED, PRACTICE, WHY_NOT_IN_A_LESSON
from .models import LANGUAGES, Item


class NewItemForm(WagtailAdminModelForm):
    """Writing a question on the spot, in the chooser."""

    class Meta:
        model = Item
        fields = ["prompt", "pictures", "interaction", "feedback_correct", "feedback_incorrect", "language"]

    def clean_interaction(self) -> Any:
        interaction = self.cleaned_data["interaction"]
        if interaction and interaction[0].block_type in MARKED:
            raise ValidationError(WHY_NOT_IN_A_LESSON)
        return interaction

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
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("All")), *[(kind.value, kind.label) for kind in Item.Kind if kind in PRACTICE]],
        help_text=_("Questions that a person marks are for exam papers: a lesson tells at once what is right."),
    )
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

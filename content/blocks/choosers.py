"""Choosers of what other packages own, so that the blocks name one place."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.utils.functional import cached_property
from wagtail import blocks


class _RowChooserBlock(blocks.FieldBlock):
    """A select of the rows of one model: shown until its owner registers a chooser with search."""

    label_model = ""

    def __init__(self, required: bool = True, help_text: Any = None, **kwargs: Any) -> None:
        self._required, self._help_text = required, help_text
        super().__init__(**kwargs)

    @cached_property
    def model(self) -> Any:
        return apps.get_model(self.label_model)

    @cached_property
    def field(self) -> Any:
        from django import forms

        return forms.ModelChoiceField(
            self.model._default_manager.all(), required=self._required, help_text=self._help_text
        )

    def to_python(self, value: Any) -> Any:
        return self.model._default_manager.filter(pk=value).first() if value else None

    def bulk_to_python(self, values: list[Any]) -> list[Any]:
        found = self.model._default_manager.in_bulk([value for value in values if value])
        by_text = {str(key): row for key, row in found.items()}
        return [by_text.get(str(value)) for value in values]

    def get_prep_value(self, value: Any) -> Any:
        return str(getattr(value, "pk", value)) if value else None

    def value_from_form(self, value: Any) -> Any:
        return value


class ItemChooserBlock(_RowChooserBlock):
    label_model = "assessments.Item"

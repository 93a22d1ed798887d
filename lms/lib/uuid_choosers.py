"""Choosers in StreamFields for models whose key is a UUID.

Wagtail's own ChooserBlock looks its rows up by the stored text, finds UUIDs, and gives None for every one of them.
"""

from __future__ import annotations

import copy
from typing import Any

from wagtail.blocks import ChooserBlock


class UuidChooserBlock(ChooserBlock):
    """Stores the key as text and finds the row again. Set it as `base_block_class` of a ChooserViewSet."""

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else str(getattr(value, "pk", value))

    def bulk_to_python(self, values: list[Any]) -> list[Any]:
        found = self.model_class.objects.in_bulk([value for value in values if value])
        by_text = {str(key): row for key, row in found.items()}
        return [copy.copy(by_text[str(value)]) if value and str(value) in by_text else None for value in values]

    def get_form_state(self, value: Any) -> Any:
        """What the editor's script gets: the key as text, since a UUID is not JSON."""
        state = super().get_form_state(value)
        return {**state, "id": str(state["id"])} if isinstance(state, dict) and state.get("id") else state

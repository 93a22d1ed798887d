"""Figures of the item bank in words."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def per_cent(value: float | None) -> str:
    """0.734 → 73 %; a dash for nothing."""
    return "–" if value is None else f"{value * 100:.0f} %"


@register.filter
def two_places(value: float | None) -> str:
    """With a point, as in all other figures; a dash for nothing."""
    return "–" if value is None else f"{value:.2f}"

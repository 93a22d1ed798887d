"""How the desk's templates write shares and numbers of a drawing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def share(value: float | None) -> str:
    """0.643 → 64.3 %; a dash where there is none."""
    return "–" if value is None else f"{value * 100:.1f} %"


@register.filter
def officer_name(actor: str) -> str:
    """ "officer:3 李警官", as the audit log has it → "李警官"."""
    return actor.partition(" ")[2] or actor


@register.filter
def unlocalized(value: float) -> str:
    """A coordinate: a point for the decimals in every language."""
    return f"{value:g}"


@register.filter
def reached(counts: Mapping[str, int], stage: str) -> int:
    return counts[f"reached-{stage}"]


@register.simple_tag
def with_by(filters: Any, by: str) -> str:
    return str(filters.figures_query(by=by))

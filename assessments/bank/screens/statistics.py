"""How a question has done in exams and in practice, option by option."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.packages import shapes

from ..documents import document_of
from ..models import Item, ItemUse
from ..statistics import option_counts
from .frame import ItemScreen


@dataclass(frozen=True)
class OptionRow:
    text: str
    right: bool
    exams: int
    practice: int


class StatisticsView(ItemScreen):
    template_name = "assessments/bank/statistics.html"
    page_title = gettext_lazy("Statistics")
    header_icon = "table"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        uses = ItemUse.objects.filter(item=self.item).exclude(source=ItemUse.PRACTICE)
        return super().get_context_data(
            figures=getattr(self.item, "statistics", None),
            options=option_rows(self.item),
            uses=uses.order_by("-used_at")[:50],
            **kwargs,
        )


def option_rows(item: Item) -> list[OptionRow]:
    """Every option of today's version, then those that only earlier versions had."""
    exams, practice = option_counts(item, practice=False), option_counts(item, practice=True)
    today = {key: (text, right) for key, text, right in _options(document_of(item))}
    rows = [OptionRow(text, right, exams.get(key, 0), practice.get(key, 0)) for key, (text, right) in today.items()]
    for key in sorted((exams.keys() | practice.keys()) - today.keys()):
        rows.append(OptionRow(_("an answer of an earlier version"), False, exams.get(key, 0), practice.get(key, 0)))
    return rows


def _options(item: Any) -> list[tuple[str, str, bool]]:
    """Key, text, whether it is right; none for what is written freely."""
    if isinstance(item, shapes.ChoiceItem):
        return [(one.id, one.text, one.id in item.correct) for one in item.options]
    if isinstance(item, shapes.HotspotItem):
        return [(area.id, area.label, area.id in item.correct) for area in item.areas]
    if isinstance(item, shapes.MatchItem):
        right = set(item.correct)
        return [
            (f"{left.id}[.]{one.id}", f"{left.text} – {one.text}", (left.id, one.id) in right)
            for left in item.left
            for one in item.right
        ]
    if isinstance(item, shapes.InlineChoiceItem):
        return [
            (f"{gap.id}[.]{one.id}", f"{number}: {one.text}", one.id == gap.correct)
            for number, gap in enumerate(item.gaps, 1)
            for one in gap.options
        ]
    return []

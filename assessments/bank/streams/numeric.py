"""Numbers with units."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ..scoring.numbers import unit_text
from .texts import BY_COMPUTER, MAX_ENTRIES, refuse


class UnitBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=20, label=_("unit"))
    factor = blocks.FloatBlock(
        default=1,
        label=_("how many of the first unit"),
        help_text=_("1 for the first unit. Is it mm, then 10 for cm."),
    )

    class Meta:
        label = _("Unit")
        icon = "order"
        label_format = "{text}"
        form_classname = "nl-option struct-block"


class NumericBlock(blocks.StructBlock):
    """计算题: a number, right within a tolerance."""

    value = blocks.FloatBlock(label=_("right number"))
    tolerance = blocks.FloatBlock(
        default=0, min_value=0, label=_("may be off by"), help_text=_("In the first unit. 0: exactly this number.")
    )
    units = blocks.ListBlock(
        UnitBlock(),
        default=[],
        max_num=MAX_ENTRIES,
        label=_("units"),
        help_text=_("The unit of the right number first. None: the learner writes a number only."),
    )
    unit_required = blocks.BooleanBlock(
        required=False,
        label=_("the unit must be given"),
        help_text=_("Else a number alone counts as in the first unit."),
    )

    class Meta:
        label = _("Number")
        icon = "decimal"
        group = BY_COMPUTER

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        units = list(value["units"])
        names = [unit_text(unit["text"]) for unit in units]
        if any(not name or name[0] in "0123456789.,+-" for name in names):
            refuse("units", _("A unit cannot begin with a figure."))
        if len(set(names)) != len(names):
            refuse("units", _("Two of these are the same."))
        if units and units[0]["factor"] != 1:
            refuse("units", _("The first unit is that of the right number: there is 1 of it."))
        if any(unit["factor"] <= 0 for unit in units):
            refuse("units", _("This must be more than nothing."))
        if value["unit_required"] and not units:
            refuse("unit_required", _("There is no unit yet."))
        return value

"""Places on a picture."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ..pictures.choosers import PictureChooserBlock
from .texts import BY_COMPUTER, MAX_ENTRIES, check_distinct, refuse
from .weights import WeightsBlock, check_weights

_NUMBERS = re.compile(r"[0-9]{1,5}(?:\s*[,，\s]\s*[0-9]{1,5})*")
RECT, CIRCLE, POLY = "rect", "circle", "poly"


class AreaBlock(blocks.StructBlock):
    label = blocks.CharBlock(
        max_length=200, label=_("in words"), help_text=_("Read to those who cannot see the picture.")
    )
    correct = blocks.BooleanBlock(required=False, label=_("this is right"))
    shape = blocks.ChoiceBlock(
        choices=[(RECT, _("rectangle")), (CIRCLE, _("circle")), (POLY, _("corners"))], default=RECT, label=_("shape")
    )
    coords = blocks.CharBlock(
        max_length=500,
        label=_("place in pixels"),
        help_text=_(
            "Drawn on the picture, or written: left, top, right, bottom of a rectangle; middle across, middle down, radius of a circle."
        ),
    )

    class Meta:
        label = _("Place")
        icon = "crosshairs"
        label_format = "{label}"
        form_classname = "nl-area struct-block"


class HotspotBlock(blocks.StructBlock):
    """点图题."""

    picture = PictureChooserBlock(label=_("picture"))
    alt = blocks.CharBlock(
        max_length=300,
        label=_("what the picture shows"),
        help_text=_("For those who cannot see it; without the answer."),
    )
    areas = blocks.ListBlock(AreaBlock(), min_num=2, max_num=MAX_ENTRIES, default=[], label=_("places"))
    multiple = blocks.BooleanBlock(
        required=False,
        label=_("more than one place may be chosen"),
        help_text=_("Points are then given for each right place and taken away for each wrong one."),
    )
    weights = WeightsBlock(help_text=_("Name each place by its words."))

    class Meta:
        label = _("Places on a picture")
        icon = "image"
        group = BY_COMPUTER
        form_classname = "nl-hotspot struct-block"

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        areas = list(value["areas"])
        right = sum(1 for area in areas if area["correct"])
        if right == 0:
            refuse("areas", _("Tick the right place."))
        if right > 1 and not value["multiple"]:
            refuse("multiple", _("Several places are right: allow more than one, or leave only one right."))
        check_distinct("areas", [area["label"] for area in areas])
        for number, area in enumerate(areas, 1):
            wrong = what_is_wrong(area["shape"], coords_of(area["coords"]), value["picture"])
            if wrong:
                refuse("areas", _("Place %(number)d: %(wrong)s") % {"number": number, "wrong": wrong})
        right_labels = [[area["label"]] for area in areas if area["correct"]]
        check_weights(value["weights"], right_labels, [area["label"] for area in areas])
        return value


def coords_of(text: str) -> list[int]:
    """The numbers of a place; empty when it is anything else."""
    return [int(number) for number in re.findall(r"[0-9]+", text)] if _NUMBERS.fullmatch(text.strip()) else []


def what_is_wrong(shape: str, coords: list[int], picture: Any) -> Any:
    """A sentence, or nothing."""
    match shape, coords:
        case "rect", [left, top, right, bottom]:
            if left >= right or top >= bottom:
                return _("a rectangle is left, top, right, bottom; right and bottom are the larger.")
            xs, ys = [left, right], [top, bottom]
        case "circle", [x, y, radius]:
            if radius == 0:
                return _("a circle needs a radius.")
            xs, ys = [x - radius, x + radius], [y - radius, y + radius]
        case "poly", [_a, _b, _c, _d, _e, _f, *_more] if len(coords) % 2 == 0:
            xs, ys = coords[::2], coords[1::2]
        case "rect", _any:
            return _("a rectangle has four numbers.")
        case "circle", _any:
            return _("a circle has three numbers.")
        case _any:
            return _("corners are pairs of numbers, three pairs or more.")
    if min(xs) < 0 or min(ys) < 0 or max(xs) > picture.width or max(ys) > picture.height:
        return _("it lies outside of the picture, which is %(size)s.") % {"size": picture.size}
    return None

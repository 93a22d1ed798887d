"""Choosing, putting in order, matching: what an officer fills in, and what makes it complete."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .texts import BY_COMPUTER, MAX_ENTRIES, check_distinct, refuse
from .weights import WeightsBlock, check_weights

# A block's starting value must name every field: Wagtail writes "undefined" into those that it leaves out.
NO_OPTION = {"text": "", "correct": False}
NO_PAIR = {"left": "", "right": ""}


class OptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=300, label=_("answer"))
    correct = blocks.BooleanBlock(required=False, label=_("this is right"))

    class Meta:
        label = _("Answer")
        icon = "list-ul"
        label_format = "{text}"
        form_classname = "nl-option struct-block"


class ChoiceBlock(blocks.StructBlock):
    """选择题. Several right answers make it a question with tick boxes."""

    options = blocks.ListBlock(
        OptionBlock(), min_num=2, max_num=MAX_ENTRIES, default=[NO_OPTION] * 3, label=_("answers")
    )
    multiple = blocks.BooleanBlock(
        required=False,
        label=_("more than one answer may be ticked"),
        help_text=_("Points are then given for each right tick and taken away for each wrong one."),
    )
    weights = WeightsBlock(help_text=_("Name each answer by its text."))

    class Meta:
        label = _("Choice")
        icon = "tick-inverse"
        group = BY_COMPUTER

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        right = sum(1 for option in value["options"] if option["correct"])
        if right == 0:
            refuse("options", _("Tick the right answer."))
        if right > 1 and not value["multiple"]:
            refuse("multiple", _("Several answers are right: allow more than one tick, or leave only one right."))
        check_distinct("options", [option["text"] for option in value["options"]])
        right_texts = [[option["text"]] for option in value["options"] if option["correct"]]
        check_weights(value["weights"], right_texts, [option["text"] for option in value["options"]])
        return value


class OrderBlock(blocks.StructBlock):
    """排序题."""

    entries = blocks.ListBlock(
        blocks.CharBlock(max_length=300, label=_("step")),
        min_num=2,
        max_num=MAX_ENTRIES,
        default=["", "", ""],
        label=_("steps in the right order"),
        help_text=_("Write them in the right order. The learner sees them mixed."),
    )

    class Meta:
        label = _("Put in order")
        icon = "list-ol"
        group = BY_COMPUTER

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        check_distinct("entries", list(value["entries"]))
        return value


class PairBlock(blocks.StructBlock):
    left = blocks.CharBlock(max_length=200, label=_("on the left"))
    right = blocks.CharBlock(max_length=200, label=_("belongs to it"))

    class Meta:
        label = _("Pair")
        icon = "link"
        label_format = "{left} – {right}"
        form_classname = "nl-pair struct-block"


class MatchBlock(blocks.StructBlock):
    """匹配题."""

    pairs = blocks.ListBlock(PairBlock(), min_num=2, max_num=MAX_ENTRIES, default=[NO_PAIR] * 3, label=_("pairs"))
    extra = blocks.ListBlock(
        blocks.CharBlock(max_length=200, label=_("choice")),
        default=[],
        max_num=MAX_ENTRIES,
        label=_("choices that belong to nothing"),
        help_text=_("Optional. They make the question harder."),
    )
    weights = WeightsBlock(help_text=_("Name each pair as left = right."))

    class Meta:
        label = _("Match pairs")
        icon = "link"
        group = BY_COMPUTER

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        check_distinct("pairs", [pair["left"] for pair in value["pairs"]])
        if set(value["extra"]) & {pair["right"] for pair in value["pairs"]}:
            refuse("extra", _("One of these belongs to a pair."))
        rights = [*(pair["right"] for pair in value["pairs"]), *value["extra"]]
        check_weights(
            value["weights"],
            [[f"{pair['left']} = {pair['right']}"] for pair in value["pairs"]],
            [f"{pair['left']} = {right}" for pair in value["pairs"] for right in rights],
        )
        return value

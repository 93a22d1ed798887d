"""What an officer fills in for each kind of item, and what makes it complete."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

GAP = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
MAX_ENTRIES = 12
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

    class Meta:
        label = _("Choice")
        icon = "tick-inverse"

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        right = sum(1 for option in value["options"] if option["correct"])
        if right == 0:
            _refuse("options", _("Tick the right answer."))
        if right > 1 and not value["multiple"]:
            _refuse("multiple", _("Several answers are right: allow more than one tick, or leave only one right."))
        _check_distinct("options", [option["text"] for option in value["options"]])
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

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        _check_distinct("entries", list(value["entries"]))
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

    class Meta:
        label = _("Match pairs")
        icon = "link"

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        _check_distinct("pairs", [pair["left"] for pair in value["pairs"]])
        if set(value["extra"]) & {pair["right"] for pair in value["pairs"]}:
            _refuse("extra", _("One of these belongs to a pair."))
        return value


class FillInBlock(blocks.StructBlock):
    """填空题: answers stand in the text, in double square brackets."""

    text = blocks.TextBlock(
        rows=4,
        max_length=2000,
        label=_("text with gaps"),
        help_text=_(
            "Put each answer in double square brackets, with | between answers that are equally right: The voltage is [[220|two hundred and twenty]] volts."
        ),
    )
    exact_case = blocks.BooleanBlock(required=False, label=_("capital letters count"))

    class Meta:
        label = _("Fill in the gaps")
        icon = "edit"

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        gaps = GAP.findall(value["text"])
        if not gaps:
            _refuse("text", _("There is no gap yet. Put the answer in double square brackets: [[answer]]."))
        if any(not answers_of(gap) for gap in gaps):
            _refuse("text", _("A gap has no answer."))
        if len(gaps) > MAX_ENTRIES:
            _refuse("text", _("These are too many gaps for one question."))
        if GAP.sub("", value["text"]).count("[[") or GAP.sub("", value["text"]).count("]]"):
            _refuse("text", _("A gap is not closed: each [[ needs its ]]."))
        return value


class InteractionBlock(blocks.StreamBlock):
    """Exactly one of the kinds."""

    choice = ChoiceBlock()
    order = OrderBlock()
    match = MatchBlock()
    fill_in = FillInBlock()

    class Meta:
        min_num = 1
        max_num = 1


def answers_of(gap: str) -> list[str]:
    """The answers that a gap accepts."""
    return [answer.strip() for answer in gap.split("|") if answer.strip()]


def _refuse(field: str, sentence: Any) -> None:
    raise blocks.StructBlockValidationError(block_errors={field: ValidationError(sentence)})


def _check_distinct(field: str, texts: list[str]) -> None:
    folded = [text.strip().casefold() for text in texts]
    if len(set(folded)) != len(folded):
        _refuse(field, _("Two of these are the same."))

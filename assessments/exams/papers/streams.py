"""What a writer fills in for a paper: sections with fixed items and draws."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from assessments.bank.choosers import ItemChooserBlock
from assessments.bank.models import Item

_MOST = 200  # items of one draw
ONE, SEVERAL = "one", "several"
_POINTS = {"min_value": 0.1, "max_value": 1000, "max_digits": 6, "decimal_places": 2}


class FixedBlock(blocks.StructBlock):
    item = ItemChooserBlock(label=_("question"))
    points = blocks.DecimalBlock(label=_("points"), default=2, **_POINTS)

    class Meta:
        label = _("This question")
        icon = "pin"


class DrawBlock(blocks.StructBlock):
    """抽题: so many questions that fit, other ones for each candidate."""

    count = blocks.IntegerBlock(label=_("how many"), min_value=1, max_value=_MOST, default=5)
    points = blocks.DecimalBlock(label=_("points for each"), default=2, **_POINTS)
    topics = blocks.CharBlock(
        label=_("topics"),
        required=False,
        max_length=300,
        help_text=_("With commas between them. Empty: every topic of the occupation."),
    )
    easiest = blocks.ChoiceBlock(label=_("difficulty from"), choices=Item.Difficulty.choices, required=False)
    hardest = blocks.ChoiceBlock(label=_("to"), choices=Item.Difficulty.choices, required=False)
    kinds = blocks.MultipleChoiceBlock(
        label=_("kinds"), choices=Item.Kind.choices, required=False, help_text=_("None ticked: every kind.")
    )
    several = blocks.ChoiceBlock(
        label=_("answers to choose"),
        choices=[(ONE, _("One answer")), (SEVERAL, _("Several answers"))],
        required=False,
        help_text=_("Of choices and places on a picture. Nothing chosen: either."),
    )

    class Meta:
        label = _("Draw questions")
        icon = "rotate"

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if bool(value["easiest"]) != bool(value["hardest"]):
            _refuse("hardest", _("Fill in both ends of the difficulty, or neither."))
        if value["easiest"] and int(value["easiest"]) > int(value["hardest"]):
            _refuse("hardest", _("The easiest is harder than the hardest."))
        return value


class PartsBlock(blocks.StreamBlock):
    draw = DrawBlock()
    fixed = FixedBlock()

    class Meta:
        min_num = 1


class SectionBlock(blocks.StructBlock):
    """大题."""

    title = blocks.CharBlock(label=_("title"), max_length=120)
    instructions = blocks.TextBlock(label=_("what the candidate reads first"), required=False, rows=2, max_length=500)
    parts = PartsBlock(label=_("questions"))

    class Meta:
        label = _("Section")
        icon = "list-ul"


class SectionsBlock(blocks.StreamBlock):
    section = SectionBlock()

    class Meta:
        min_num = 1
        max_num = 20


def topics_of(text: str) -> list[str]:
    """The topics of a draw; a Chinese comma counts like a Western one."""
    return [topic.strip() for topic in text.replace("，", ",").replace("、", ",").split(",") if topic.strip()]


def _refuse(field: str, sentence: Any) -> None:
    raise blocks.StructBlockValidationError(block_errors={field: ValidationError(sentence)})

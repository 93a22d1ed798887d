"""Texts with gaps: to write into, or to choose from a list."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .texts import BY_COMPUTER, MAX_ENTRIES, answers_of, check_distinct, check_gaps, refuse
from .weights import WeightsBlock, check_weights


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
    weights = WeightsBlock(
        help_text=_(
            "Name each answer by the number of its gap: 1 = 220. Other answers than those above may stand here."
        )
    )

    class Meta:
        label = _("Fill in the gaps")
        icon = "edit"
        group = BY_COMPUTER

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        gaps = check_gaps(value["text"])
        right = [[f"{number} = {answer}" for answer in answers_of(gap)] for number, gap in enumerate(gaps, 1)]
        check_weights(value["weights"], right, gaps=len(gaps))
        return value


class InlineChoiceBlock(blocks.StructBlock):
    """选词填空题: lists stand in the text; or each word of one list is used once."""

    text = blocks.TextBlock(
        rows=4,
        max_length=4000,
        label=_("text with gaps"),
        help_text=_(
            "Put the list of each gap in double square brackets, the right word first: Turn the tap to the [[left|right]]. The learner sees the words mixed."
        ),
    )
    once = blocks.BooleanBlock(
        required=False,
        label=_("each word is used once"),
        help_text=_("Then each gap holds only its right word, and every gap offers the words of all gaps."),
    )
    extra = blocks.ListBlock(
        blocks.CharBlock(max_length=200, label=_("word")),
        default=[],
        max_num=MAX_ENTRIES,
        label=_("words that belong to no gap"),
        help_text=_("Only where each word is used once. They make the question harder."),
    )
    weights = WeightsBlock(help_text=_("Name each word by the number of its gap: 1 = left."))

    class Meta:
        label = _("Choose words in gaps")
        icon = "list-ul"
        group = BY_COMPUTER

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        lists = [answers_of(gap) for gap in check_gaps(value["text"])]
        extra = list(value["extra"])
        if value["once"]:
            if any(len(words) > 1 for words in lists):
                refuse("text", _("Each word is used once: write only the right word in each gap."))
            check_distinct("text", [words[0] for words in lists])
            words = [words[0] for words in lists]
            check_distinct("extra", [*words, *extra])
            if len(words) + len(extra) < 2:
                refuse("extra", _("There is only one word to choose from."))
        else:
            if extra:
                refuse("extra", _("Write these words into the lists of the gaps, or let each word be used once."))
            for words in lists:
                if len(words) < 2:
                    refuse("text", _("A gap has only one word to choose from."))
                check_distinct("text", words)
        names = [
            f"{number} = {word}"
            for number, words in enumerate(lists, 1)
            for word in ([one[0] for one in lists] + extra if value["once"] else words)
        ]
        right = [[f"{number} = {words[0]}"] for number, words in enumerate(lists, 1)]
        check_weights(value["weights"], right, names)
        return value

"""Blocks to practise with: questions from the item bank, Chinese characters."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from assessments.bank.choosers import ItemChooserBlock
from assessments.exams.papers.choosers import PaperChooserBlock


class QuestionBlock(blocks.StructBlock):
    item = ItemChooserBlock(label=_("question"))

    class Meta:
        label = _("Practice question")
        icon = "help"
        group = _("Practice")

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        from assessments.bank import api as bank

        cleaned = super().clean(value)
        if cleaned["item"].kind in bank.MARKED:
            raise blocks.StructBlockValidationError(block_errors={"item": ValidationError(bank.WHY_NOT_IN_A_LESSON)})
        return cleaned


class PaperBlock(blocks.StructBlock):
    """All questions of a practice paper, drawn when the lesson is published."""

    paper = PaperChooserBlock(label=_("practice paper"))

    class Meta:
        label = _("Practice paper")
        icon = "form"
        group = _("Practice")


class CharacterBlock(blocks.StructBlock):
    character = blocks.CharBlock(max_length=1, label=_("character"))
    pinyin = blocks.CharBlock(
        max_length=20, required=False, label=_("pinyin"), help_text=_("Empty: made from the character.")
    )
    meaning = blocks.CharBlock(max_length=200, required=False, label=_("meaning"))

    class Meta:
        label = _("Character")
        icon = "edit"
        label_format = "{character}"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned = super().clean(value)
        if not unicodedata.name(cleaned["character"], "").startswith("CJK UNIFIED"):
            raise blocks.StructBlockValidationError(
                block_errors={"character": ValidationError(_("This is not a Chinese character."))}
            )
        return cleaned


class CharactersBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, label=_("title"))
    characters = blocks.ListBlock(CharacterBlock(), min_num=1, max_num=20, label=_("characters"))

    class Meta:
        label = _("Chinese characters")
        icon = "edit"
        group = _("Practice")
        label_format = "{title}"

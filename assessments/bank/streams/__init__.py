"""What an officer fills in for each kind of item, and what makes it complete."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ..pictures.choosers import PictureChooserBlock
from .choosing import ChoiceBlock, MatchBlock, OrderBlock
from .gaps import FillInBlock, InlineChoiceBlock
from .hotspot import HotspotBlock
from .marked import ExtendedTextBlock, PracticalBlock, UploadBlock
from .numeric import NumericBlock
from .texts import GAP, answers_of

__all__ = ["GAP", "InteractionBlock", "PicturesBlock", "answers_of", "whole"]


class InteractionBlock(blocks.StreamBlock):
    """Exactly one of the kinds."""

    choice = ChoiceBlock()
    order = OrderBlock()
    match = MatchBlock()
    fill_in = FillInBlock()
    inline_choice = InlineChoiceBlock()
    numeric = NumericBlock()
    hotspot = HotspotBlock()
    extended_text = ExtendedTextBlock()
    upload = UploadBlock()
    practical = PracticalBlock()

    class Meta:
        min_num = 1
        max_num = 1


class PictureBlock(blocks.StructBlock):
    picture = PictureChooserBlock(label=_("picture"))
    alt = blocks.CharBlock(
        max_length=300,
        label=_("what the picture shows"),
        help_text=_("For those who cannot see it; without the answer."),
    )

    class Meta:
        label = _("Picture")
        icon = "image"
        label_format = "{alt}"


class PicturesBlock(blocks.StreamBlock):
    """Pictures below the question."""

    picture = PictureBlock()

    class Meta:
        required = False
        max_num = 6


def whole(block: blocks.Block, value: Any) -> Any:
    """The value of a block with whatever it leaves out, which Wagtail does not fill in. Raises KeyError for what the block has not."""
    if isinstance(block, blocks.ListBlock):
        return [whole(block.child_block, each) for each in value]
    if not isinstance(block, blocks.StructBlock):
        return value
    unknown = set(value) - set(block.child_blocks)
    if unknown:
        raise KeyError(*unknown)
    return {
        name: whole(child, value[name]) if name in value else child.get_default()
        for name, child in block.child_blocks.items()
    }

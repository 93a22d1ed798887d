"""Blocks of words: text, tables, callouts, glossary terms, steps, reflections."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock as WagtailTable
from wagtail.images.blocks import ImageChooserBlock

TEXT_FEATURES = ["h2", "h3", "h4", "bold", "italic", "ol", "ul", "hr", "blockquote", "superscript", "subscript"]
SHORT_FEATURES = ["bold", "italic", "ol", "ul"]


class TextBlock(blocks.RichTextBlock):
    """Words with headings and lists; no links, for nothing on a tablet leads outside."""

    class Meta:
        label = _("Text")
        icon = "pilcrow"
        group = pgettext_lazy("blocks", "Words")


class TableBlock(WagtailTable):
    class Meta:
        label = _("Table")
        icon = "table"
        group = pgettext_lazy("blocks", "Words")


class CalloutBlock(blocks.StructBlock):
    tone = blocks.ChoiceBlock(
        [("info", _("Note")), ("tip", _("Tip")), ("warning", _("Take care")), ("danger", _("Danger"))],
        default="info",
        label=_("kind"),
    )
    title = blocks.CharBlock(max_length=120, required=False, label=_("title"))
    text = blocks.RichTextBlock(features=SHORT_FEATURES, label=_("text"))

    class Meta:
        label = _("Callout")
        icon = "warning"
        group = pgettext_lazy("blocks", "Words")
        label_format = "{title}"


class TermBlock(blocks.StructBlock):
    term = blocks.CharBlock(max_length=80, label=_("term"))
    reading = blocks.CharBlock(
        max_length=160, required=False, label=_("pinyin"), help_text=_("Empty: made from the characters.")
    )
    meaning = blocks.TextBlock(max_length=500, label=_("meaning"))

    class Meta:
        icon = "tag"
        label = _("Term")
        label_format = "{term}"


class GlossaryBlock(blocks.StructBlock):
    terms = blocks.ListBlock(TermBlock(), min_num=1, label=_("terms"))

    class Meta:
        label = _("Glossary")
        icon = "openquote"
        group = pgettext_lazy("blocks", "Words")


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, label=_("title"))
    text = blocks.RichTextBlock(features=SHORT_FEATURES, required=False, label=_("text"))
    picture = ImageChooserBlock(required=False, label=_("picture"))
    alt = blocks.CharBlock(max_length=300, required=False, label=_("what the picture shows"))

    class Meta:
        icon = "order"
        label = _("Step")
        label_format = "{title}"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned = super().clean(value)
        if cleaned.get("picture") and not cleaned.get("alt", "").strip():
            from django.core.exceptions import ValidationError

            raise blocks.StructBlockValidationError(
                block_errors={
                    "alt": ValidationError(_("Say in words what the picture shows, for those who cannot see it."))
                }
            )
        return cleaned


class StepsBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, label=_("title"))
    steps = blocks.ListBlock(StepBlock(), min_num=1, label=_("steps"))

    class Meta:
        label = _("Step by step")
        icon = "list-ol"
        group = _("Practice")
        label_format = "{title}"


class ReflectionBlock(blocks.StructBlock):
    prompt = blocks.TextBlock(
        max_length=500,
        label=_("question to think about"),
        help_text=_("Marked as done or not done, never right or wrong."),
    )

    class Meta:
        label = _("Reflection")
        icon = "comment"
        group = _("Practice")
        label_format = "{prompt}"

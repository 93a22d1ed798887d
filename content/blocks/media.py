"""Blocks with a file: pictures, video, sound, PDF, songs."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from content.media.choosers import AudioChooserBlock, VideoChooserBlock
from content.publishing.chapters import ChaptersError, parse_chapters
from content.publishing.lyrics import LyricsError, parse_lyrics


class PictureBlock(blocks.StructBlock):
    picture = ImageChooserBlock(label=_("picture"))
    alt = blocks.CharBlock(
        max_length=300, label=_("what the picture shows"), help_text=_("In words, for those who cannot see it.")
    )
    caption = blocks.CharBlock(max_length=300, required=False, label=_("caption"))

    class Meta:
        label = _("Picture")
        icon = "image"
        group = _("Pictures and sound")
        label_format = "{alt}"


class VideoBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, label=_("title"))
    video = VideoChooserBlock(label=_("video"))
    chapters = blocks.TextBlock(
        required=False,
        label=_("chapters"),
        help_text=_(
            "One line each, time and name: 12:30 Changing the fuse. Interruptions of a recording are added by themselves."
        ),
    )

    class Meta:
        label = _("Video")
        icon = "media"
        group = _("Pictures and sound")
        label_format = "{title}"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned = super().clean(value)
        try:
            parse_chapters(cleaned.get("chapters") or "")
        except ChaptersError as error:
            raise blocks.StructBlockValidationError(block_errors={"chapters": ValidationError(str(error))}) from error
        return cleaned


class AudioBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, label=_("title"))
    audio = AudioChooserBlock(label=_("recording"))
    transcript = blocks.RichTextBlock(features=["bold", "italic"], required=False, label=_("transcript"))

    class Meta:
        label = _("Sound")
        icon = "media"
        group = _("Pictures and sound")
        label_format = "{title}"


class FileBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, label=_("title"))
    file = DocumentChooserBlock(label=_("PDF file"))

    class Meta:
        label = _("PDF file")
        icon = "doc-full"
        group = _("Pictures and sound")
        label_format = "{title}"


class SongBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, label=_("title"))
    audio = AudioChooserBlock(label=_("recording"))
    credit = blocks.CharBlock(max_length=200, required=False, label=_("words and music by"))
    lyrics = blocks.TextBlock(
        label=_("lyrics"),
        help_text=_(
            "One line each, with its time: [00:12.50] words | translation. An LRC file can be pasted as it is."
        ),
    )

    class Meta:
        label = _("Song")
        icon = "media"
        group = _("Pictures and sound")
        label_format = "{title}"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned = super().clean(value)
        try:
            parse_lyrics(cleaned["lyrics"])
        except LyricsError as error:
            raise blocks.StructBlockValidationError(block_errors={"lyrics": ValidationError(str(error))}) from error
        return cleaned

"""The stream that a lesson is written in."""

from __future__ import annotations

from wagtail import blocks

from .media import AudioBlock, FileBlock, PictureBlock, SongBlock, VideoBlock
from .practice import CharactersBlock, PaperBlock, QuestionBlock
from .text import TEXT_FEATURES, CalloutBlock, GlossaryBlock, ReflectionBlock, StepsBlock, TableBlock, TextBlock


class LessonStream(blocks.StreamBlock):
    text = TextBlock(features=TEXT_FEATURES)
    table = TableBlock()
    callout = CalloutBlock()
    glossary = GlossaryBlock()
    picture = PictureBlock()
    video = VideoBlock()
    audio = AudioBlock()
    song = SongBlock()
    file = FileBlock()
    steps = StepsBlock()
    question = QuestionBlock()
    paper = PaperBlock()
    characters = CharactersBlock()
    reflection = ReflectionBlock()

    class Meta:
        max_num = 200

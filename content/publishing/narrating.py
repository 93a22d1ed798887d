"""Read-aloud: the words of a block, rendered once per text and language when it is published."""

from __future__ import annotations

from typing import Any

from content.narration import api as narration
from lms.lib.canonical import sha256_hex
from lms.packages import api as packages
from lms.packages import shapes

from .derived import Derived, derive
from .files import Files
from .html import plain_text


class _NoVoice(Exception):
    pass


def add_narration(block: Any, files: Files, language: str) -> Any:
    """The block with its narration, when it has words and there is a voice for the language."""
    words = words_of(block)
    if not words:
        return block

    def make() -> Derived:
        clip = narration.narrate(words, language)
        if clip is None:
            raise _NoVoice
        return Derived(packages.store_blob(clip.data, clip.media_type), seconds=clip.seconds)

    try:
        made = derive(sha256_hex(words.encode()), f"narration:{language}:v1", make)
    except _NoVoice:
        return block
    clip = shapes.Narration(path=files.keep(made.ref, "narration", language), seconds=made.seconds or 0.0)
    return block.model_copy(update={"narration": clip})


def words_of(block: Any) -> str:
    """What is read aloud; empty for blocks that speak for themselves."""
    parts: list[str] = []
    if isinstance(block, shapes.TextBlock):
        parts = [plain_text(block.html)]
    elif isinstance(block, shapes.CalloutBlock):
        parts = [block.title, plain_text(block.html)]
    elif isinstance(block, shapes.GlossaryBlock):
        parts = [f"{term.term}: {term.meaning}" for term in block.terms]
    elif isinstance(block, shapes.StepsBlock):
        parts = [block.title, *(f"{step.title}\n{plain_text(step.html)}" for step in block.steps)]
    elif isinstance(block, shapes.ReflectionBlock):
        parts = [block.prompt]
    elif isinstance(block, shapes.QuestionBlock):
        parts = [plain_text(block.item.prompt_html)]
    elif isinstance(block, shapes.PictureBlock):
        parts = [block.caption]
    return "\n".join(part for part in parts if part).strip()

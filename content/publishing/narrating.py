"""Read-aloud: the words of a block, rendered once per text and language when it is published."""

from __future__ import annotations

from typing import Any

from content.narration import api as narration
from lms.lib.canonical import sha256_hex
from lms.packages import api as packages
from lms.packages import shapes

from .derived import Derived, remember, remembered
from .files import Files
from .html import plain_text


def add_narration(blocks: list[Any], files: Files, language: str) -> list[Any]:
    """The blocks with their narration, where they have words and there is a voice for the language."""
    words = {block.id: words_of(block) for block in blocks}
    clips = _clips({text for text in words.values() if text}, language)
    return [_narrated(block, clips.get(words[block.id]), files, language) for block in blocks]


def _narrated(block: Any, clip: Derived | None, files: Files, language: str) -> Any:
    if clip is None:
        return block
    narration_of = shapes.Narration(path=files.keep(clip.ref, "narration", language), seconds=clip.seconds or 0.0)
    return block.model_copy(update={"narration": narration_of})


def _clips(texts: set[str], language: str) -> dict[str, Derived]:
    """What was rendered before stays byte for byte what it was; the rest is rendered in one go."""
    recipe = f"narration:{language}:v1"
    found = {text: made for text in texts if (made := remembered(_key(text), recipe)) is not None}
    missing = sorted(texts - found.keys())
    for text, clip in zip(missing, narration.narrate_all(missing, language) if missing else [], strict=True):
        if clip is not None:
            made = Derived(packages.store_blob(clip.data, clip.media_type), seconds=clip.seconds)
            found[text] = remember(_key(text), recipe, made)
    return found


def _key(text: str) -> str:
    return sha256_hex(text.encode())


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

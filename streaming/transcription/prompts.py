"""What the engine is told before it listens: how to write, and the words of the course."""

from __future__ import annotations

from collections.abc import Sequence

LONGEST = 200  # characters: a prompt takes half of a window's room for text at most

_STYLE = {"zh": "以下是一节普通话课堂录音，使用简体中文和标点符号。", "en": "A classroom lesson, with punctuation."}
_TERMS = {"zh": "本课词语：{}。", "en": "Words of this lesson: {}."}
_BETWEEN = {"zh": "、", "en": ", "}


def prompt_for(language: str, terms: Sequence[str]) -> str:
    """The prompt in the lesson's language; where that is to be detected, only the terms, as a prompt would bend the result."""
    style, words = _STYLE.get(language, ""), ""
    between = _BETWEEN.get(language, ", ")
    chosen: list[str] = []
    for term in dict.fromkeys(" ".join(term.split()) for term in terms):
        longer = between.join([*chosen, term])
        if term and len(style) + len(longer) < LONGEST:
            chosen.append(term)
    if chosen:
        words = _TERMS.get(language, "{}").format(between.join(chosen))
    return " ".join(part for part in (style, words) if part) if language != "zh" else style + words

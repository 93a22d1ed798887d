"""An item's words, folded for search and comparison. Pure: no database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from django.utils.html import strip_tags

from lms.lib.search_text import normalise, runs

_KEY = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", re.IGNORECASE)
_LONGEST = 20_000  # characters of an item that count


def plain(html: str) -> str:
    """The text of a little HTML, on one line."""
    return " ".join(unescape(strip_tags(html.replace("<", " <"))).split())


def searched_text(prompt: str, interaction: Any, *others: str) -> str:
    """What a search looks through. First line: question and answers, the answers in a fixed order, so that mixed ones are
    equal; it is what duplicates are judged by. Second line: everything else. `interaction`: the stream as it is stored.
    """
    asked = normalise(plain(prompt))
    answers = sorted(filter(None, (normalise(text) for text in strings_of(interaction))))
    return f"{' '.join([asked, *answers])[:_LONGEST]}\n{normalise(' '.join(others))[:_LONGEST]}"


def compared_text(searched: str) -> str:
    """What two items are compared by: no spaces, which would make all Chinese texts look alike."""
    return searched.split("\n", 1)[0].replace(" ", "")


def search_terms(query: str) -> list[str]:
    """The pieces that a searched text must all hold. Empty when the query has no letter or digit."""
    return [" ".join(run.words) for run in runs(query[:200])]


def strings_of(value: Any) -> Iterator[str]:
    """The texts in a stream as it is stored, whatever its kinds: no ids, no names of blocks, no keys of pictures."""
    if isinstance(value, str):
        if not _KEY.fullmatch(value):
            yield plain(value) if "<" in value else value
    elif isinstance(value, dict):
        if "type" in value and "value" in value:
            yield from strings_of(value["value"])
        else:
            for part in value.values():
                yield from strings_of(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from strings_of(part)

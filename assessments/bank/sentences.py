"""What is wrong with a form, as one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError


def first_sentence(error: ValidationError) -> str:
    """The first sentence in the errors of a form or of a stream, however deep it stands."""
    return next(_sentences(error), "")


def _sentences(error: Any) -> Iterator[str]:
    if error is None:
        return
    if isinstance(error, (list, tuple)):
        for one in error:
            yield from _sentences(one)
        return
    yield from _sentences(getattr(error, "non_block_errors", None))
    inner = getattr(error, "block_errors", None)
    if inner:
        for one in inner.values() if isinstance(inner, dict) else inner:
            yield from _sentences(one)
    elif inner is None or not hasattr(error, "block_errors"):
        yield from (str(message) for message in getattr(error, "messages", [error]))

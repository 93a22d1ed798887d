"""What a speech engine must offer."""

from __future__ import annotations

from typing import Protocol


class Narrator(Protocol):
    """`render` gives WAV, or None when the text could not be read. Engines work offline and from the text alone."""

    name: str

    def is_available(self) -> bool: ...

    def version(self) -> str:
        """Part of the cache key: a better voice renders again."""
        ...

    def voice_for(self, language: str) -> str | None:
        """The voice for a BCP 47 tag, or None."""
        ...

    def render(self, text: str, voice: str) -> bytes | None: ...


class Silence:
    """The engine of a server that has none."""

    name = "none"

    def is_available(self) -> bool:
        return True

    def version(self) -> str:
        return "1"

    def voice_for(self, language: str) -> str | None:
        return None

    def render(self, text: str, voice: str) -> bytes | None:
        return None

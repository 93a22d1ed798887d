"""What people write into forms."""

from __future__ import annotations


def plain(text: str) -> str:
    """Without space around it, and without NUL characters, which PostgreSQL refuses."""
    return text.replace("\x00", "").strip()

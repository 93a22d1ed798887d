"""Playlists and segments on their way to tablets: signed paths, checked by nginx in production and by a view in the demo."""

from .links import LIFETIME_SECONDS, signed_prefix

__all__ = ["LIFETIME_SECONDS", "signed_prefix"]

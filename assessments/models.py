"""The app's models, gathered from its parts."""

from .bank.models import Item, ItemTag

__all__ = ["Item", "ItemTag"]

"""The app's models, gathered from its parts."""

from .bank.exchange.models import ImportedItem, ItemImport
from .bank.models import Item, ItemTag

__all__ = ["ImportedItem", "Item", "ItemImport", "ItemTag"]

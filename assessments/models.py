"""The app's models, gathered from its parts."""

from .bank.models import Item, ItemTag
from .bank.pictures.models import ItemPicture

__all__ = ["Item", "ItemPicture", "ItemTag"]

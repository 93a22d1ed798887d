"""The app's models, gathered from its parts."""

from .bank.models import Item, ItemTag
from .placement.models import (
    ItemCalibration,
    Placement,
    PlacementAnswer,
    PlacementArea,
    PlacementLevel,
    PlacementTest,
)

__all__ = [
    "Item",
    "ItemCalibration",
    "ItemTag",
    "Placement",
    "PlacementAnswer",
    "PlacementArea",
    "PlacementLevel",
    "PlacementTest",
]

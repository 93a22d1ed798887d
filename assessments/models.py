"""The app's models, gathered from its parts."""

from .bank.exchange.models import ImportedItem, ItemImport
from .bank.models import (
    DuplicatePair,
    DuplicateSearch,
    ExposedPackage,
    FirstAnswer,
    Item,
    ItemStatistics,
    ItemTag,
    ItemUse,
    Occupation,
    OptionCount,
)
from .bank.pictures.models import ItemPicture
from .exams.models import Incident, ItemVersion, Paper, PaperVersion, Response, Seat, Sitting
from .placement.models import (
    ItemCalibration,
    Placement,
    PlacementAnswer,
    PlacementArea,
    PlacementLevel,
    PlacementTest,
)

__all__ = [
    "DuplicatePair",
    "DuplicateSearch",
    "ExposedPackage",
    "FirstAnswer",
    "ImportedItem",
    "Incident",
    "Item",
    "ItemCalibration",
    "ItemImport",
    "ItemPicture",
    "ItemStatistics",
    "ItemTag",
    "ItemUse",
    "ItemVersion",
    "Occupation",
    "OptionCount",
    "Paper",
    "PaperVersion",
    "Placement",
    "PlacementAnswer",
    "PlacementArea",
    "PlacementLevel",
    "PlacementTest",
    "Response",
    "Seat",
    "Sitting",
]

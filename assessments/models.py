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
from .exams.models import ItemVersion, Paper, PaperVersion

__all__ = [
    "DuplicatePair",
    "DuplicateSearch",
    "ExposedPackage",
    "FirstAnswer",
    "ImportedItem",
    "Item",
    "ItemImport",
    "ItemStatistics",
    "ItemTag",
    "ItemUse",
    "ItemVersion",
    "Occupation",
    "OptionCount",
    "Paper",
    "PaperVersion",
]

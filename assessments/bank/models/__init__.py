"""The item bank's models, gathered from their parts."""

from .duplicates import DuplicatePair, DuplicateSearch
from .items import LANGUAGES, Item, ItemTag
from .occupations import Occupation
from .statistics import ExposedPackage, FirstAnswer, ItemStatistics, ItemUse, OptionCount

__all__ = [
    "LANGUAGES",
    "DuplicatePair",
    "DuplicateSearch",
    "ExposedPackage",
    "FirstAnswer",
    "Item",
    "ItemStatistics",
    "ItemTag",
    "ItemUse",
    "Occupation",
    "OptionCount",
]

"""Numbers as people write them, read exactly, and never two ways.

What counts as a number, in half or full width, in Western, Arabic or Burmese digits:
- 12, −12, +12, 12.5, .5; also 12。5 and 12．5, as Chinese keyboards write the point
- thousands in threes, by comma, space, or two points and more: 1,234,567.8, 1 234 567.8, 1.234.567, 1.234,5
- a comma that cannot be one of thousands is a decimal comma: 12,5 and 0,125 and 1,2345. (So 1,234 is one thousand two
  hundred and thirty-four, as in China, and 1.234 is a little more than one.)
- 3/4, 1 1/2, ¾, 1½
- 1.2e3, 1.2×10³, 1.2*10^3
A unit may follow, or stand before it as currency signs do. Everything else is no number: 1,2,3; 12.5.3; words.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from functools import lru_cache
from math import isfinite

from lms.packages import shapes

MOST_LETTERS = 80
MOST_EXPONENT = 60
_SIGNS = str.maketrans({"。": ".", "、": ",", "−": "-", "–": "-", "—": "-", "﹣": "-", "⁄": "/", "∕": "/", "＊": "*", "·": "*", "X": "x"})  # fmt: skip
_DIGITS = str.maketrans(
    {first + value: str(value) for first in (0x660, 0x6F0, 0x1040) for value in range(10)}  # Arabic, Persian, Burmese
)
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"
_LEVEL = str.maketrans(_RAISED, "0123456789+-")
_VULGAR = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_FIGURES = re.compile(
    r"""(?P<sign>[+-]?)\ ?(?:
        (?:(?P<whole>[0-9]+)\ )?(?P<above>[0-9]+)\ ?/\ ?(?P<below>[0-9]+)(?![0-9])
      | (?P<figures>
            [1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9])
          | [1-9][0-9]{0,2}(?:\ [0-9]{3})+(?:[.,][0-9]+)?(?![0-9])
          | [1-9][0-9]{0,2}(?:\.[0-9]{3})+,[0-9]+(?![0-9])
          | [1-9][0-9]{0,2}(?:\.[0-9]{3}){2,}(?![0-9])
          | [0-9]+,[0-9]+
          | [0-9]+(?:\.[0-9]+)?
          | \.[0-9]+
        )(?:[eE](?P<e>[+-]?[0-9]{1,3})(?![0-9])|\ ?[x×*]\ ?10\^(?P<power>[+-]?[0-9]{1,3})(?![0-9]))?
    )""",
    re.VERBOSE,
)
_MORE_FIGURES = re.compile(r"\s?[.,/^]?\s?[0-9]")


def is_within(item: shapes.NumericItem, response: str) -> bool:
    """Whether the response is a number in one of the item's units, and no further from its value than the tolerance."""
    found = read_number(response, item.units)
    if found is None:
        return False
    number, unit = found
    if unit is None and item.units and item.unit_required:
        return False
    factor, value, tolerance = exact(unit.factor if unit else 1.0), exact(item.value), exact(item.tolerance)
    if factor is None or value is None or tolerance is None:
        return False
    return abs(number * factor - value) <= tolerance


def read_number(text: str, units: list[shapes.Unit]) -> tuple[Fraction, shapes.Unit | None] | None:
    """The number and its unit; None for what is no number, or has a unit that is none of these."""
    plain = _plain(text)
    if not plain:
        return None
    found = _FIGURES.match(plain)
    if found:
        before, behind = "", plain[found.end() :]
    else:
        before = _beginning(plain, units)
        found = _FIGURES.match(plain[len(before) :].lstrip()) if before else None
        if found is None:
            return None
        behind = found.string[found.end() :]
    if _MORE_FIGURES.match(behind) or (before and behind.strip()):
        return None
    number = _value(found)
    written = before or behind.strip()
    if number is None or not written:
        return None if number is None else (number, None)
    unit = unit_named(written, units)
    return (number, unit) if unit else None


def unit_named(text: str, units: list[shapes.Unit]) -> shapes.Unit | None:
    """The unit that is written so; with other capital letters only where no two units could be meant (mW, MW)."""
    text = unit_text(text)
    exactly = [unit for unit in units if text and unit_text(unit.text) == text]
    loosely = [unit for unit in units if text and unit_text(unit.text).casefold() == text.casefold()]
    if exactly:
        return exactly[0]
    return loosely[0] if loosely and len({unit.factor for unit in loosely}) == 1 else None


@lru_cache(maxsize=4096)
def unit_text(text: str) -> str:
    """A unit as it is compared: half width, without spaces, powers on the line (㎡, m² and m^2 are m2)."""
    return "".join(_plain(text).split()).replace("^", "")


def exact(number: float) -> Fraction | None:
    """The decimal number that this float stands for; None for what is no number."""
    return Fraction(repr(number)) if isfinite(number) else None


def _plain(text: str) -> str:
    """Half width, powers behind a ^, a vulgar fraction apart from the number before it, no closing full stop."""
    if len(text) > MOST_LETTERS:
        return ""
    text = re.sub(f"[{_RAISED}]+", lambda raised: "^" + raised[0].translate(_LEVEL), text)
    text = re.sub(f"[{_VULGAR}]", lambda vulgar: " " + unicodedata.normalize("NFKC", vulgar[0]), text)
    plain = unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_SIGNS).translate(_DIGITS)
    return " ".join(plain.split()).rstrip(".,;! ")


def _beginning(plain: str, units: list[shapes.Unit]) -> str:
    """What stands before the first figure, if it is a unit."""
    before = re.split(r"[0-9.+-]", plain, maxsplit=1)[0]
    return before if unit_named(before, units) else ""


def _value(found: re.Match[str]) -> Fraction | None:
    sign = -1 if found["sign"] == "-" else 1
    if found["below"]:
        above, below = int(found["above"]), int(found["below"])
        if below == 0 or (found["whole"] and above >= below):
            return None
        return sign * (int(found["whole"] or 0) + Fraction(above, below))
    power = int(found["e"] or found["power"] or 0)
    if abs(power) > MOST_EXPONENT:
        return None
    return sign * Fraction(_decimal(found["figures"])) * Fraction(10) ** power


def _decimal(figures: str) -> str:
    """The figures with a decimal point and nothing else."""
    figures = figures.replace(" ", "")
    commas, points = figures.count(","), figures.count(".")
    if commas and points:
        thousands = "," if figures.index(",") < figures.index(".") else "."
        return figures.replace(thousands, "").replace(",", ".")
    if points > 1:
        return figures.replace(".", "")
    if commas and re.fullmatch(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+", figures):
        return figures.replace(",", "")
    return figures.replace(",", ".")

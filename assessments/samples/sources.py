"""How an item stands in the TOML files of this folder, and what makes it complete. The README says how to write one."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from lms.packages.shapes import Shape

FOLDER = Path(__file__).parent
LETTERS = "ABCDEFGHIJKL"
Kind = Literal[
    "choice",
    "order",
    "match",
    "fill_in",
    "inline_choice",
    "numeric",
    "hotspot",
    "extended_text",
    "upload",
    "practical",
]


class SourceArea(Shape):
    shape: Literal["rect", "circle", "poly"]
    coords: list[int]
    label: str


class SourceCriterion(Shape):
    title: str
    levels: list[tuple[float, str]]  # points, description; from the fewest points to the most


class SourceItem(Shape):
    """One `[[item]]`. `right` names options by letter: "C", "AC", or an order; for match and gaps one letter for each."""

    kind: Kind
    name: str
    difficulty: int
    prompt: str
    topic: str = ""  # where it is not the file's
    translates: str = ""  # the name of the Chinese item that says the same
    picture: str = ""
    alt: str = ""
    options: list[str] = []
    left: list[str] = []
    right: str = ""
    text: str = ""
    gaps: list[list[str]] = []
    value: float | None = None
    tolerance: float = 0.0
    units: list[tuple[str, float]] = []
    areas: list[SourceArea] = []
    accepts: list[Literal["photo", "voice", "file"]] = []
    most_characters: int = 2000
    minutes: int | None = None
    materials: str = ""
    model_answer: str = ""
    rubric: list[SourceCriterion] = []
    feedback_correct: str = ""
    feedback_incorrect: str = ""


class SourceFile(Shape):
    """One file: an occupation, or a cultural subject, and one topic of it."""

    occupation: str = ""
    subject: str = ""
    topic: str = ""
    language: Literal["zh-hans", "en"]
    item: list[SourceItem]


def source_files() -> list[tuple[Path, SourceFile]]:
    """Every file with its path, in a fixed order. Raises ValueError, naming the file, where one does not hold."""
    found = []
    for path in sorted(FOLDER.glob("*/*.toml")):
        try:
            found.append((path, SourceFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))))
        except (tomllib.TOMLDecodeError, ValidationError) as error:
            raise ValueError(f"{path.name}: {error}") from error
    return found

"""The sample items as drafts: read from the TOML files of this folder, built and checked."""

from __future__ import annotations

import io
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from PIL import Image

from assessments.bank.drafts import Draft, read_any_item

from .sources import FOLDER, LETTERS, SourceCriterion, SourceFile, SourceItem, source_files

PICTURES = FOLDER / "pictures"
GAP_OPEN, GAP_CLOSE = "[[", "]]"
SOURCES = {"zh-hans": "新叶示范题库", "en": "Newleaf sample bank"}
MARKED = ("extended_text", "upload", "practical")


def drafts() -> list[Draft]:
    """Every item, in a fixed order; its name is unique. Raises ValueError, naming file and item, where one does not hold."""
    found: dict[str, Draft] = {}
    for path, file in source_files():
        for item in file.item:
            try:
                draft = _draft(file, item)
            except (ValueError, LookupError, OSError) as error:
                raise ValueError(f"{path.parent.name}/{path.name}, {item.name}: {error}") from error
            if draft.name in found:
                raise ValueError(f"{path.parent.name}/{path.name}: two items are named {draft.name}")
            found[draft.name] = draft
    return list(found.values())


def translations() -> dict[str, str]:
    """From the name of each English item to the name of the Chinese item that it translates."""
    return {item.name: item.translates for _, file in source_files() for item in file.item if item.translates}


def _draft(file: SourceFile, item: SourceItem) -> Draft:
    topic = item.topic or file.topic
    if not topic:
        raise ValueError("It has no topic.")
    picture = _picture(item) if item.picture else None
    common: dict[str, Any] = {
        "id": "",
        "version": 1,
        "kind": item.kind,
        "prompt_html": "".join(f"<p>{escape(line, quote=False)}</p>" for line in item.prompt.split("\n")),
        "pictures": [picture] if picture and item.kind != "hotspot" else [],
        "feedback_correct": item.feedback_correct,
        "feedback_incorrect": item.feedback_incorrect,
    }
    special = _BUILDERS[item.kind](item) | ({"picture": picture} if item.kind == "hotspot" else {})
    return Draft(
        item=read_any_item.validate_python(common | special),
        name=item.name,
        language=file.language,
        occupation=file.occupation,
        topics=[file.subject, topic] if file.subject else [topic],
        difficulty=item.difficulty,
        source=SOURCES[file.language],
        points=_points(item),
        files={item.picture: _bytes(item.picture)} if item.picture else {},
    )


def _points(item: SourceItem) -> float:
    """One for a single answer, two for what needs several, the sum of the best levels for what a person marks."""
    if item.kind in MARKED:
        return sum(criterion.levels[-1][0] for criterion in item.rubric)
    several = item.kind in ("order", "match", "inline_choice") or item.text.count(GAP_OPEN) > 1
    return 2.0 if several or (item.kind in ("choice", "hotspot") and len(item.right) > 1) else 1.0


def _choice(item: SourceItem) -> dict[str, Any]:
    _check_right(item, len(item.options))
    return {
        "options": _lettered(item.options),
        "correct": [letter.lower() for letter in item.right],
        "multiple": len(item.right) > 1,
    }


def _order(item: SourceItem) -> dict[str, Any]:
    _check_right(item, len(item.options))
    if sorted(item.right) != list(LETTERS[: len(item.options)]):
        raise ValueError("Its order does not name every step once.")
    return {"entries": _lettered(item.options), "correct": [letter.lower() for letter in item.right]}


def _match(item: SourceItem) -> dict[str, Any]:
    _check_right(item, len(item.options))
    left = [{"id": f"l{number}", "text": text} for number, text in enumerate(item.left, 1)]
    right = [{"id": f"r{number}", "text": text} for number, text in enumerate(item.options, 1)]
    return {
        "left": left,
        "right": right,
        "correct": [
            (one["id"], right[LETTERS.index(letter)]["id"]) for one, letter in zip(left, item.right, strict=True)
        ],
    }


def _fill_in(item: SourceItem) -> dict[str, Any]:
    pieces = [piece.split(GAP_CLOSE) for piece in item.text.split(GAP_OPEN)]
    if len(pieces) < 2 or any(len(piece) != 2 for piece in pieces[1:]):
        raise ValueError("Each [[ needs its ]].")
    text = pieces[0][0] + "".join(f"[[g{number}]]{rest}" for number, (_, rest) in enumerate(pieces[1:], 1))
    gaps = [{"id": f"g{number}", "accept": answer.split("|")} for number, (answer, _) in enumerate(pieces[1:], 1)]
    return {"text": text, "gaps": gaps}


def _inline_choice(item: SourceItem) -> dict[str, Any]:
    text = item.text
    gaps = []
    for number, (options, letter) in enumerate(zip(item.gaps, item.right, strict=True), 1):
        if text.count(f"[[{number}]]") != 1 or LETTERS.index(letter) >= len(options):
            raise ValueError(f"Gap {number} does not hold.")
        text = text.replace(f"[[{number}]]", f"[[g{number}]]")
        gaps.append({"id": f"g{number}", "options": _lettered(options), "correct": letter.lower()})
    return {"text": text, "gaps": gaps}


def _numeric(item: SourceItem) -> dict[str, Any]:
    units = [{"text": text, "factor": factor} for text, factor in item.units]
    return {"value": item.value, "tolerance": item.tolerance, "units": units}


def _hotspot(item: SourceItem) -> dict[str, Any]:
    _check_right(item, len(item.areas))
    return {
        "areas": [
            {"id": letter.lower(), **area.model_dump()} for letter, area in zip(LETTERS, item.areas, strict=False)
        ],
        "correct": [letter.lower() for letter in item.right],
        "multiple": len(item.right) > 1,
    }


def _extended_text(item: SourceItem) -> dict[str, Any]:
    return {
        "rubric": _rubric(item.rubric),
        "most_characters": item.most_characters,
        "model_answer": item.model_answer,
    }


def _upload(item: SourceItem) -> dict[str, Any]:
    return {"rubric": _rubric(item.rubric), "accepts": item.accepts, "model_answer": item.model_answer}


def _practical(item: SourceItem) -> dict[str, Any]:
    return {"rubric": _rubric(item.rubric), "minutes": item.minutes, "materials": item.materials}


_BUILDERS = {
    "choice": _choice,
    "order": _order,
    "match": _match,
    "fill_in": _fill_in,
    "inline_choice": _inline_choice,
    "numeric": _numeric,
    "hotspot": _hotspot,
    "extended_text": _extended_text,
    "upload": _upload,
    "practical": _practical,
}


def _lettered(texts: list[str]) -> list[dict[str, str]]:
    return [{"id": letter.lower(), "text": text} for letter, text in zip(LETTERS, texts, strict=False)]


def _check_right(item: SourceItem, many: int) -> None:
    if not item.right or any(letter not in LETTERS[:many] for letter in item.right):
        raise ValueError("Its key names an option that is not there.")
    if item.kind != "match" and len(set(item.right)) != len(item.right):
        raise ValueError("Its key names an option twice.")


def _rubric(criteria: list[SourceCriterion]) -> list[dict[str, Any]]:
    for criterion in criteria:
        points = [level[0] for level in criterion.levels]
        if len(points) < 2 or points != sorted(set(points)):
            raise ValueError(f"The levels of {criterion.title} do not rise.")
    if not criteria:
        raise ValueError("It has no rubric.")
    return [
        {
            "id": f"c{number}",
            "title": criterion.title,
            "levels": [{"points": points, "description": text} for points, text in criterion.levels],
        }
        for number, criterion in enumerate(criteria, 1)
    ]


def _picture(item: SourceItem) -> dict[str, Any]:
    if not item.alt:
        raise ValueError("Its picture is not said in words.")
    with Image.open(io.BytesIO(_bytes(item.picture))) as picture:
        width, height = picture.size
    for area in item.areas:
        xs, ys = _extent(area.shape, area.coords)
        if min(*xs, *ys) < 0 or max(xs) > width or max(ys) > height:
            raise ValueError(f"The area {area.label} leaves the picture.")
    return {"path": item.picture, "media_type": "image/png", "width": width, "height": height, "alt": item.alt}


def _extent(shape: str, coords: list[int]) -> tuple[list[int], list[int]]:
    if shape == "circle":
        x, y, radius = coords
        return [x - radius, x + radius], [y - radius, y + radius]
    return coords[::2], coords[1::2]


@cache
def _bytes(name: str) -> bytes:
    return Path(PICTURES, name).read_bytes()

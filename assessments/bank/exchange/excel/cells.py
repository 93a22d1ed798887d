"""What stands in a cell, both ways: yes and no, keys, gaps, units, areas, rubrics, rules for points. Raises Refusal."""

from __future__ import annotations

import html
import re
import unicodedata
from datetime import date, datetime, time
from typing import Any

from ..building import letter, number_of, shown
from ..judging import Refusal, lines, one_line
from ..markup import no_pictures, paragraphs_of, prompt_of
from .columns import LETTERS

GAP = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_MARKUP = re.compile(r"</?(p|b|i|strong|em|ol|ul|li|sub|sup|br)\s*/?>", re.IGNORECASE)
_YES = {"是", "对", "有", "要", "√", "✓", "✔", "y", "yes", "true", "t", "1", "right", "正确"}
_NO = {"否", "错", "不", "没有", "×", "✗", "✘", "x", "n", "no", "false", "f", "0", "wrong", "错误", "无"}
_ACCEPTS = {"照片": "photo", "录音": "voice", "文件": "file", "photo": "photo", "voice": "voice", "file": "file"}
ACCEPT_WORDS = {"photo": "照片", "voice": "录音", "file": "文件"}


def text_of(value: object) -> str:
    """A cell as text. A date is what Excel made of something else: Refusal."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float)):
        return shown(float(value)) if value == value and abs(value) < 1e300 else ""
    if isinstance(value, (datetime, date, time)):
        raise Refusal("value_unclear", column="Excel", what=str(value))
    return lines(str(value).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")).strip()


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def truth(text: str, column: str) -> bool | None:
    if not text:
        return None
    if folded(text) in _YES:
        return True
    if folded(text) in _NO:
        return False
    raise Refusal("value_unclear", column=column, what=text)


# ── Questions: plain text, or the few tags of the bank ──


def read_prompt(text: str, notes: list[Any]) -> str:
    source = text if _MARKUP.search(text) else paragraphs_of(text)
    return prompt_of(source, no_pictures(notes), notes)


def write_prompt(prompt: str) -> str:
    """Plain where it reads back the same."""
    plain = html.unescape(re.sub(r"<[^>]+>", "", prompt.replace("</p><p>", "\n")))
    return plain if read_prompt(plain, []) == prompt else prompt


# ── Keys ──


def read_key(text: str, options: dict[str, str]) -> list[str]:
    """Ids from "AC", "A、C" or an answer's own words. `options`: id → text."""
    plain = unicodedata.normalize("NFKC", text).upper()
    letters = re.sub(r"[\s,;、.和与/|]+", "", plain)
    if letters and all(sign in LETTERS for sign in letters):
        for sign in letters:
            if sign.lower() not in options:
                raise Refusal("key_unknown", what=sign)
        return [key for key in options if key.upper() in letters]
    for key, words in options.items():
        if folded(words) == folded(text):
            return [key]
    raise Refusal("key_unknown", what=text)


# ── Lists ──


def read_list(text: str) -> list[str]:
    """A line or a ； between each; a \\ before it keeps the sign."""
    parts = re.split(r"(?<!\\)[;；]|\n", text)
    return [part for part in (one_line(re.sub(r"\\([;；])", r"\1", part)) for part in parts) if part]


def write_list(texts: list[str]) -> str:
    return "\n".join(re.sub(r"([;；])", r"\\\1", text) for text in texts)


def read_lines(text: str) -> list[str]:
    return [line for line in (one_line(line) for line in text.split("\n")) if line]


# ── Gaps ──


def read_gaps(text: str) -> list[list[str]]:
    return [[part.strip() for part in gap.split("|")] for gap in GAP.findall(text)]


def numbered(text: str) -> str:
    """[[answer]] → [[g1]]"""
    count = iter(range(1, 10_000))
    return GAP.sub(lambda _match: f"[[g{next(count)}]]", text)


def read_choices(gap: list[str]) -> tuple[list[dict[str, str]], str]:
    """Options and the key of "=right|wrong"; a \\ before a first sign keeps it."""
    options: list[dict[str, str]] = []
    right: list[str] = []
    for number, part in enumerate(gap):
        if part.startswith(("=", "＝")):
            right.append(letter(number))
            part = part[1:].strip()
        options.append({"id": letter(number), "text": part[1:] if part.startswith("\\") else part})
    if len(right) != 1:
        raise Refusal("several_right" if right else "no_key")
    return options, right[0]


def write_choice(text: str, *, right: bool) -> str:
    kept = f"\\{text}" if text.startswith(("=", "＝", "\\")) else text
    return f"={kept}" if right else kept


# ── Units, areas, rubrics ──


def read_units(text: str) -> list[dict[str, Any]]:
    """ "cm; mm = 0.1": the first is the key's, the others with their size in it."""
    units: list[dict[str, Any]] = []
    for part in read_list(text):
        name, sign, factor = part.replace("＝", "=").rpartition("=")
        name = one_line(name) if sign else part
        units.append({"text": name, "factor": number_of(factor) if sign else 1.0})
        if not name or (len(units) > 1 and not sign):
            raise Refusal("unit_unclear", what=part)
    return units


def write_units(units: list[Any]) -> str:
    return write_list(
        [
            unit.text
            if not number and unit.factor == 1 and "=" not in unit.text
            else f"{unit.text} = {shown(unit.factor)}"
            for number, unit in enumerate(units)
        ]
    )


_AREA = re.compile(
    r"^([*＊]?)\s*(rect|circle|poly|矩形|圆形|圆|多边形)\s*[:：]?\s*(\d{1,8}(?:\s*[,，]\s*\d{1,8})*)\s*(.*)$",
    re.IGNORECASE,
)
_SHAPES = {"矩形": "rect", "圆形": "circle", "圆": "circle", "多边形": "poly"}


def read_areas(text: str) -> tuple[list[dict[str, Any]], list[str]]:
    """Lines like "* rect 10,10,60,60 words"; the star marks what is right."""
    areas: list[dict[str, Any]] = []
    right: list[str] = []
    for number, line in enumerate(read_lines(text)):
        match = _AREA.match(line)
        if match is None:
            raise Refusal("area_unclear", what=line)
        star, shape, numbers, label = match.groups()
        coords = [int(part) for part in re.split(r"[,，]", numbers)]
        if star:
            right.append(letter(number))
        shape = _SHAPES.get(shape, shape.lower())
        areas.append({"id": letter(number), "shape": shape, "coords": coords, "label": one_line(label)})
    return areas, right


def write_areas(areas: list[Any], correct: list[str]) -> str:
    return "\n".join(
        f"{'* ' if area.id in correct else ''}{area.shape} {','.join(map(str, area.coords))} {area.label}"
        for area in areas
    )


def read_rubric(text: str) -> list[dict[str, Any]]:
    """# criterion, then a line "points = words" for each level."""
    rubric: list[dict[str, Any]] = []
    for line in read_lines(text):
        if line.startswith(("#", "＃")):
            rubric.append({"id": f"c{len(rubric) + 1}", "title": line[1:].strip(), "levels": []})
            continue
        points, sign, words = line.replace("＝", "=", 1).partition("=")
        points = points.strip().removesuffix("分")
        if not rubric or not sign:
            raise Refusal("rubric_unclear", what=line)
        rubric[-1]["levels"].append({"points": number_of(points), "description": words.strip()})
    return rubric


def write_rubric(rubric: list[Any]) -> str:
    return "\n".join(
        line
        for criterion in rubric
        for line in (f"# {criterion.title}", *(f"{shown(one.points)} = {one.description}" for one in criterion.levels))
    )


def read_accepts(text: str) -> list[str]:
    made = []
    for part in re.split(r"[;；,，、\s]+", text):
        if part and folded(part) not in _ACCEPTS:
            raise Refusal("value_unclear", column="accepts", what=part)
        if part:
            made.append(_ACCEPTS[folded(part)])
    return list(dict.fromkeys(made)) or ["photo"]

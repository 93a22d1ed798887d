"""The questions of a booklet in the words of its template: options lettered as on the tablet and on the answer sheet."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

import nh3
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext
from PIL import Image

from lms.packages import shapes

from .answers import Kind, field_of, letter
from .forms import ExamForm, Item, Question

SCHEME = "picture:"
_TAGS = {"p", "b", "i", "strong", "em", "ol", "ul", "li", "sub", "sup", "br"}
_GAP = re.compile(r"\[\[(.+?)\]\]")


@dataclass(frozen=True)
class Group:
    """Lettered or numbered lines below one heading ("(1)" of a gap, or none)."""

    heading: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Printed:
    """`how` names the sentence that says what to do; `text`: the sentence with numbered gaps; `areas`: SVG over the picture."""

    number: int
    points_shown: int | float
    prompt: SafeString
    how: str
    pictures: tuple[tuple[str, str], ...] = ()
    text: SafeString = field(default_factory=SafeString)
    groups: tuple[Group, ...] = ()
    spot: SafeString | None = None


def pictures_of(form: ExamForm) -> Iterator[str]:
    """The paths of all pictures that the booklet shows."""
    for _number, question in form.numbered():
        yield from (picture.path for picture in question.item.pictures)
        if isinstance(question.item, shapes.HotspotItem):
            yield question.item.picture.path


def questions_of(form: ExamForm) -> list[tuple[str, list[Printed]]]:
    """Sections, each with its title and its questions."""
    numbers = form.numbered()
    return [(part.title, [_printed(form, *next(numbers)) for _question in part.questions]) for part in form.sections]


def _printed(form: ExamForm, number: int, question: Question) -> Printed:
    item = question.item
    prompt = mark_safe(nh3.clean(item.prompt_html, tags=_TAGS, attributes={}))  # noqa: S308 (cleaned)
    pictures = tuple((_address(picture.path), picture.alt) for picture in item.pictures)
    text, groups = _body(item)
    points = int(question.points) if question.points == int(question.points) else question.points
    return Printed(number, points, prompt, _how(number, item), pictures, text, groups, _spot(item, form))


def _how(number: int, item: Item) -> str:
    if isinstance(item, shapes.UploadItem | shapes.PracticalItem):
        return item.kind
    kind = field_of(number, item).kind
    return item.kind if kind in (Kind.PAIRS, Kind.ONCE) else kind.value


def _address(path: str) -> str:
    return f"{SCHEME}{quote(path, safe='')}"


def _body(item: Item) -> tuple[SafeString, tuple[Group, ...]]:
    match item:
        case shapes.ChoiceItem():
            return SafeString(), (_lettered("", [option.text for option in item.options]),)
        case shapes.OrderItem():
            return SafeString(), (_lettered("", [entry.text for entry in item.entries]),)
        case shapes.MatchItem():
            left = Group("", tuple((f"({n})", entry.text) for n, entry in enumerate(item.left, 1)))
            return SafeString(), (left, _lettered("", [entry.text for entry in item.right]))
        case shapes.InlineChoiceItem():
            groups = [_lettered(f"({n})", [o.text for o in gap.options]) for n, gap in enumerate(item.gaps, 1)]
            if item.once and groups:
                groups = [Group("", groups[0].lines)]
            return _gapped(item.text, [gap.id for gap in item.gaps]), tuple(groups)
        case shapes.FillInItem():
            return _gapped(item.text, [gap.id for gap in item.gaps]), ()
        case shapes.NumericItem() if item.units:
            return SafeString(), (_lettered(pgettext("of a number", "Unit"), [unit.text for unit in item.units]),)
        case _:
            return SafeString(), ()


def _lettered(heading: str, texts: list[str]) -> Group:
    return Group(heading, tuple((letter(index), text) for index, text in enumerate(texts)))


def _gapped(text: str, gaps: list[str]) -> SafeString:
    numbers = {gap: f"({n})" for n, gap in enumerate(gaps, 1)}
    pieces = _GAP.split(text)  # words, gap, words, …
    shown = [
        format_html('<span class="gap">{}</span>', numbers.get(piece, "")) if index % 2 else escape(piece)
        for index, piece in enumerate(pieces)
    ]
    return mark_safe("".join(shown))  # noqa: S308 (escaped above)


def _spot(item: Item, form: ExamForm) -> SafeString | None:
    """A hotspot's picture with its areas and their letters as SVG. The areas' words are not printed: they would tell the answer."""
    if not isinstance(item, shapes.HotspotItem):
        return None
    with Image.open(io.BytesIO(form.pictures[item.picture.path])) as picture:
        width, height = picture.size
    size = max(width, height) / 24
    parts = [f'<image href="{_address(item.picture.path)}" x="0" y="0" width="{width}" height="{height}"/>']
    for index, area in enumerate(item.areas):
        outline, x, y = _outline(area)
        style = f'fill="none" stroke="#000" stroke-width="{size / 8:g}"'
        parts.append(
            f'<{outline} stroke="#fff" fill="none" stroke-width="{size / 3:g}"/><{outline} {style}/>'
            f'<circle cx="{x:g}" cy="{y:g}" r="{size * 0.7:g}" fill="#fff" stroke="#000" stroke-width="{size / 12:g}"/>'
            f'<text x="{x:g}" y="{y + size * 0.35:g}" font-size="{size:g}" text-anchor="middle" font-family="Noto Sans CJK SC">{letter(index)}</text>'
        )
    box = f'viewBox="0 0 {width} {height}"'
    svg = f'<svg class="spot" xmlns="http://www.w3.org/2000/svg" {box} width="{width}" height="{height}">{"".join(parts)}</svg>'
    return mark_safe(svg)  # noqa: S308 (numbers, letters and a quoted path)


def _outline(area: shapes.Area) -> tuple[str, float, float]:
    """An SVG element without its end, and where its letter stands."""
    at = area.coords
    if area.shape == "rect":
        return f'rect x="{at[0]}" y="{at[1]}" width="{at[2] - at[0]}" height="{at[3] - at[1]}"', at[0], at[1]
    if area.shape == "circle":
        return f'circle cx="{at[0]}" cy="{at[1]}" r="{at[2]}"', at[0], at[1] - at[2]
    return f'polygon points="{" ".join(map(str, at))}"', at[0], at[1]

"""An answer sheet's page as SVG in millimetres: markers, code, bubbles, boxes. What people read around it stands in the templates."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import cv2
import segno
from django.utils.html import escape
from django.utils.translation import pgettext

from . import layout
from .codes import SheetCode
from .layout import Page, Text

_MODULES = 8  # of an AprilTag 36h11 with its border


def svg_of(page: Page, code: SheetCode) -> bytes:
    """One <svg> of A4 size, as a file."""
    parts = [*_markers(), *_code(code), *_bubbles(page), *_boxes(page), *_texts(page)]
    size = f'width="{layout.WIDTH:g}mm" height="{layout.HEIGHT:g}mm" viewBox="0 0 {layout.WIDTH:g} {layout.HEIGHT:g}"'
    font = 'font-family="Noto Sans CJK SC"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {font} {size}>{"".join(parts)}</svg>'.encode()


def _markers() -> Iterator[str]:
    side = layout.MARKER / _MODULES
    for number, (left, top) in layout.MARKERS.items():
        yield _path(_modules(number), left, top, side)


@functools.cache
def _modules(number: int) -> tuple[tuple[bool, ...], ...]:
    family = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_APRILTAG_36h11)
    picture = cv2.aruco.generateImageMarker(family, number, _MODULES)
    return tuple(tuple(bool(value < 128) for value in row) for row in picture)


def _code(code: SheetCode) -> Iterator[str]:
    made = segno.make_qr(code.text(), error="q", boost_error=False)
    rows = tuple(tuple(bool(module) for module in row) for row in made.matrix)
    yield _path(rows, layout.CODE_LEFT, layout.CODE_TOP, layout.CODE / len(rows))


def _path(rows: tuple[tuple[bool, ...], ...], left: float, top: float, side: float) -> str:
    """Dark modules as one path, each row's runs joined, so that no hairline is left between two."""
    steps = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            run = 0
            while x + run < len(row) and row[x + run]:
                run += 1
            if run:
                corner = f"{left + x * side:.3f} {top + y * side:.3f}"
                steps.append(f"M{corner}h{run * side:.3f}v{side:.3f}h{-run * side:.3f}z")
            x += max(run, 1)
    return f'<path d="{"".join(steps)}" shape-rendering="crispEdges"/>'


def _bubbles(page: Page) -> Iterator[str]:
    r = layout.RADIUS
    half = f"a{r:g} {r:g} 0 0 1"
    rings = "".join(f"M{b.x - r:.3f} {b.y:.3f}{half} {2 * r:g} 0{half} {-2 * r:g} 0z" for b in page.bubbles)
    yield f'<path d="{rings}" fill="none" stroke="#000" stroke-width="{layout.STROKE:g}"/>'
    for each in page.bubbles:
        if each.beside:
            size = 4.8 if each.label == "." else 2.5
            yield _text(each.x - 4.1, each.y + 0.9, each.label, size=size, anchor="middle")
        else:
            yield _text(each.x, each.y - layout.RADIUS - 0.7, each.label, size=2.8, anchor="middle")


def _boxes(page: Page) -> Iterator[str]:
    for box in page.boxes:
        yield (
            f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" '
            'fill="none" stroke="#666" stroke-width="0.25"/>'
        )
        for line in range(1, box.lines):
            y = box.y + line * box.height / box.lines
            yield (
                f'<path d="M{box.x + 2:g} {y:g}h{box.width - 4:g}" '
                'stroke="#aaa" stroke-width="0.2" stroke-dasharray="0.6 0.9"/>'
            )


def _texts(page: Page) -> Iterator[str]:
    for each in page.texts:
        yield _text(
            each.x, each.y, _words(each), size=each.size, anchor=each.anchor, weight="bold" if each.bold else "normal"
        )


def _words(text: Text) -> str:
    if text.what == "several":
        return pgettext("exam on paper", "several")
    if text.what == "unit":
        return pgettext("of a number", "Unit")
    return text.text


def _text(x: float, y: float, text: str, *, size: float, anchor: str = "start", weight: str = "normal") -> str:
    style = f'font-size="{size:g}" text-anchor="{anchor}" font-weight="{weight}"'
    return f'<text x="{x:g}" y="{y:g}" {style}>{escape(text)}</text>'

"""A pen for the samples' pictures: draws in the picture's own pixels, with smooth edges and one style."""

from __future__ import annotations

import math
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FINE = 3  # drawn three times as large, then made smaller, so that edges are smooth
INK, PAPER, STEEL, PALE = "#23313a", "#ffffff", "#9fb0b8", "#e8eef1"
RED, BLUE, GREEN, AMBER, WOOD = "#c8372d", "#9cc9ea", "#2f7d57", "#f0a02c", "#a8703a"


class Pen:
    """Draws in the picture's own pixels."""

    def __init__(self, width: int, height: int) -> None:
        self.image = Image.new("RGB", (width * FINE, height * FINE), PAPER)
        self._draw = ImageDraw.Draw(self.image)
        self.size = (width, height)

    def box(
        self, left: float, top: float, right: float, bottom: float, fill: str = PAPER, *, radius: float = 0
    ) -> None:
        at = [left * FINE, top * FINE, right * FINE, bottom * FINE]
        self._draw.rounded_rectangle(at, radius * FINE, fill, INK, 4 * FINE)

    def fill(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        """A box without an outline."""
        self._draw.rectangle([left * FINE, top * FINE, right * FINE, bottom * FINE], colour)

    def disc(self, x: float, y: float, radius: float, fill: str = PAPER) -> None:
        at = [(x - radius) * FINE, (y - radius) * FINE, (x + radius) * FINE, (y + radius) * FINE]
        self._draw.ellipse(at, fill, INK, 4 * FINE)

    def oval(self, left: float, top: float, right: float, bottom: float, fill: str = PAPER) -> None:
        self._draw.ellipse([left * FINE, top * FINE, right * FINE, bottom * FINE], fill, INK, 4 * FINE)

    def shape(self, *points: tuple[float, float], fill: str = PAPER) -> None:
        corners = [(x * FINE, y * FINE) for x, y in points]
        self._draw.polygon(corners, fill)
        self._draw.line([*corners, corners[0]], INK, 4 * FINE, "curve")

    def line(self, *points: tuple[float, float], width: float = 4, colour: str = INK) -> None:
        self._draw.line([(x * FINE, y * FINE) for x, y in points], colour, int(width * FINE), "curve")

    def text(self, x: float, y: float, text: str, size: float = 30) -> None:
        font = ImageFont.load_default(size * FINE)
        self._draw.text((x * FINE, y * FINE), text, INK, font, "mm")

    def arrow(self, a: tuple[float, float], b: tuple[float, float]) -> None:
        """A dimension line with a head at both ends."""
        self.line(a, b, width=3)
        for (x, y), (from_x, from_y) in ((a, b), (b, a)):
            angle = math.atan2(from_y - y, from_x - x)
            for side in (-0.4, 0.4):
                self.line((x, y), (x + 16 * math.cos(angle + side), y + 16 * math.sin(angle + side)), width=3)

    def save(self, target: Path) -> Path:
        """A PNG with few colours."""
        small = self.image.resize(self.size, Image.Resampling.LANCZOS)
        small.quantize(64, dither=Image.Dither.NONE).save(target, "PNG", optimize=True)
        return target

"""Draws a slide: few words, large, in strong contrast, readable on a small tablet."""

from __future__ import annotations

from PIL import Image, ImageDraw, ImageFont

from content.samples import films

from .lesson import Slide

SIZE = (1280, 720)
_PAPER, _BAND, _INK, _SOFT, _LEAF, _WHITE = "#f6f4ec", "#1d6b45", "#1d2b22", "#3d5245", "#d5eadc", "#ffffff"
_LEFT, _TOP, _ROW = 72, 214, 88


def draw(slide: Slide, number: int, count: int) -> Image.Image:
    """Title in a band, the points below each other, the number of the slide in the corner."""
    image = Image.new("RGB", SIZE, _PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, SIZE[0], 168), fill=_BAND)
    pen.text((_LEFT, 70), slide.title.zh, font=_font(58), fill=_WHITE, anchor="lm")
    pen.text((_LEFT, 132), slide.title.en, font=_font(28), fill=_LEAF, anchor="lm")
    for place, point in enumerate(slide.points):
        middle = _TOP + place * _ROW + 36
        pen.ellipse((_LEFT, middle - 27, _LEFT + 54, middle + 27), fill=_BAND)
        pen.text((_LEFT + 27, middle), str(place + 1), font=_font(32), fill=_WHITE, anchor="mm")
        pen.text((_LEFT + 82, middle), point, font=_font(48), fill=_INK, anchor="lm")
    _draw_mark(pen, slide.mark)
    pen.text((_LEFT, 686), "新叶 Newleaf · 示例直播课 Sample lesson", font=_font(22), fill=_SOFT, anchor="lm")
    pen.text((SIZE[0] - _LEFT, 686), f"{number} / {count}", font=_font(26), fill=_SOFT, anchor="rm")
    return image


def _draw_mark(pen: ImageDraw.ImageDraw, mark: str) -> None:
    """A tile for each character, on the right."""
    columns = 1 if len(mark) <= 2 else 2
    rows = -(-len(mark) // columns)
    side = min(216, 440 // rows, 360 // columns)
    left, top = SIZE[0] - _LEFT - columns * side, 196 + (440 - rows * side) // 2
    for place, character in enumerate(mark):
        x, y = left + place % columns * side, top + place // columns * side
        pen.rounded_rectangle((x + 6, y + 6, x + side - 6, y + side - 6), 24, fill=_LEAF, outline=_BAND, width=4)
        pen.text((x + side / 2, y + side / 2), character, font=_font(round(side * 0.62)), fill=_BAND, anchor="mm")


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(films.font_path(), size)

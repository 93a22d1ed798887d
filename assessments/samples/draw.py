"""Draws the samples' pictures anew: `python -m assessments.samples.draw`. For whoever changes a picture; the demo loads what was drawn.

The pictures hold digits and single letters at most, so that one picture serves every language. Sizes are in pixels.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

from .pen import AMBER, BLUE, GREEN, INK, PALE, PAPER, RED, STEEL, WOOD, Pen

FOLDER = Path(__file__).parent / "pictures"


def _gauge(pen: Pen, x: float, y: float, needle: float) -> None:
    """A round gauge; the needle's angle in degrees, 0 to the right, counted downwards."""
    pen.disc(x, y, 78, PALE)
    pen.disc(x, y, 64)
    for degrees in range(135, 406, 27):
        turn = math.radians(degrees)
        pen.line(*((x + r * math.cos(turn), y + r * math.sin(turn)) for r in (50, 60)), width=3)
    turn = math.radians(needle)
    pen.line((x, y), (x + 46 * math.cos(turn), y + 46 * math.sin(turn)), width=5, colour=RED)
    pen.disc(x, y, 7, INK)


def regulator() -> Pen:
    pen = Pen(720, 520)
    pen.box(210, 225, 250, 280, STEEL)
    pen.box(470, 225, 510, 280, STEEL)
    pen.box(60, 290, 230, 330, STEEL)
    pen.shape((60, 275), (105, 275), (105, 345), (60, 345), fill=AMBER)
    pen.box(500, 290, 600, 330, STEEL)
    pen.shape((600, 290), (650, 300), (650, 320), (600, 330), fill=BLUE)
    pen.box(200, 250, 520, 360, STEEL, radius=24)
    pen.box(325, 355, 395, 400, PALE)
    pen.line((360, 400), (360, 455), width=14)
    pen.line((318, 455), (402, 455), width=16)
    _gauge(pen, 230, 150, 300)
    _gauge(pen, 490, 150, 190)
    return pen


def _cylinder(pen: Pen, x: float, colour: str) -> None:
    pen.box(x + 40, 100, x + 70, 140, STEEL)
    pen.box(x + 26, 96, x + 84, 112, AMBER)
    pen.box(x, 135, x + 110, 420, colour, radius=40)


def cylinders() -> Pen:
    pen = Pen(900, 480)
    pen.box(4, 420, 896, 476, PALE)
    _cylinder(pen, 50, BLUE)
    pen.line(*((40 + 10 * step, 210 + (6 if step % 2 else -6)) for step in range(14)), width=6)
    pen.box(205, 345, 400, 420, PAPER, radius=36)
    pen.box(398, 368, 430, 396, STEEL)
    pen.box(424, 360, 440, 404, AMBER)
    _cylinder(pen, 500, BLUE)
    pen.shape((655, 420), (630, 370), (650, 340), (655, 300), (680, 350), (695, 385), (685, 420), fill=AMBER)
    pen.shape((660, 420), (650, 392), (662, 365), (676, 392), (674, 420), fill=RED)
    _extinguisher(pen, 790, 165)
    return pen


def _extinguisher(pen: Pen, left: float, top: float) -> None:
    pen.line((left + 30, top + 5), (left + 65, top + 20), (left + 66, top + 100), width=7)
    pen.box(left + 18, top - 8, left + 32, top + 22, INK)
    pen.line((left + 8, top - 8), (left + 56, top - 12), width=8)
    pen.box(left, top + 20, left + 50, top + 150, RED, radius=16)


def extinguisher() -> Pen:
    pen = Pen(960, 540)
    pen.line((540, 175), (640, 200), (660, 290), (655, 430), width=22)
    pen.shape((640, 425), (672, 425), (690, 480), (622, 480), fill=INK)
    pen.box(455, 130, 545, 240, STEEL)
    pen.shape((440, 125), (610, 105), (610, 82), (440, 102), fill=INK)
    pen.shape((440, 88), (590, 62), (590, 44), (440, 66), fill=STEEL)
    pen.line((380, 143), (470, 120), width=8, colour=AMBER)
    pen.disc(345, 152, 34)
    pen.disc(345, 152, 22)
    pen.box(410, 235, 590, 530, RED, radius=44)
    pen.box(440, 330, 560, 440, PAPER, radius=8)
    pen.disc(500, 185, 34)
    pen.line((500, 185), (514, 165), width=5, colour=GREEN)
    return pen


def views() -> Pen:
    pen = Pen(900, 560)
    pen.shape((320, 190), (480, 130), (660, 190), (500, 260), fill=PALE)
    pen.shape((320, 190), (500, 260), (500, 300), (320, 230), fill=STEEL)
    pen.shape((660, 190), (500, 260), (500, 300), (660, 230), fill=STEEL)
    pen.oval(440, 172, 540, 218, PALE)
    pen.fill(440, 68, 540, 195, PALE)
    pen.line((440, 68), (440, 195))
    pen.line((540, 68), (540, 195))
    pen.oval(440, 45, 540, 92)
    pen.box(70, 380, 270, 480)
    pen.disc(170, 430, 36)
    pen.box(350, 430, 550, 480)
    pen.box(414, 370, 486, 430)
    pen.shape((730, 370), (830, 480), (630, 480))
    for x, letter in ((170, "A"), (450, "B"), (730, "C")):
        pen.text(x, 515, letter, 34)
    return pen


def fillet() -> Pen:
    pen = Pen(820, 560)
    pen.box(80, 370, 640, 440, STEEL)
    pen.box(250, 60, 330, 370, STEEL)
    pen.shape((330, 230), (470, 370), (330, 370), fill=AMBER)
    pen.line((330, 445), (330, 520), width=2)
    pen.line((470, 375), (470, 520), width=2)
    pen.arrow((330, 490), (470, 490))
    pen.text(400, 470, "A", 30)
    pen.arrow((332, 368), (400, 300))
    pen.line((400, 300), (450, 250), width=2)
    pen.text(468, 245, "B", 30)
    pen.line((640, 370), (720, 370), width=2)
    pen.line((640, 440), (720, 440), width=2)
    pen.arrow((700, 370), (700, 440))
    pen.text(735, 405, "C", 30)
    return pen


def fridge() -> Pen:
    pen = Pen(900, 540)
    pen.box(300, 30, 600, 520, STEEL, radius=20)
    pen.box(330, 60, 570, 490)
    pen.line((330, 205), (570, 205), width=8)
    pen.line((330, 345), (570, 345), width=8)
    pen.shape((600, 34), (760, 70), (760, 490), (600, 516), fill=PALE)
    pen.line((742, 240), (742, 330), width=10)
    for number, y in enumerate((135, 275, 420), 1):
        pen.text(450, y, str(number), 34)
    return pen


def knife() -> Pen:
    pen = Pen(900, 480)
    pen.shape((130, 125), (590, 125), (590, 300), (560, 370), (150, 375), (130, 300), fill=STEEL)
    pen.shape((134, 320), (584, 320), (562, 368), (152, 373), fill=PALE)
    pen.line((130, 130), (590, 130), width=14)
    pen.box(590, 140, 640, 215, STEEL)
    pen.box(630, 135, 850, 220, WOOD, radius=30)
    for x in (680, 740, 800):
        pen.disc(x, 178, 9, STEEL)
    return pen


def stove() -> Pen:
    pen = Pen(900, 520)
    pen.box(40, 390, 740, 500, PALE)
    pen.line((40, 410), (740, 410), width=3)
    for x in (170, 400, 600):
        pen.box(x - 70, 375, x + 70, 392, INK)
        pen.disc(x, 455, 20, STEEL)
    pen.shape((75, 290), (265, 290), (225, 370), (115, 370), fill=STEEL)
    pen.line((255, 300), (285, 240), width=14, colour=WOOD)
    pen.box(335, 275, 465, 372, STEEL, radius=10)
    pen.box(325, 262, 475, 284, PALE, radius=8)
    pen.shape((385, 300), (415, 300), (425, 465), (375, 465), fill=WOOD)
    pen.shape((585, 376), (570, 340), (588, 310), (598, 275), (616, 320), (632, 350), (620, 376), fill=AMBER)
    pen.shape((592, 376), (584, 356), (600, 330), (614, 356), (610, 376), fill=RED)
    pen.line((630, 180), (700, 180), width=8)
    pen.shape((640, 184), (692, 184), (688, 372), (644, 366), fill=BLUE)
    pen.line((645, 230), (690, 230), width=5, colour=PAPER)
    _extinguisher(pen, 790, 160)
    return pen


def number_line() -> Pen:
    pen = Pen(860, 320)
    pen.line((30, 200), (830, 200), width=6)
    pen.line((812, 188), (830, 200), (812, 212), width=5)
    for x, text in ((50, "0"), (810, "1")):
        pen.line((x, 176), (x, 224), width=6)
        pen.text(x, 258, text, 38)
    for x in (240, 430, 620):
        pen.disc(x, 200, 13, BLUE)
    return pen


def triangle() -> Pen:
    pen = Pen(860, 520)
    pen.shape((180, 80), (180, 440), (740, 440), fill=PALE)
    return pen


def ruler() -> Pen:
    pen = Pen(900, 300)
    pen.box(50, 150, 850, 260, AMBER)
    for step in range(101):
        x = 80 + step * 7.4
        pen.line((x, 150), (x, 150 + (38 if step % 10 == 0 else 26 if step % 5 == 0 else 16)), width=2)
    for centimetre in range(11):
        pen.text(80 + centimetre * 74, 215, str(centimetre), 28)
    pen.box(80, 95, 548, 130, GREEN)
    pen.shape((548, 95), (598, 112), (548, 130), fill=PAPER)
    pen.shape((582, 107), (598, 112), (582, 118), fill=INK)
    return pen


def bar_chart() -> Pen:
    pen = Pen(860, 500)
    for step in range(9):
        y = 430 - step * 50
        pen.line((90, y), (820, y), width=2, colour=STEEL)
        pen.text(58, y, str(step * 10), 24)
    for number, value in enumerate((40, 60, 30, 50, 70)):
        x = 130 + number * 140
        pen.box(x, 430 - value * 5, x + 100, 430, BLUE)
        pen.text(x + 50, 462, str(number + 1), 30)
    pen.line((90, 30), (90, 430), (820, 430), width=5)
    return pen


PICTURES: list[Callable[[], Pen]] = [
    regulator,
    cylinders,
    extinguisher,
    views,
    fillet,
    fridge,
    knife,
    stove,
    number_line,
    triangle,
    ruler,
    bar_chart,
]


def draw_all() -> list[Path]:
    """Every picture, written beside this module."""
    FOLDER.mkdir(exist_ok=True)
    return [picture().save(FOLDER / f"{picture.__name__}.png") for picture in PICTURES]


if __name__ == "__main__":
    for path in draw_all():
        print(path.name)

"""Answer sheets filled by a shaky hand and scanned by a poor scanner: drawn on the rasterised PDF, with what was meant."""

from __future__ import annotations

import itertools
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from assessments.exams.paper import layout
from assessments.exams.paper.layout import Bubble, Page

DPI = 300  # at which marks are drawn
MM = DPI / 25.4
_REACH = 75  # pixels around a bubble that a mark can touch

# how people mark, and how often of a thousand marks
HABITS = {
    "full": 800,
    "light": 110,
    "sloppy": 65,
    "tick": 4,
    "cross": 4,
    "dot": 3,
    "faint": 4,
}


@dataclass(frozen=True)
class Meant:
    """What the hand wanted with a bubble: filled or not; `how`: the habit, "" for a bubble that was left alone."""

    filled: bool
    how: str = ""


def pages_of_pdf(data: bytes, dpi: int = DPI) -> list[np.ndarray]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "sheet.pdf")
        file.write_bytes(data)
        subprocess.run(["pdftoppm", "-gray", "-r", str(dpi), str(file), f"{folder}/page"], check=True)
        return [cv2.imread(str(path), cv2.IMREAD_GRAYSCALE) for path in sorted(Path(folder).glob("page*.pgm"))]


class Hand:
    """Fills bubbles of a page at DPI. Everything comes from the seed."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)

    def habit(self) -> str:
        weights = np.array(list(HABITS.values()), float)
        return str(self.random.choice(list(HABITS), p=weights / weights.sum()))

    def mark(self, paper: np.ndarray, bubble: Bubble, how: str) -> None:
        left, top = int(bubble.x * MM) - _REACH, int(bubble.y * MM) - _REACH
        ink = np.zeros((2 * _REACH, 2 * _REACH), np.float32)
        getattr(self, f"_{how}")(ink, bubble.x * MM - left, bubble.y * MM - top, layout.RADIUS * MM)
        ink = cv2.GaussianBlur(ink, (0, 0), 0.8)
        grain = self.random.uniform(0.72, 1.0, ink.shape).astype(np.float32)  # paper under graphite
        window = (slice(top, top + 2 * _REACH), slice(left, left + 2 * _REACH))
        paper[window] = np.clip(paper[window] * (1 - ink * grain), 0, 255).astype(np.uint8)

    def _scribble(self, ink, x, y, reach, dark, step, width) -> None:
        """Strokes to and fro at a slant, each a little off, as long as the ring is wide there."""
        slant = self.random.uniform(-0.9, 0.9)
        along, across = np.array([np.cos(slant), np.sin(slant)]), np.array([-np.sin(slant), np.cos(slant)])
        for off in np.arange(-reach, reach + step, step):
            half = np.sqrt(max(reach**2 - off**2, 4.0)) * self.random.uniform(0.92, 1.08)
            middle = np.array([x, y]) + across * (off + self.random.normal(0, step * 0.12))
            a, b = middle - along * half, middle + along * half
            shade = float(np.clip(dark * self.random.uniform(0.85, 1.12), 0, 1))
            stroke = np.zeros_like(ink)
            cv2.line(stroke, _whole(a), _whole(b), shade, width, cv2.LINE_AA, 4)
            np.maximum(ink, stroke, out=ink)

    def _off(self, r):
        return self.random.normal(0, r * 0.08, 2)

    def _full(self, ink, x, y, r) -> None:
        dx, dy = self._off(r)
        self._scribble(ink, x + dx, y + dy, r * self.random.uniform(0.92, 1.08), self.random.uniform(0.6, 0.95), 3.5, 5)

    def _light(self, ink, x, y, r) -> None:
        dx, dy = self._off(r)
        self._scribble(ink, x + dx, y + dy, r * self.random.uniform(0.92, 1.05), self.random.uniform(0.5, 0.62), 3.5, 5)

    def _sloppy(self, ink, x, y, r) -> None:
        dx, dy = self._off(r) * 1.6
        self._scribble(ink, x + dx, y + dy, r * self.random.uniform(0.9, 1.12), self.random.uniform(0.6, 0.95), 5.0, 5)

    def _faint(self, ink, x, y, r) -> None:
        self._scribble(ink, x, y, r * 0.95, self.random.uniform(0.12, 0.3), 3.5, 5)

    def _strokes(self, ink, points, dark, width) -> None:
        moved = [np.array(point) + self.random.normal(0, 2, 2) for point in points]
        for a, b in itertools.pairwise(moved):
            cv2.line(ink, _whole(a), _whole(b), dark, width, cv2.LINE_AA, 4)

    def _tick(self, ink, x, y, r) -> None:
        reach = r * self.random.uniform(0.8, 1.7)
        self._strokes(ink, [(x - reach * 0.6, y), (x - 0.1 * reach, y + reach * 0.7), (x + reach, y - reach)], 0.85, 6)

    def _cross(self, ink, x, y, r) -> None:
        reach = r * self.random.uniform(0.7, 1.3)
        self._strokes(ink, [(x - reach, y - reach), (x + reach, y + reach)], 0.85, 6)
        self._strokes(ink, [(x - reach, y + reach), (x + reach, y - reach)], 0.85, 6)

    def _dot(self, ink, x, y, r) -> None:
        cv2.circle(ink, _whole((x, y)), int(r * 16 * self.random.uniform(0.25, 0.45)), 0.85, -1, cv2.LINE_AA, 4)

    def _erased(self, ink, x, y, r) -> None:
        """A fill that an eraser took most of: smeared, wider than the ring, streaks left."""
        self._scribble(ink, x, y, r, self.random.uniform(0.04, 0.22), 6, 5)
        smear = np.zeros_like(ink)
        cv2.circle(smear, _whole((x, y)), int(r * 16 * 1.2), self.random.uniform(0.02, 0.10), -1, cv2.LINE_AA, 4)
        np.maximum(ink, smear, out=ink)

    def _crossed_out(self, ink, x, y, r) -> None:
        self._full(ink, x, y, r)
        reach = r * self.random.uniform(1.5, 2.0)
        self._strokes(ink, [(x - reach, y - reach), (x + reach, y + reach)], 0.9, 7)
        self._strokes(ink, [(x - reach, y + reach), (x + reach, y - reach)], 0.9, 7)

    def _speck(self, ink, x, y, r) -> None:
        place = (x + self.random.uniform(-0.6, 0.6) * r, y + self.random.uniform(-0.6, 0.6) * r)
        cv2.circle(ink, _whole(place), int(16 * self.random.uniform(1.5, 3.5)), 0.8, -1, cv2.LINE_AA, 4)


def _whole(point) -> tuple[int, int]:
    """OpenCV's fixed-point place with four bits behind the point."""
    return round(point[0] * 16), round(point[1] * 16)


def fill(paper: np.ndarray, page: Page, hand: Hand, *, several: set[str] = frozenset()) -> dict[Bubble, Meant]:
    """One mark a line (up to three where several are asked for), some lines empty, here and there an afterthought."""
    meant = {bubble: Meant(False) for bubble in page.bubbles}
    lines: dict[tuple[str, str], list[Bubble]] = {}
    for bubble in page.bubbles:
        lines.setdefault((bubble.item, bubble.line), []).append(bubble)
    for (item, _line), bubbles in lines.items():
        if hand.random.random() < 0.06:
            continue
        count = int(hand.random.integers(1, 4)) if item in several else 1
        order = list(hand.random.permutation(len(bubbles)))
        for index in order[:count]:
            how = hand.habit()
            hand.mark(paper, bubbles[index], how)
            meant[bubbles[index]] = Meant(True, how)
        chance = hand.random.random()
        if len(order) > count and chance < 0.02:
            how = "erased" if chance < 0.011 else "crossed_out" if chance < 0.014 else "speck"
            hand.mark(paper, bubbles[order[count]], how)
            meant[bubbles[order[count]]] = Meant(False, how)
    return meant


def scanned(paper: np.ndarray, seed: int, *, dpi: int = 150, degrees: float | None = None) -> np.ndarray:
    """A grey scan of the paper: turned by up to 5°, blurred, uneven light, noise, dust, JPEG."""
    random = np.random.default_rng(seed)
    turn = random.uniform(-5, 5) if degrees is None else degrees
    scale = dpi / DPI
    height, width = round(paper.shape[0] * scale * 1.1), round(paper.shape[1] * scale * 1.14)
    matrix = cv2.getRotationMatrix2D((paper.shape[1] / 2, paper.shape[0] / 2), turn, scale)
    matrix[:, 2] += np.array([width / 2 - paper.shape[1] / 2, height / 2 - paper.shape[0] / 2])
    soft = cv2.GaussianBlur(paper, (0, 0), 0.45 / scale)  # what a sensor's pixel sees together
    made = cv2.warpAffine(
        soft, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=int(random.uniform(20, 250))
    )
    return _worn(made, random)


def photographed(paper: np.ndarray, seed: int, *, long_side: int = 3000) -> np.ndarray:
    """A phone's photo: perspective, shadow, a table around."""
    random = np.random.default_rng(seed)
    height, width = long_side, round(long_side * 0.75)
    inset = np.array([[0.06, 0.05], [0.94, 0.05], [0.94, 0.95], [0.06, 0.95]]) + random.uniform(-0.045, 0.045, (4, 2))
    corners = np.float32([[0, 0], [paper.shape[1], 0], [paper.shape[1], paper.shape[0]], [0, paper.shape[0]]])
    matrix = cv2.getPerspectiveTransform(corners, np.float32(inset * [width, height]))
    soft = cv2.GaussianBlur(paper, (0, 0), 0.8)
    made = cv2.warpPerspective(soft, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=70)
    return _worn(made, random)


def _worn(made: np.ndarray, random: np.random.Generator) -> np.ndarray:
    made = cv2.GaussianBlur(made, (0, 0), random.uniform(0.4, 1.1)).astype(np.float32)
    high, wide = made.shape
    low, span = random.uniform(5, 45), random.uniform(150, 205)  # black is grey, white too
    made = low + made / 255 * span
    x, y = np.meshgrid(np.linspace(-1, 1, wide), np.linspace(-1, 1, high))
    made *= 1 + random.uniform(-0.16, 0.16) * x + random.uniform(-0.16, 0.16) * y  # uneven light
    made += random.normal(0, random.uniform(3, 11), made.shape)
    for _ in range(int(random.integers(0, 25))):  # dust
        place = (int(random.integers(0, wide)), int(random.integers(0, high)))
        cv2.circle(made, place, 1, float(random.uniform(20, 120)), -1)
    made = np.clip(made, 0, 255).astype(np.uint8)
    quality = int(random.integers(45, 90))
    return cv2.imdecode(cv2.imencode(".jpg", made, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_GRAYSCALE)

"""Finding an answer sheet in a picture: its markers, the page laid flat from them, and the code on it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import zxingcpp

from . import layout
from .codes import SheetCode, read_code
from .intake import Grey

SCALE = 8  # pixels a millimetre of the flat page
_LEAST_MARKERS = 4
_LEAST_SCALE = 4.2  # pixels a millimetre in the picture: 107 dpi; up to 150 dpi is the margin for perspective
_MOST_BEND = 0.9  # millimetres by which a marker's corner may miss its place
_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_QUIET = 3.0  # millimetres around the code


class Unread(Exception):
    """This page is not read; `reason` is a code of doubts.UNREAD."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class Flat:
    """The page as it was printed: SCALE pixels a millimetre, from its upper left corner."""

    image: Grey
    code: SheetCode


def flatten(picture: Grey) -> Flat:
    """Raises Unread when this is no single, whole, flat sheet with a code."""
    found = _markers(picture)
    if len(found) < _LEAST_MARKERS:
        raise Unread("no_sheet")
    corners = np.concatenate([found[number] for number in sorted(found)]).astype(np.float64)
    places = np.concatenate([_printed(number) for number in sorted(found)])
    if min(_side(found[number]) for number in found) < _LEAST_SCALE * layout.MARKER:
        raise Unread("too_small")
    matrix, _mask = cv2.findHomography(corners, places)
    if matrix is None:
        raise Unread("not_flat")
    landed = cv2.perspectiveTransform(corners[None], matrix)[0]
    if float(np.linalg.norm(landed - places, axis=1).max()) > _MOST_BEND:
        raise Unread("not_flat")
    zoom = np.diag([SCALE, SCALE, 1.0])
    shift = np.array([[1, 0, -0.5], [0, 1, -0.5], [0, 0, 1.0]])  # a pixel's middle has whole numbers
    size = (round(layout.WIDTH * SCALE), round(layout.HEIGHT * SCALE))
    image = cv2.warpPerspective(
        picture, shift @ zoom @ matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0
    ).astype(np.uint8)
    return Flat(image, _code(image))


def _markers(picture: Grey) -> dict[int, np.ndarray]:
    """Corners of each marker by its number, clockwise from its own upper left one."""
    family = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_APRILTAG_36h11)
    settings = cv2.aruco.DetectorParameters()
    settings.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    settings.adaptiveThreshWinSizeMin, settings.adaptiveThreshWinSizeMax = 5, 53
    settings.adaptiveThreshWinSizeStep = 16
    settings.minMarkerPerimeterRate = 0.02
    detector = cv2.aruco.ArucoDetector(family, settings)
    corners, numbers, _rejected = detector.detectMarkers(picture)
    found: dict[int, np.ndarray] = {}
    for place, number in zip(corners, [] if numbers is None else numbers.ravel(), strict=True):
        if int(number) not in layout.MARKERS:
            continue
        if int(number) in found:
            raise Unread("two_sheets")
        found[int(number)] = place.reshape(4, 2)
    return found


def _printed(number: int) -> np.ndarray:
    left, top = layout.MARKERS[number]
    side = layout.MARKER
    return np.array([[left, top], [left + side, top], [left + side, top + side], [left, top + side]], dtype=np.float64)


def _side(corners: np.ndarray) -> float:
    return float(np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1).min())


def _code(image: Grey) -> SheetCode:
    """Read where it is printed, so that no other code in the picture is taken for it."""
    left, top = (round((edge - _QUIET) * SCALE) for edge in (layout.CODE_LEFT, layout.CODE_TOP))
    size = round((layout.CODE + 2 * _QUIET) * SCALE)
    cut = image[top : top + size, left : left + size]
    for tried in (
        cut,
        cv2.GaussianBlur(cut, (0, 0), 2.0),
        cv2.resize(cut, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC),
    ):
        for result in zxingcpp.read_barcodes(np.ascontiguousarray(tried), formats=_QR):
            code = read_code(result.text)
            if code is not None:
                return code
    raise Unread("no_code")

"""What practical exams come to, for the marking."""

from __future__ import annotations

from uuid import UUID

from ..marking.sources import PracticalPoints
from ..models import Sitting
from .reading import points_of_practicals


def marks_of_practicals(sitting: Sitting) -> dict[tuple[UUID, int], PracticalPoints]:
    """By seat and ItemVersion; a task that lacks a signature is not in it."""
    return {key: PracticalPoints(points) for key, points in points_of_practicals(sitting).items()}

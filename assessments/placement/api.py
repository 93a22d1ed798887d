"""What others may ask of placement."""

from .deciding import change_placement, confirm_placement, level_of
from .defining import Level, calibrate_test, change_test, close_test, create_test, try_out
from .holding import begin_placement, give_answer, propose_placement, stop_placement
from .permissions import placement_for, placement_tests_for, placements_for

__all__ = [
    "Level",
    "begin_placement",
    "calibrate_test",
    "change_placement",
    "change_test",
    "close_test",
    "confirm_placement",
    "create_test",
    "give_answer",
    "level_of",
    "placement_for",
    "placement_tests_for",
    "placements_for",
    "propose_placement",
    "stop_placement",
    "try_out",
]

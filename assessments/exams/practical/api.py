"""The verbs and reads of practical exams."""

from __future__ import annotations

from .deciding import decide_performance
from .reading import Task, points_of_practicals, task_of, tasks_of
from .signing import register_key, revoke_key
from .standing import State
from .taking_along import sittings_with_practicals, take_along
from .taking_in import take_in

__all__ = [
    "State",
    "Task",
    "decide_performance",
    "points_of_practicals",
    "register_key",
    "revoke_key",
    "sittings_with_practicals",
    "take_along",
    "take_in",
    "task_of",
    "tasks_of",
]

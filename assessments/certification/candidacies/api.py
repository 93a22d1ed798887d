"""The verbs and reads of candidacies."""

from __future__ import annotations

from .checking import recheck, recheck_due
from .contesting import answer_contest, enter_contest, note_seen
from .following import follow_exams_of_candidates
from .forecast import warnings_for, warnings_for_new
from .handing_over import ask_hand_over, confirm_hand_over, hand_overs_for, refuse_hand_over
from .path import Path, path_of
from .registration import (
    Holder,
    correct_holder,
    learners_to_register,
    register_candidates,
    withdraw_candidacy,
)
from .settling import decision_of, settle, settle_again

__all__ = [
    "Holder",
    "Path",
    "answer_contest",
    "ask_hand_over",
    "confirm_hand_over",
    "correct_holder",
    "decision_of",
    "enter_contest",
    "follow_exams_of_candidates",
    "hand_overs_for",
    "learners_to_register",
    "note_seen",
    "path_of",
    "recheck",
    "recheck_due",
    "refuse_hand_over",
    "register_candidates",
    "settle",
    "settle_again",
    "warnings_for",
    "warnings_for_new",
    "withdraw_candidacy",
]

"""The verbs and reads of candidacies."""

from __future__ import annotations

from .checking import recheck, recheck_due
from .following import follow_exams_of_candidates
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
    "correct_holder",
    "decision_of",
    "follow_exams_of_candidates",
    "learners_to_register",
    "recheck",
    "recheck_due",
    "register_candidates",
    "settle",
    "settle_again",
    "withdraw_candidacy",
]

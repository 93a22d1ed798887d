"""The verbs of exams on paper: print, scan, decide what is doubtful, write the answers."""

from __future__ import annotations

from .deciding import (
    answer_for,
    choose_answer,
    decide_answer,
    enter_by_hand,
    look_at,
    open_answers,
    picture_of_doubt,
    ready_seats,
    take_answers,
)
from .printing import check_can_print, pdf_of, request_print, run_print, tidy_prints
from .scanning import run_scan, scannable, upload_scan

__all__ = [
    "answer_for",
    "check_can_print",
    "choose_answer",
    "decide_answer",
    "enter_by_hand",
    "look_at",
    "open_answers",
    "pdf_of",
    "picture_of_doubt",
    "ready_seats",
    "request_print",
    "run_print",
    "run_scan",
    "scannable",
    "take_answers",
    "tidy_prints",
    "upload_scan",
]

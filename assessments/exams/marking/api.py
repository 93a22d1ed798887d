"""The verbs of marking, from the end of a sitting to a decided appeal."""

from __future__ import annotations

from .accommodations import answer_request, enter_paper_request, requests_for
from .appeals import confirm_appeal, decide_appeal, enter_paper_appeal, return_appeal
from .closing import close_marking, left_to_do, reopen_marking
from .following import follow_letters
from .moderation import approve_marks, release_marks, send_back
from .queue import claim_next, give_mark, piles_for, put_back, save_draft
from .rulings import drop_item, rekey_item, take_back_ruling
from .scoring import score_sitting, stale_sittings
from .sources import PracticalPoints, register_practicals

__all__ = [
    "PracticalPoints",
    "answer_request",
    "approve_marks",
    "claim_next",
    "close_marking",
    "confirm_appeal",
    "decide_appeal",
    "drop_item",
    "enter_paper_appeal",
    "enter_paper_request",
    "follow_letters",
    "give_mark",
    "left_to_do",
    "piles_for",
    "put_back",
    "register_practicals",
    "rekey_item",
    "release_marks",
    "reopen_marking",
    "requests_for",
    "return_appeal",
    "save_draft",
    "score_sitting",
    "send_back",
    "stale_sittings",
    "take_back_ruling",
]

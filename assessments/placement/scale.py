"""The scale that officers see: difficulty 1–5, as on a question, where the models know logits. 3 is 0, one step is one logit.

An ability of 2.5 is that of a learner who gets half of the questions of difficulty 2.5 right.
"""

from __future__ import annotations

MIDDLE = 3.0
LOWEST, HIGHEST = 0.0, 6.0  # where a level may begin


def to_logits(difficulty: float) -> float:
    return difficulty - MIDDLE


def to_scale(logits: float) -> float:
    return logits + MIDDLE

"""Item difficulties from answers: the 1PL by marginal maximum likelihood (Bock & Aitkin 1981, EM). Pure.

Every item has discrimination 1, and the spread of the learners is estimated: the same model as the 1PL with one common
discrimination and learners of spread 1 (divide difficulties by `sd`, the discrimination is `sd`). Which items a learner
was asked may depend on the answers before, as in an adaptive test: that does not bend the likelihood (Mislevy & Wu 1996).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .irt import FURTHEST, NODES, Floats, Items, Parameters, log_likelihoods, log_prior, posteriors

_NARROWEST = 0.05  # logits: a spread of learners below it is none


@dataclass(frozen=True)
class Calibration:
    """One value an item, in logits. `mean`, `sd`: of the learners. `answers`: how many an item has."""

    difficulty: Floats
    standard_error: Floats
    answers: Floats
    mean: float
    sd: float
    converged: bool


def calibrate(
    answers: Floats,
    *,
    believed: Floats | None = None,
    believed_sd: float = 1.0,
    tolerance: float = 1e-5,
    most_rounds: int = 2000,
) -> Calibration:
    """`answers`: learners × items, 1, 0 or nan. `believed`: difficulties from before (a writer's judgement), each known to
    `believed_sd`; they hold the scale, and an item with few answers stays near what was believed. Without them the
    learners' mean is 0. Raises ValueError when there is nothing to go by."""
    answers = np.asarray(answers, dtype=np.float64)
    asked = ~np.isnan(answers)
    if answers.ndim != 2 or not asked.any() or not np.isin(answers[asked], (0.0, 1.0)).all():
        raise ValueError("A matrix of answers, right (1) or wrong (0), is needed.")
    answers = answers[asked.any(axis=1)]
    asked = ~np.isnan(answers)
    right = np.where(asked, np.nan_to_num(answers), 0.0)
    weight = 0.0 if believed is None else believed_sd**-2
    anchor = np.zeros(answers.shape[1]) if believed is None else np.asarray(believed, dtype=np.float64)
    difficulty, mean, sd = anchor.copy(), 0.0, 1.0
    converged = False
    for _round in range(most_rounds):
        weights = _weights(answers, difficulty, mean, sd)
        moved = _maximised(weights.T @ right, weights.T @ asked, difficulty, anchor, weight)
        if believed is not None:
            mean = float((weights @ NODES).mean())
        sd = max(_NARROWEST, float(np.sqrt((weights @ (NODES - mean) ** 2).mean())))
        if (
            believed is not None
        ):  # answers say nothing of the scale's zero, what was believed says all: move there at once
            zero = float((anchor - moved).mean())
            moved, mean = moved + zero, mean + zero
        converged = bool(np.abs(moved - difficulty).max() < tolerance)
        difficulty = moved
        if converged:
            break
    errors = _standard_errors(answers, difficulty, mean, sd, weight)
    return Calibration(difficulty, errors, asked.sum(axis=0).astype(np.float64), mean, sd, converged)


def _weights(answers: Floats, difficulty: Floats, mean: float, sd: float) -> Floats:
    """What is to be believed of each learner on each node."""
    items = Items([Parameters(float(one)) for one in difficulty])
    return posteriors(log_likelihoods(answers, items) + log_prior(mean, sd))


def _maximised(right: Floats, asked: Floats, difficulty: Floats, anchor: Floats, weight: float) -> Floats:
    """Newton's steps on each difficulty alone. `right`, `asked`: expected counts, nodes × items."""
    for _step in range(8):
        likely = 1 / (1 + np.exp(difficulty - NODES[:, None]))
        slope = (asked * likely - right).sum(axis=0) - weight * (difficulty - anchor)
        bend = (asked * likely * (1 - likely)).sum(axis=0) + weight
        step = np.divide(slope, bend, out=np.zeros_like(slope), where=bend > 1e-12)
        difficulty = np.clip(difficulty + np.clip(step, -1.0, 1.0), -FURTHEST, FURTHEST)
    return difficulty


def _standard_errors(answers: Floats, difficulty: Floats, mean: float, sd: float, weight: float) -> Floats:
    """From the squared slopes of each learner (the cross-product form of the information)."""
    weights = _weights(answers, difficulty, mean, sd)
    likely = 1 / (1 + np.exp(difficulty - NODES[:, None]))
    slopes = np.where(np.isnan(answers), 0.0, weights @ likely - np.nan_to_num(answers))
    known = (slopes**2).sum(axis=0) + weight
    return np.where(known > 0, known, np.nan) ** -0.5

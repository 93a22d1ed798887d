"""Item response theory with one or two parameters: how likely an answer is, and which ability the answers speak for. Pure.

P(right) = 1 / (1 + exp(−a·(θ − b))), in logits without the factor 1.7. With every a equal this is the 1PL, with a = 1 Rasch.
Sources: Lord (1980), Applications of Item Response Theory; Bock & Mislevy (1982), Adaptive EAP estimation of ability.
Answers are 1 (right), 0 (wrong) or nan (not asked); rows are people, columns items.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
NODES: Floats = np.linspace(-6.0, 6.0, 61)  # where posteriors are computed: closer together than any of them is narrow
FURTHEST = 6.0  # logits: no estimate lies beyond
PRIOR_MEAN, PRIOR_SD = 0.0, 1.5  # of learners before they have answered: wide, since it is the answers that shall speak


@dataclass(frozen=True)
class Parameters:
    """`difficulty` b in logits, `discrimination` a > 0."""

    difficulty: float
    discrimination: float = 1.0


@dataclass(frozen=True)
class Ability:
    """Both in logits. `standard_error`: of an EAP the posterior's standard deviation, of an MLE 1/√information."""

    value: float
    standard_error: float


class Items:
    """Parameters of many items as columns."""

    def __init__(self, parameters: Sequence[Parameters]) -> None:
        self.difficulty: Floats = np.array([one.difficulty for one in parameters], dtype=np.float64)
        self.discrimination: Floats = np.array([one.discrimination for one in parameters], dtype=np.float64)
        if (self.discrimination <= 0).any() or not np.isfinite(self.difficulty).all():
            raise ValueError("An item needs a finite difficulty and a discrimination above 0.")

    def __len__(self) -> int:
        return len(self.difficulty)


def probability(abilities: Floats | float, items: Items) -> Floats:
    """P(right) for each ability (row) and item (column)."""
    theta = np.atleast_1d(np.asarray(abilities, dtype=np.float64))[:, None]
    logits = items.discrimination * (theta - items.difficulty)
    return np.exp(-np.logaddexp(0.0, -logits))


def information(abilities: Floats | float, items: Items) -> Floats:
    """Fisher's information a²·P·(1 − P), for each ability (row) and item (column)."""
    right = probability(abilities, items)
    return items.discrimination**2 * right * (1 - right)


def log_likelihoods(answers: Floats, items: Items) -> Floats:
    """For each person (row) and node (column)."""
    logits = items.discrimination * (NODES[:, None] - items.difficulty)
    log_right, log_wrong = -np.logaddexp(0.0, -logits), -np.logaddexp(0.0, logits)
    asked = ~np.isnan(answers)
    right = np.where(asked, np.nan_to_num(answers), 0.0)
    return right @ log_right.T + (asked - right) @ log_wrong.T


def log_prior(mean: float = PRIOR_MEAN, sd: float = PRIOR_SD) -> Floats:
    """A normal distribution on the nodes, but for a constant."""
    return -0.5 * ((NODES - mean) / sd) ** 2


def posteriors(log_weights: Floats) -> Floats:
    """Weights on the nodes that sum to 1 in each row."""
    weights = np.exp(log_weights - log_weights.max(axis=-1, keepdims=True))
    return weights / weights.sum(axis=-1, keepdims=True)


def moments(weights: Floats) -> tuple[Floats, Floats]:
    """Mean and standard deviation of each row's posterior."""
    mean = weights @ NODES
    return mean, np.sqrt(np.maximum(weights @ NODES**2 - mean**2, 0.0))


def eap(answers: Sequence[float] | Floats, items: Items, *, mean: float = PRIOR_MEAN, sd: float = PRIOR_SD) -> Ability:
    """The mean of what is to be believed after the answers (expected a posteriori); without answers it is the prior."""
    row = np.asarray(answers, dtype=np.float64).reshape(1, len(items))
    value, error = moments(posteriors(log_likelihoods(row, items) + log_prior(mean, sd)))
    return Ability(float(value[0]), float(error[0]))


def mle(answers: Sequence[float] | Floats, items: Items) -> Ability | None:
    """The ability under which the answers are likeliest, by bisection of the slope. None when all are right, all wrong, or none
    was asked: then no finite ability is the likeliest."""
    row = np.asarray(answers, dtype=np.float64)
    asked = ~np.isnan(row)
    if not asked.any() or np.ptp(row[asked]) == 0:
        return None
    given, a = row[asked], items.discrimination[asked]

    def slope(theta: float) -> float:
        return float(a @ (given - probability(theta, items)[0, asked]))

    low, high = -FURTHEST, FURTHEST
    for _step in range(60):  # the slope falls everywhere: 12 logits halved 60 times is nothing
        middle = (low + high) / 2
        low, high = (middle, high) if slope(middle) > 0 else (low, middle)
    value = (low + high) / 2
    return Ability(value, float(information(value, items)[0, asked].sum() ** -0.5))

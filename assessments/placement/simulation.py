"""What a placement test does with learners whose level is known, because they are made up: a trial before it is used. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .adaptive import Pool, Rules, band_at, select
from .irt import NODES, Floats, log_prior, moments, posteriors, probability

_EDGE_WIDTH = 1.0  # logits: how far the lowest and the highest band reach beyond their edge


@dataclass(frozen=True)
class Trial:
    """`placed[i][j]`: how many of the learners whose level is band i were placed in band j."""

    learners: int  # a band
    placed: tuple[tuple[int, ...], ...]
    mean_items: float
    most_shown: float  # share of the learners who saw the item that was seen most, 0–1

    def share_right(self, band: int) -> float:
        return self.placed[band][band] / self.learners

    def share_near(self, band: int) -> float:
        """At their level or the next one."""
        return sum(self.placed[band][max(0, band - 1) : band + 2]) / self.learners


def simulate(pool: Pool, starts: Sequence[float], rules: Rules, *, learners: int = 1000, seed: int = 1) -> Trial:
    """`learners` of each band, their abilities spread evenly over it, go through the test. The same seed gives the same trial."""
    random = np.random.default_rng(seed)
    edges = [starts[0] - _EDGE_WIDTH, *starts, starts[-1] + _EDGE_WIDTH] if starts else [-2.0, 2.0]
    bands = len(edges) - 1
    true = np.concatenate([random.uniform(low, high, learners) for low, high in itertools.pairwise(edges)])
    estimated, asked, shown = _run(pool, true, rules, random)
    placed = np.zeros((bands, bands), dtype=int)
    for row, value in enumerate(estimated):
        placed[row // learners, band_at(float(value), starts)] += 1
    return Trial(
        learners,
        tuple(tuple(int(n) for n in row) for row in placed),
        float(asked.mean()),
        float(shown.max() / len(true)) if len(pool) else 0.0,
    )


def _run(pool: Pool, true: Floats, rules: Rules, random: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    """Estimated ability and number of items of each learner, and how many saw each item."""
    rows = len(true)
    log_weights = np.tile(log_prior(rules.prior_mean, rules.prior_sd), (rows, 1))
    value, error = moments(posteriors(log_weights))
    unused = np.ones((rows, len(pool)), dtype=bool)
    asked = np.zeros(rows)
    chances, on_nodes = probability(true, pool.items), probability(NODES, pool.items)  # people × items, nodes × items
    going = np.arange(rows) if len(pool) else np.arange(0)
    for _turn in range(min(rules.most, len(pool))):
        done = (asked[going] >= rules.least) & (error[going] <= rules.standard_error)
        going = going[~done]
        if not len(going):
            break
        items = select(pool, value[going], unused[going], rules, random)
        right = random.random(len(going)) < chances[going, items]
        likely = on_nodes[:, items].T
        log_weights[going] += np.log(np.where(right[:, None], likely, 1 - likely))
        unused[going, items] = False
        asked[going] += 1
        value[going], error[going] = moments(posteriors(log_weights[going]))
    return value, asked, (~unused).sum(axis=0).astype(np.float64)

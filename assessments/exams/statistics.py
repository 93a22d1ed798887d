"""Classical item analysis of one paper: how a matrix of scores is spread, and what each item did. Pure; no database.

Rows are candidates, columns are items, a cell is the points of one answer; `nan` is an item that this candidate was not
given. Formulas: Crocker & Algina, Introduction to Classical and Modern Test Theory, ch. 6, 7, 14. Variances are those of
a sample (n − 1). A figure that the data do not carry (one candidate, no variance, no pair of items) is None, never 0.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
EXTREME = 0.27  # Kelley (1939): the groups that discriminate best
THIRD = 1 / 3
BINS = 10
_NEAR = 1e-12


@dataclass(frozen=True)
class ScoredItem:
    """`most`: points for the best answer. `options` and `right`: ids, for items whose options are counted."""

    key: str
    most: float
    options: tuple[str, ...] = ()
    right: frozenset[str] = frozenset()


@dataclass(frozen=True)
class OptionFigures:
    """`option` "" is no answer. `share`, `best` (27 %), `worst` (27 %), `best_third`: share of those given the item, 0–1."""

    option: str
    right: bool
    count: int
    share: float
    mean_total: float | None  # points, of those who chose it
    best: float
    worst: float
    best_third: float


@dataclass(frozen=True)
class ItemFigures:
    """`facility`: mean score, 0–1. `discrimination`: correlation with the rest of the paper, −1–1. `upper_lower`: the best
    27 % less the worst 27 %, −1–1. `alpha_without`: reliability of the paper if it lacked this item."""

    key: str
    dropped: bool
    given: int
    facility: float | None
    sd: float | None  # points
    discrimination: float | None
    upper_lower: float | None
    alpha_without: float | None
    options: tuple[OptionFigures, ...] = ()


@dataclass(frozen=True)
class PaperFigures:
    """Points, but `distribution`: candidates per tenth of the points that could be reached. `sem`: standard error of measurement.
    `is_kr20`: every item is right or wrong, so that alpha is KR-20."""

    candidates: int
    items: int
    most: float
    mean: float | None
    sd: float | None
    median: float | None
    lowest: float | None
    highest: float | None
    distribution: tuple[int, ...]
    alpha: float | None
    is_kr20: bool
    sem: float | None


@dataclass(frozen=True)
class Analysis:
    paper: PaperFigures
    items: tuple[ItemFigures, ...]
    totals: tuple[float, ...]  # points of each candidate, in the order of the rows; nan: was given nothing that counts


def analyse(
    items: Sequence[ScoredItem],
    scores: Sequence[Sequence[float]] | Floats,
    *,
    chosen: Sequence[Sequence[Collection[str]]] | None = None,
    dropped: Collection[str] = (),
) -> Analysis:
    """`chosen`: for each candidate and item the ids of the options that were chosen (none: no answer). `dropped`: keys of items
    that count for nothing. Raises ValueError when the shapes do not fit or a score cannot be."""
    matrix = np.asarray(scores, dtype=np.float64).reshape(-1, len(items))
    most = np.array([item.most for item in items], dtype=np.float64)
    _check(items, matrix, most, chosen, dropped)
    counts = np.array([item.key not in dropped for item in items], dtype=bool)
    totals, form = _totals(matrix, most, counts)
    alpha = reliability(matrix[:, counts])
    paper = _paper(matrix[:, counts], most[counts], totals, form, alpha)
    figures = tuple(
        _item(
            column,
            item,
            matrix,
            most,
            counts,
            totals,
            chosen=[row[column] for row in chosen] if chosen is not None else None,
        )
        for column, item in enumerate(items)
    )
    return Analysis(paper, figures, tuple(float(total) for total in totals))


def reliability(matrix: Floats) -> float | None:
    """Cronbach's alpha of a form of average length; KR-20 where items are 0 or full.

    k·c̄ / (v̄ + (k − 1)·c̄) with mean variance v̄, mean covariance c̄ over the pairs of items that two candidates or more had
    in common, k items a candidate. Where everybody had every item this is alpha exactly (Cronbach 1951, eq. 2 rewritten).
    """
    if matrix.shape[1] < 2 or matrix.shape[0] < 2:
        return None
    covariances = _pairwise_covariances(matrix)
    variances, off = np.diag(covariances), covariances[~np.eye(len(covariances), dtype=bool)]
    if np.isnan(off).all() or np.isnan(variances).all():
        return None
    had = (~np.isnan(matrix)).sum(axis=1)
    k = float(had[had > 0].mean())
    v, c = float(np.nanmean(variances)), float(np.nanmean(off))
    below = v + (k - 1) * c  # the variance of the totals, divided by k
    return k * c / below if k > 1 and below > _NEAR else None


def _pairwise_covariances(matrix: Floats) -> Floats:
    given = (~np.isnan(matrix)).astype(np.float64)
    filled = np.nan_to_num(matrix)
    n = given.T @ given
    sums, other = filled.T @ given, given.T @ filled  # sums of one item over those who also had the other
    with np.errstate(divide="ignore", invalid="ignore"):
        found = (filled.T @ filled - sums * other / n) / (n - 1)
    found[n < 2] = np.nan
    return found


def _totals(matrix: Floats, most: Floats, counts: NDArray[np.bool_]) -> tuple[Floats, float]:
    """Each candidate's points, and the points of a form. Forms of unequal size are brought to the average one."""
    given = ~np.isnan(matrix) & counts
    possible = (given * most).sum(axis=1)
    had_some = possible > 0
    form = float(possible[had_some].mean()) if had_some.any() else 0.0
    points = np.where(given, matrix, 0.0).sum(axis=1)
    totals = np.full(len(matrix), np.nan)
    totals[had_some] = points[had_some] / possible[had_some] * form
    return totals, form


def _paper(matrix: Floats, most: Floats, totals: Floats, form: float, alpha: float | None) -> PaperFigures:
    known = totals[~np.isnan(totals)]
    sd = _sd(known)
    shares = np.clip(known / form, 0, 1) if form else known
    tenths = np.minimum((shares * BINS + 1e-9).astype(int), BINS - 1)
    two_values = bool(((matrix == 0) | (matrix == most) | np.isnan(matrix)).all()) and matrix.size > 0
    return PaperFigures(
        candidates=len(known),
        items=matrix.shape[1],
        most=form,
        mean=_or_none(known, np.mean),
        sd=sd,
        median=_or_none(known, np.median),
        lowest=_or_none(known, np.min),
        highest=_or_none(known, np.max),
        distribution=tuple(int(n) for n in np.bincount(tenths, minlength=BINS)),
        alpha=alpha,
        is_kr20=two_values,
        sem=sd * float(np.sqrt(max(0.0, 1 - alpha))) if sd is not None and alpha is not None else None,
    )


def _item(
    column: int,
    item: ScoredItem,
    matrix: Floats,
    most: Floats,
    counts: NDArray[np.bool_],
    totals: Floats,
    *,
    chosen: Sequence[Collection[str]] | None,
) -> ItemFigures:
    given = ~np.isnan(matrix[:, column])
    own = matrix[given, column]
    others = counts.copy()
    others[column] = False
    rest, _form = _totals(matrix, most, others)
    ranked = totals[given]
    best, worst = extreme_weights(ranked, EXTREME), extreme_weights(-ranked, EXTREME)
    apart = (own @ best - own @ worst) / item.most if best.any() and len(own) > 1 else None
    return ItemFigures(
        key=item.key,
        dropped=not counts[column],
        given=len(own),
        facility=float(own.mean() / item.most) if len(own) else None,
        sd=_sd(own),
        discrimination=correlation(own, rest[given]),
        upper_lower=float(apart) if apart is not None else None,
        alpha_without=reliability(matrix[:, others]) if counts[column] else None,
        options=_options(item, [set(chosen[row]) for row in np.flatnonzero(given).tolist()], ranked)
        if chosen is not None and item.options
        else (),
    )


def _options(item: ScoredItem, chosen: Sequence[set[str]], totals: Floats) -> tuple[OptionFigures, ...]:
    best, worst = extreme_weights(totals, EXTREME), extreme_weights(-totals, EXTREME)
    third = extreme_weights(totals, THIRD)
    figures = []
    for option in (*item.options, ""):
        by = np.array([option in one if option else not one for one in chosen], dtype=bool)
        known = totals[by & ~np.isnan(totals)]
        figures.append(
            OptionFigures(
                option=option,
                right=option in item.right,
                count=int(by.sum()),
                share=float(by.mean()) if len(by) else 0.0,
                mean_total=_or_none(known, np.mean),
                best=float(by @ best),
                worst=float(by @ worst),
                best_third=float(by @ third),
            )
        )
    return tuple(figures)


def extreme_weights(ranked: Floats, share: float) -> Floats:
    """Weights (sum 1) of the candidates in the highest `share`; those who tie at its edge share the places that are left."""
    weights = np.zeros(len(ranked))
    known = np.flatnonzero(~np.isnan(ranked))
    places = max(1.0, float(np.floor(len(known) * share + 0.5)))
    if not len(known):
        return weights
    edge = np.sort(ranked[known])[::-1][int(places) - 1]
    above, tied = known[ranked[known] > edge + 1e-9], known[np.abs(ranked[known] - edge) <= 1e-9]
    weights[above] = 1.0
    weights[tied] = (places - len(above)) / len(tied)
    return weights / places


def correlation(one: Floats, other: Floats) -> float | None:
    """Pearson's; with an item that is 0 or 1 this is the point-biserial. None where one of the two does not vary."""
    both = ~np.isnan(one) & ~np.isnan(other)
    one, other = one[both], other[both]
    if len(one) < 2 or np.ptp(one) <= _NEAR or np.ptp(other) <= 1e-9:
        return None
    return float(np.clip(np.corrcoef(one, other)[0, 1], -1, 1))


def _sd(values: Floats) -> float | None:
    return float(np.std(values, ddof=1)) if len(values) > 1 else None


def _or_none(values: Floats, figure: Callable[[Floats], Any]) -> float | None:
    return float(figure(values)) if len(values) else None


def _check(
    items: Sequence[ScoredItem],
    matrix: Floats,
    most: Floats,
    chosen: Sequence[Sequence[Collection[str]]] | None,
    dropped: Collection[str],
) -> None:
    keys = [item.key for item in items]
    if not items or len(set(keys)) != len(keys) or set(dropped) - set(keys):
        raise ValueError("Each item needs a key of its own, and only items of the paper can be dropped.")
    if (most <= 0).any():
        raise ValueError("An item must be worth something.")
    if np.isinf(matrix).any() or (matrix < 0).any() or (matrix > most + 1e-9).any():
        raise ValueError("A score lies outside of what its item is worth.")
    if chosen is not None and (len(chosen) != len(matrix) or any(len(row) != len(items) for row in chosen)):
        raise ValueError("Chosen options must have a cell for each score.")

"""Figures of placement as sentences that a teacher understands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from ..irt import Items, Parameters, probability
from ..models import Placement, PlacementLevel, PlacementTest
from ..scale import to_logits, to_scale
from ..simulation import Trial

GOOD, POOR = 0.8, 0.65  # share of made-up learners placed at their own level
WORN = 0.5  # share of learners who see the same question


@dataclass(frozen=True)
class Reading:
    """One level: its name, where it begins in words, and what its learners can do."""

    name: str
    begins: str
    meaning: str


def levels_in_words(test: PlacementTest) -> list[Reading]:
    return [Reading(level.name, _begins(level), level.meaning) for level in test.levels.all()]


def _begins(level: PlacementLevel) -> str:
    if level.starts_at is None:
        return _("The lowest level: everybody who does not reach the next one.")
    start = float(level.starts_at)
    easier, harder = (hundred_at(start, difficulty) for difficulty in (start - 1, start + 1))
    return _(
        "From here on a learner gets half of the questions of difficulty %(start)s right; of questions one step easier about %(easier)s in 100, one step harder about %(harder)s in 100."
    ) % {"start": f"{start:.1f}", "easier": easier, "harder": harder}


def hundred_at(ability: float, difficulty: float) -> int:
    """How many of 100 such questions a learner of this ability gets right; both on the officers' scale."""
    likely = probability(to_logits(ability), Items([Parameters(to_logits(difficulty))]))
    return int(np.rint(likely[0, 0] * 100))


def trial_in_words(trial: Trial, test: PlacementTest) -> tuple[list[str], list[str]]:
    """What a trial showed, and what should be done about it."""
    levels = [level.name for level in test.levels.all()]
    told, advice = [], []
    for band, name in enumerate(levels):
        right, near = trial.share_right(band), trial.share_near(band)
        told.append(
            _(
                "Of %(learners)s made-up learners at level “%(level)s”, %(right)s %% are placed there, %(near)s %% there or at the level beside it."
            )
            % {"learners": f"{trial.learners:,}", "level": name, "right": round(right * 100), "near": round(near * 100)}
        )
        if right < POOR:
            advice.append(
                _(
                    "Level “%(level)s” is often missed. Make the test more precise, bring in more questions of this difficulty, or put the levels further apart."
                )
                % {"level": name}
            )
    told.append(_("A learner answers %(items)s questions on average.") % {"items": f"{trial.mean_items:.0f}"})
    told.append(
        _("The question that is seen most comes to %(share)s %% of the learners.")
        % {"share": round(trial.most_shown * 100)}
    )
    if trial.most_shown > WORN:
        advice.append(_("Some questions would soon be known to everybody. Bring in more questions."))
    return told, advice


def how_sure(placement: Placement) -> str:
    """How sure the proposal is, in words first."""
    if placement.certainty is None:
        return ""
    numbers = {"share": round(placement.certainty * 100)}
    if placement.certainty >= GOOD:
        return _("Quite sure (%(share)s %%).") % numbers
    if placement.certainty >= POOR:
        return _("Rather sure (%(share)s %%).") % numbers
    return (
        _("Not sure (%(share)s %%): the learner stands near the border to another level. Look at the answers.")
        % numbers
    )


def ability_in_words(placement: Placement) -> str:
    """The ability on the officers' scale, with what lies within one standard error."""
    if placement.ability is None or placement.standard_error is None:
        return ""
    value, error = to_scale(placement.ability), placement.standard_error
    return _("Gets half of the questions of difficulty %(value)s right (%(low)s to %(high)s).") % {
        "value": f"{value:.1f}",
        "low": f"{value - error:.1f}",
        "high": f"{value + error:.1f}",
    }


def table_of(trial: Trial, test: PlacementTest) -> Iterator[tuple[str, list[int]]]:
    """Rows of per cent: the level they are at, then where they were placed."""
    for level, row in zip(test.levels.all(), trial.placed, strict=True):
        yield level.name, [round(count / trial.learners * 100) for count in row]

"""What the figures of an analysis mean, in plain sentences in the reader's language: hints for moderation, never decisions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .statistics import Analysis, ItemFigures, OptionFigures, PaperFigures

FEW = 30  # candidates below which figures are hints only
ENOUGH_FOR_OPTIONS = 10
LEAST_ALPHA = 0.7  # Nunnally & Bernstein (1994)
WEAK = 0.2  # Ebel & Frisbie (1991): below it an item needs revision
EASY, HARD = 0.95, 0.2
RARE = 0.05  # of the candidates: an option that hardly anybody takes
GAIN = 0.02


class Code(StrEnum):
    KEY_SUSPECT = "key_suspect"
    OTHER_OPTION = "other_option"
    NEGATIVE = "negative"
    WEAK = "weak"
    ALL_SAME = "all_same"
    TOO_EASY = "too_easy"
    TOO_HARD = "too_hard"
    UNUSED_OPTION = "unused_option"
    HURTS_RELIABILITY = "hurts_reliability"
    NOT_ANSWERED = "not_answered"
    NOBODY = "nobody"
    FEW_CANDIDATES = "few_candidates"
    NO_RELIABILITY = "no_reliability"
    UNRELIABLE = "unreliable"


@dataclass(frozen=True)
class Finding:
    """`item`: the key, "" for the paper as a whole. `urgent`: marks may be wrong if nothing is done."""

    code: Code
    sentence: str
    item: str = ""
    urgent: bool = False


def findings(analysis: Analysis, *, texts: Mapping[tuple[str, str], str] | None = None) -> list[Finding]:
    """All that should be looked at, the paper as a whole first, urgent things before others. Dropped items are passed over.

    `texts`: (item key, option id) → what the option says; else it is called by its id.
    """
    found = list(_of_paper(analysis.paper))
    for item in analysis.items:
        if not item.dropped:
            found += _of_item(item, analysis.paper, texts or {})
    return sorted(found, key=lambda one: (bool(one.item), not one.urgent))


def _of_paper(paper: PaperFigures) -> Iterator[Finding]:
    if not paper.candidates:
        yield Finding(Code.NOBODY, _("Nobody has a score yet."))
        return
    if paper.candidates < FEW:
        sentence = ngettext(
            "Only %(n)s candidate: take these figures as hints.",
            "Only %(n)s candidates: take these figures as hints.",
            paper.candidates,
        )
        yield Finding(Code.FEW_CANDIDATES, sentence % {"n": paper.candidates})
    if paper.alpha is None:
        yield Finding(
            Code.NO_RELIABILITY, _("How far the marks can be trusted cannot be worked out from these answers.")
        )
    elif paper.alpha < LEAST_ALPHA and paper.sem is not None:
        sentence = _(
            "The marks are not very reliable (%(alpha)s; %(least)s would be good). Two of three marks lie within %(sem)s points of what the candidate can do."
        )
        numbers = {"alpha": f"{paper.alpha:.2f}", "least": f"{LEAST_ALPHA:.2f}", "sem": f"{paper.sem:.1f}"}
        yield Finding(Code.UNRELIABLE, sentence % numbers)


def _of_item(item: ItemFigures, paper: PaperFigures, texts: Mapping[tuple[str, str], str]) -> Iterator[Finding]:
    if not item.given or item.facility is None:
        yield Finding(Code.NOBODY, _("Nobody was given this question."), item.key)
        return
    suspect = list(_of_key(item))
    yield from suspect
    yield from _of_spread(item, paper, suspected=bool(suspect))
    yield from _of_options(item, texts)


def _of_key(item: ItemFigures) -> Iterator[Finding]:
    """Only where one option is the key: with several, who chose one of them says little."""
    keys = [option for option in item.options if option.right]
    if len(keys) != 1 or item.given < 3:
        return
    rival = max(
        (option for option in item.options if not option.right and option.option),
        key=lambda option: option.best_third,
        default=None,
    )
    if keys[0].best_third <= 0:
        yield Finding(
            Code.KEY_SUSPECT, _("Nobody in the best third chose the key: is it wrong?"), item.key, urgent=True
        )
    elif rival is not None and rival.best_third > keys[0].best_third and _points_up(rival, keys[0]):
        sentence = _(
            "The best third chose another answer more often than the key: is the key wrong, or are both answers right?"
        )
        yield Finding(Code.OTHER_OPTION, sentence, item.key, urgent=True)


def _points_up(rival: OptionFigures, key: OptionFigures) -> bool:
    """Whether those who chose the rival did better in the paper than those who chose the key."""
    return rival.mean_total is not None and (key.mean_total is None or rival.mean_total > key.mean_total)


def _of_spread(item: ItemFigures, paper: PaperFigures, *, suspected: bool) -> Iterator[Finding]:
    facility = item.facility or 0.0
    if item.given > 1 and item.sd is not None and item.sd <= 1e-9:
        yield Finding(
            Code.ALL_SAME, _("All candidates have the same points here: this question tells nobody apart."), item.key
        )
    elif facility > EASY:
        yield Finding(Code.TOO_EASY, _("Almost everybody got this right."), item.key)
    elif facility < HARD:
        yield Finding(Code.TOO_HARD, _("Hardly anybody got this right. Was it taught? Is the wording clear?"), item.key)
    apart = item.discrimination
    if apart is not None and apart < 0 and not suspected:
        sentence = _("Those who did well in the rest did worse here: look at the key and the wording.")
        yield Finding(Code.NEGATIVE, sentence, item.key, urgent=True)
    elif apart is not None and 0 <= apart < WEAK:
        yield Finding(Code.WEAK, _("This question hardly tells strong candidates from weak ones."), item.key)
    if paper.alpha is not None and item.alpha_without is not None and item.alpha_without > paper.alpha + GAIN:
        yield Finding(Code.HURTS_RELIABILITY, _("The paper would be more reliable without this question."), item.key)


def _of_options(item: ItemFigures, texts: Mapping[tuple[str, str], str]) -> Iterator[Finding]:
    if item.given < ENOUGH_FOR_OPTIONS:
        return
    for option in item.options:
        if not option.option and option.share > HARD:
            sentence = _("%(share)s %% gave no answer: was the time too short?") % {"share": round(option.share * 100)}
            yield Finding(Code.NOT_ANSWERED, sentence, item.key)
        elif option.option and not option.right and option.share < RARE:
            sentence = _("Hardly anybody chose the wrong answer “%(option)s”: it misleads no one.")
            said = texts.get((item.key, option.option), option.option)
            yield Finding(Code.UNUSED_OPTION, sentence % {"option": said}, item.key)

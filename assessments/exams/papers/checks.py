"""Is a paper fit to be sat? Each problem is a sentence at its place; only warnings leave it usable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.bank import api as bank
from assessments.bank.models import Item
from lms.packages import shapes

from ..models import Paper
from .blueprint import Blueprint, Draw, Fixed, Section
from .forms import Pools, shortfalls
from .reading import blueprint_of, pools_of, usable

_MINUTES_PER_ITEM = Decimal("0.25")


@dataclass(frozen=True)
class Problem:
    """`where`: the section's title, or "" for the whole paper. `blocks`: it may not be approved like this."""

    where: str
    sentence: str
    blocks: bool = True


@dataclass(frozen=True)
class Report:
    problems: list[Problem]
    blueprint: Blueprint
    pools: Pools

    @property
    def fit(self) -> bool:
        return not any(problem.blocks for problem in self.problems)


def check(paper: Paper) -> Report:
    """Everything that is wrong with the paper as it stands, and what it would be made of."""
    blueprint = blueprint_of(paper)
    pools = pools_of(paper, blueprint)
    missing = shortfalls(blueprint, pools)
    problems = [*_totals(paper, blueprint), *_fixed(paper, blueprint), *_draws(blueprint, pools, missing)]
    problems += _time(paper, blueprint)
    if paper.kind == Paper.Kind.PRE_POST and not missing:
        problems += _twice(blueprint, pools)
    return Report(problems, blueprint, pools)


def _totals(paper: Paper, blueprint: Blueprint) -> list[Problem]:
    found = []
    if blueprint.points != paper.points:
        words = _("The sections add up to %(sum)s points; the paper says %(points)s.")
        found.append(Problem("", words % {"sum": plain(blueprint.points), "points": plain(paper.points)}))
    if paper.pass_mark > paper.points:
        found.append(Problem("", _("The pass mark is higher than the points that can be had.")))
    elif not paper.pass_mark:
        found.append(Problem("", _("The pass mark is 0: everybody passes."), blocks=False))
    return found


def _fixed(paper: Paper, blueprint: Blueprint) -> list[Problem]:
    wanted = {part.item for part in blueprint.parts if isinstance(part, Fixed)}
    items = {str(item.pk): item for item in Item.objects.filter(pk__in=filter(None, wanted))}
    fit = {str(key) for key in usable(paper).filter(pk__in=items).values_list("pk", flat=True)}
    seen: Counter[str] = Counter()
    found = []
    for section, part in _each_fixed(blueprint):
        item = items.get(part.item)
        sentence = (
            _("A question is missing.") if item is None else _wrong_with(paper, item, item and str(item.pk) in fit)
        )
        if sentence:
            found.append(Problem(section.title, sentence))
        seen[part.item] += 1
        if item is not None and seen[part.item] == 2:
            found.append(Problem(section.title, _("“%(item)s” stands in the paper twice.") % {"item": item}))
    return found


def _wrong_with(paper: Paper, item: Item, fit: Any) -> str:
    name = {"item": item}
    if item.retired_at:
        return _("“%(item)s” has been taken out of use.") % name
    if item.exposed_at and paper.kind == Paper.Kind.EXAM:
        return (
            _("“%(item)s” is used in a lesson: its answer has been on tablets, so it cannot stand in an exam.") % name
        )
    if not fit:
        return _("“%(item)s” belongs to another prison. Copy it to make it yours.") % name
    if item.language != paper.language:
        return _("“%(item)s” is in another language than the paper.") % name
    return _without_key(item)


def _without_key(item: Item) -> str:
    try:
        document = bank.item_document(item.pk)
    except (ValueError, ValidationError):
        return _("“%(item)s” is not complete.") % {"item": item}
    if isinstance(document, shapes.MarkedItemBase) and not document.rubric:
        return _("“%(item)s” has no rubric to mark it by.") % {"item": item}
    return ""


def _draws(blueprint: Blueprint, pools: Pools, missing: Mapping[str, int]) -> list[Problem]:
    found = []
    for section in blueprint.sections:
        for part in section.parts:
            if isinstance(part, Draw) and part.id in missing:
                found.append(Problem(section.title, _too_few(part, len(pools[part.id]), missing[part.id])))
            elif isinstance(part, Draw) and part.count == len(pools[part.id]):
                words = _("Every candidate gets the same questions: there are just as many as are drawn (%(count)d).")
                found.append(Problem(section.title, words % {"count": part.count}, blocks=False))
    return found


def _too_few(draw: Draw, fitting: int, missing: int) -> str:
    what = described(draw)
    if fitting < draw.count:
        words = ngettext(
            "%(what)s: only %(fitting)d question fits.", "%(what)s: only %(fitting)d questions fit.", fitting
        )
        return words % {"what": what, "fitting": fitting}
    words = ngettext(
        "%(what)s: %(missing)d is missing, because other draws need the same questions.",
        "%(what)s: %(missing)d are missing, because other draws need the same questions.",
        missing,
    )
    return words % {"what": what, "missing": missing}


def described(draw: Draw) -> str:
    """A draw in words: 8 of “welding safety”, difficulty 2–3, choice."""
    topics = _(", ").join(f"“{topic}”" for topic in draw.topics) or _("every topic")
    words = [
        ngettext("%(count)d of %(topics)s", "%(count)d of %(topics)s", draw.count)
        % {"count": draw.count, "topics": topics}
    ]
    if draw.difficulty:
        low, high = draw.difficulty
        words.append(_("difficulty %(between)s") % {"between": str(low) if low == high else f"{low}–{high}"})
    if draw.kinds:
        words.append(_(", ").join(str(Item.Kind(kind).label) for kind in draw.kinds if kind in Item.Kind.values))
    if draw.several is not None:
        words.append(_("with several answers to choose") if draw.several else _("with one answer to choose"))
    return _(", ").join(words)


def _time(paper: Paper, blueprint: Blueprint) -> list[Problem]:
    if paper.minutes < blueprint.count * _MINUTES_PER_ITEM:
        words = _("%(count)d questions in %(minutes)d minutes: that is less than 15 seconds for each.")
        return [Problem("", words % {"count": blueprint.count, "minutes": paper.minutes}, blocks=False)]
    return []


def _twice(blueprint: Blueprint, pools: Pools) -> list[Problem]:
    """A test before and after a course needs other questions the second time."""
    doubled = Blueprint(
        sections=tuple(
            section.model_copy(update={"parts": tuple(_doubled(part) for part in section.parts)})
            for section in blueprint.sections
        )
    )
    if any(isinstance(part, Fixed) for part in blueprint.parts):
        return [Problem("", _("A fixed question would come before and after the course. Draw all questions instead."))]
    if shortfalls(doubled, pools):
        return [Problem("", _("There are not enough questions for other ones after the course."))]
    return []


def _doubled(part: Fixed | Draw) -> Fixed | Draw:
    return part.model_copy(update={"count": part.count * 2}) if isinstance(part, Draw) else part


def _each_fixed(blueprint: Blueprint) -> list[tuple[Section, Fixed]]:
    return [(section, part) for section in blueprint.sections for part in section.parts if isinstance(part, Fixed)]


def plain(number: Decimal) -> str:
    """Without zeros that say nothing: 100, 2.5."""
    return f"{number.normalize():f}"

"""A paper in plain words."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import Paper
from .blueprint import Blueprint, Fixed, Section
from .checks import described, plain

_SAME_MOMENT = timedelta(seconds=2)


def state_of(paper: Paper) -> str:
    """For lists; reads `approved` and `number` where the query brings them."""
    if not hasattr(paper, "approved"):
        newest = paper.newest
        paper.approved, paper.number = (newest.approved_at, newest.number) if newest else (None, None)  # type: ignore[attr-defined]
    approved: datetime | None = paper.approved  # type: ignore[attr-defined]
    if paper.retired_at:
        return _("Taken out of use")
    if approved is None:
        return _("Draft")
    words = _("Version %(number)d approved")
    if paper.changed_at > approved + _SAME_MOMENT:
        words = _("Version %(number)d approved, changed since")
    return words % {"number": paper.number}  # type: ignore[attr-defined]


def reading_of(paper: Paper, blueprint: Blueprint) -> list[str]:
    """The rules of the paper, a sentence each."""
    questions = ngettext("%(count)d question", "%(count)d questions", blueprint.count) % {"count": blueprint.count}
    lines = [
        _("%(questions)s, %(points)s points, %(minutes)d minutes. Passed with %(pass)s points.")
        % {
            "questions": questions,
            "points": plain(blueprint.points),
            "minutes": paper.minutes,
            "pass": plain(paper.pass_mark),
        }
    ]
    if paper.mixed and paper.options_mixed:
        lines.append(_("Questions and answers come in another order for each candidate."))
    elif paper.mixed:
        lines.append(_("The questions of a section come in another order for each candidate."))
    elif paper.options_mixed:
        lines.append(_("The answers come in another order for each candidate."))
    if paper.attempts:
        lines.append(
            ngettext("It may be taken once.", "It may be taken %(count)d times.", paper.attempts)
            % {"count": paper.attempts}
        )
    else:
        lines.append(_("It may be taken as often as the learner likes."))
    lines.append(_FEEDBACK[Paper.Feedback(paper.feedback)]())
    return lines


def parts_of(section: Section, names: dict[str, str]) -> list[str]:
    """A line for each part. `names`: item key → what it is called."""
    lines = []
    for part in section.parts:
        what = names.get(part.item, _("A question is missing.")) if isinstance(part, Fixed) else described(part)
        each = _("%(points)s points") if part.count == 1 else _("%(points)s points each")
        lines.append(f"{what} · {each % {'points': plain(part.points)}}")
    return lines


_FEEDBACK = {
    Paper.Feedback.AT_ONCE: lambda: _("The learner reads at once whether an answer was right."),
    Paper.Feedback.AT_THE_END: lambda: _("The learner reads what was right when the paper is handed in."),
    Paper.Feedback.AFTER_RELEASE: lambda: _("The learner reads mark and feedback when the marks are released."),
    Paper.Feedback.MARK_ONLY: lambda: _("The learner reads the mark only."),
}

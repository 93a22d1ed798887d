"""What others may ask of exams."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from lms.audit import api as audit
from lms.lib.errors import Invalid

from .models import Paper
from .papers.checks import check as check_paper
from .papers.freezing import approve_paper
from .papers.practising import practice_questions
from .papers.trial import Trial, trial_form
from .permissions import check_can_change_paper, check_can_write, paper_for, prison_of_new_paper

__all__ = [
    "Trial",
    "approve_paper",
    "check_paper",
    "create_paper",
    "practice_questions",
    "retire_paper",
    "revise_paper",
    "trial_form",
    "unretire_paper",
]

_EDITED = (
    "title", "kind", "occupation", "language", "variant_of", "points", "pass_mark", "minutes", "mixed", "options_mixed",
    "attempts", "feedback",
)  # fmt: skip


@transaction.atomic
def create_paper(
    *, by: Any, title: str, sections: list[tuple[str, Any]], kind: str = Paper.Kind.EXAM, **fields: Any
) -> Paper:
    """A new paper. `sections`: [("section", {"title", "instructions", "parts": [("draw" | "fixed", {…})]})], as in the editor.

    Raises PermissionDenied, Invalid.
    """
    check_can_write(by, kind)
    paper = Paper(kind=kind, prison=prison_of_new_paper(by, kind))
    _fill(paper, {"title": title, "sections": sections, **fields})
    paper.save()
    note_saved(paper, by=by, new=True)
    return paper


@transaction.atomic
def revise_paper(paper_id: UUID | str, *, by: Any, **changes: Any) -> Paper:
    """Change what is worked on; versions that were approved stay as they are. Raises NotFoundHere, PermissionDenied, Invalid."""
    paper = paper_for(by, paper_id)
    check_can_change_paper(by, paper)
    _fill(paper, changes)
    check_can_write(by, paper.kind)
    paper.save()
    note_saved(paper, by=by, new=False)
    return paper


def note_saved(paper: Paper, *, by: Any, new: bool) -> None:
    """A version in its history and a line in the audit log, however it was saved."""
    paper.save_revision(user=by, log_action="wagtail.create" if new else "wagtail.edit")
    verb = "assessments.paper.created" if new else "assessments.paper.revised"
    audit.log(by=by, verb=verb, target=paper, prison=paper.prison_id)


@transaction.atomic
def retire_paper(paper_id: UUID | str, *, by: Any) -> Paper:
    """No new sitting may take it. Raises NotFoundHere, PermissionDenied."""
    return _retired(paper_id, by, timezone.now(), "assessments.paper.retired")


@transaction.atomic
def unretire_paper(paper_id: UUID | str, *, by: Any) -> Paper:
    """Undo of retiring. Raises NotFoundHere, PermissionDenied."""
    return _retired(paper_id, by, None, "assessments.paper.unretired")


def _retired(paper_id: UUID | str, by: Any, at: Any, verb: str) -> Paper:
    paper = paper_for(by, paper_id)
    check_can_change_paper(by, paper)
    if bool(paper.retired_at) != bool(at):
        paper.retired_at = at
        paper.save(update_fields=["retired_at"])
        audit.log(by=by, verb=verb, target=paper, prison=paper.prison_id)
    return paper


def _fill(paper: Paper, changes: dict[str, Any]) -> None:
    stream = Paper.sections.field.stream_block
    try:
        for name in changes.keys() & set(_EDITED):
            setattr(paper, name, changes[name])
        if "sections" in changes:
            paper.sections = stream.clean(stream.normalize(changes["sections"]))
        paper.full_clean(exclude=["sections"])
    except (KeyError, TypeError, ValidationError) as error:
        raise Invalid from error

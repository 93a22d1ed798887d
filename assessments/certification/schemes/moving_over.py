"""Candidates keep the version they were registered with, unless an officer moves them over, having seen what that changes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.errors import Invalid

from ..candidacies.checking import recheck
from ..candidacies.registration import locked
from ..candidacies.settling import settle_again
from ..candidacies.states import CandidacyState
from ..errors import NoRules
from ..models import Candidacy, PartResult, SchemeVersion
from ..permissions import check_can_register
from .dry_run import Change, verdicts
from .editing import rules_of

S = CandidacyState
MOVABLE = (S.REGISTERED, S.NOT_ELIGIBLE, S.ELIGIBLE)


def live_of(candidacy: Candidacy) -> SchemeVersion | None:
    """The version in force, where it is another than the candidate's and the candidate may still change to it."""
    if candidacy.state not in MOVABLE:
        return None
    live = SchemeVersion.objects.filter(scheme=candidacy.scheme_id, state="live").first()
    return live if live is not None and live.pk != candidacy.version_id else None


def effect_of_moving(candidacy: Candidacy, live: SchemeVersion) -> Change:
    """Where the candidate would stand under the version in force."""
    before = verdicts([candidacy], candidacy.scheme, rules_of(candidacy.version))[0]
    after = verdicts([candidacy], candidacy.scheme, rules_of(live))[0]
    return Change(candidacy, before[0], after[0], after[1])


@transaction.atomic
def move_over(candidacy_id: UUID | str, *, by: Any, version_id: UUID | str) -> Candidacy:
    """`version_id`: the version whose effect the officer has seen. Raises NotFoundHere, PermissionDenied, NoRules, Invalid."""
    one = locked(candidacy_id, by=by)
    check_can_register(by, one.prison_id)
    live = live_of(one)
    if live is None:
        raise NoRules(_("This candidate cannot be moved to another version of the rules now."))
    if str(live.pk) != str(version_id):
        raise Invalid(_("Meanwhile another version came into force. Look at its effect first."))
    before = one.version.number
    one.version = live
    one.save(update_fields=["version"])
    _judge_again(one)
    detail = {"version": [str(before), str(live.number)]}
    audit.log(by=by, verb="assessments.candidacy.moved_over", target=one, prison=one.prison_id, detail=detail)
    if not settle_again(one, by=by):
        recheck([one.pk], by=by)
        one.refresh_from_db()
    return one


def _judge_again(one: Candidacy) -> None:
    """What passed under the old rules may not under the new ones, and the other way round."""
    rules = rules_of(one.version)
    rows = list(one.results.all())
    for row in rows:
        part = rules.part(row.part)
        row.passed = part is not None and row.percent >= part.pass_percent
    PartResult.objects.bulk_update(rows, ["passed"])

"""Who makes a record, and that it was made: the education office or an evaluator, for a learner who takes it along."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.errors import NotFoundHere
from lms.people.api import learner_for
from lms.people.models import Learner

from ...permissions import REGISTRARS
from .archive import portable_record
from .contents import Contents, contents_of


def learner_of_record(officer: Any, learner_id: UUID | str) -> Learner:
    """Raises NotFoundHere, PermissionDenied where the officer only sees the learner."""
    try:
        return learner_for(officer, learner_id, *REGISTRARS)
    except NotFoundHere:
        learner_for(officer, learner_id)
        raise PermissionDenied(_("Records are made by the education office and the evaluators.")) from None


def preview_record(officer: Any, learner_id: UUID | str) -> tuple[Learner, Contents]:
    """What a record would hold. Raises NotFoundHere, PermissionDenied."""
    learner = learner_of_record(officer, learner_id)
    return learner, contents_of(learner)


@transaction.atomic
def make_record(learner_id: UUID | str, *, by: Any) -> tuple[Learner, bytes]:
    """The record as a zip file, as of today. Raises NotFoundHere, PermissionDenied, Invalid."""
    learner = learner_of_record(by, learner_id)
    data = portable_record(learner, made_on=timezone.localdate())
    audit.log(by=by, verb="assessments.record.made", target=learner, prison=learner.prison_id)
    return learner, data

"""Registering candidates, taking them out, and putting right what stands on their certificate."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.errors import Invalid, NotFoundHere
from lms.people import api as people
from lms.people.models import Learner
from lms.people.names import clean

from ..errors import AlreadyRegistered, NoRules, NotNow
from ..models import Candidacy, CandidacyMove, Certificate
from ..permissions import REGISTRARS, candidacy_for, check_can_register, scheme_for
from .checking import recheck
from .latin import latin_name
from .moving import move
from .numbers import next_numbers
from .states import OPEN, CandidacyState

MOST = 1_000  # at once
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True)
class Holder:
    """What will stand on the certificate. An empty name: the learner's; an empty Latin name: a proposal."""

    name: str = ""
    latin: str = ""
    born_on: date | None = None
    identity_number: str = ""


def learners_to_register(by: Any) -> Any:
    """Learners of the places where the officer registers candidates."""
    return people.learners_for(by, *REGISTRARS)


@transaction.atomic
def register_candidates(
    scheme_id: UUID | str,
    learner_ids: Iterable[UUID],
    *,
    by: Any,
    holders: Mapping[UUID, Holder] | None = None,
    renews: Mapping[UUID, Certificate] | None = None,
) -> list[Candidacy]:
    """All or nobody. `holders`, `renews`: by learner. Eligibility is worked out at once.

    Raises NotFoundHere (also for a learner of another prison), PermissionDenied, NoRules, AlreadyRegistered, Invalid.
    """
    scheme = scheme_for(by, scheme_id)
    version = scheme.versions.filter(state="live").first()
    if scheme.retired_at:
        raise Invalid(_("This scheme is not in use any more."))
    if version is None:
        raise NoRules
    learners = _learners(by, learner_ids)
    taken = Candidacy.objects.filter(scheme=scheme, learner__in=learners, state__in=OPEN).select_related("learner")
    if there := taken.first():
        raise AlreadyRegistered(
            _("%(name)s (%(number)s) is registered for this scheme already.")
            % {"name": there.learner.name, "number": there.learner.number}
        )
    label, now = audit.label(by), timezone.now()
    rows = [
        _filled(
            Candidacy(number=number, learner=one, scheme=scheme, version=version, prison_id=one.prison_id),
            (holders or {}).get(one.pk, Holder()),
            registered_by=label,
            renews=(renews or {}).get(one.pk),
        )
        for one, number in zip(learners, next_numbers(len(learners)), strict=True)
    ]
    try:
        with transaction.atomic():
            Candidacy.objects.bulk_create(rows)
    except IntegrityError as error:
        raise AlreadyRegistered from error
    CandidacyMove.objects.bulk_create(
        CandidacyMove(candidacy=one, new=CandidacyState.REGISTERED, at=now, by=label) for one in rows
    )
    for one in rows:
        detail = {"scheme": audit.label(scheme), "learner": audit.label(one.learner)}
        audit.log(by=by, verb="assessments.candidacy.registered", target=one, prison=one.prison_id, detail=detail)
    recheck([one.pk for one in rows], by=by)
    return list(Candidacy.objects.filter(pk__in=[one.pk for one in rows]).order_by("number"))


@transaction.atomic
def withdraw_candidacy(candidacy_id: UUID | str, *, by: Any, reason: str) -> Candidacy:
    """Raises NotFoundHere, PermissionDenied, NotNow, Invalid."""
    one = locked(candidacy_id, by=by)
    check_can_register(by, one.prison_id)
    if not clean(reason):
        raise Invalid(_("Say why, in a few words."))
    if one.state == CandidacyState.SEATED:
        raise NotNow(_("This candidate has a seat in an examination. Take the candidate out of it first."))
    move(one, CandidacyState.WITHDRAWN, by=by, reason=clean(reason))
    return one


@transaction.atomic
def correct_holder(candidacy_id: UUID | str, holder: Holder, *, by: Any) -> Candidacy:
    """What will stand on the certificate; one that was issued is replaced, not changed. Raises NotFoundHere, PermissionDenied, NotNow, Invalid."""
    one = locked(candidacy_id, by=by)
    check_can_register(by, one.prison_id)
    if one.state not in OPEN:
        raise NotNow(_("This candidacy is closed. A certificate with a wrong name is replaced on its own page."))
    if one.order_lines.filter(standing=True).exists():
        raise NotNow(_("A certificate with this name waits for a second officer. Have that withdrawn first."))
    before = _told(one)
    _filled(one, holder, latin_too=False)
    one.save(update_fields=["holder_name", "holder_latin", "born_on", "identity_number"])
    after = _told(one)
    changed = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
    if changed:
        audit.log(by=by, verb="assessments.candidacy.corrected", target=one, prison=one.prison_id, detail=changed)
    return one


def locked(candidacy_id: UUID | str, *, by: Any) -> Candidacy:
    """Raises NotFoundHere."""
    try:
        found = candidacy_for(by, candidacy_id)
    except (ValueError, ValidationError) as error:
        raise NotFoundHere from error
    rows = Candidacy.objects.select_for_update(of=("self",))
    return rows.select_related("learner__ward", "scheme__body", "version", "prison").get(pk=found.pk)


def _learners(by: Any, learner_ids: Iterable[UUID]) -> list[Learner]:
    wanted = list(dict.fromkeys(learner_ids))
    if not wanted:
        raise Invalid(_("Choose at least one person."))
    if len(wanted) > MOST:
        raise Invalid(_("At most %(n)s at once. Split the list.") % {"n": MOST})
    found = {one.pk: one for one in learners_to_register(by).filter(pk__in=wanted)}
    if len(found) != len(wanted):
        raise NotFoundHere
    for prison in {one.prison_id for one in found.values()}:
        check_can_register(by, prison)
    gone = next((one for one in found.values() if one.state != Learner.State.ACTIVE), None)
    if gone:
        raise Invalid(_("%(name)s (%(number)s) has left.") % {"name": gone.name, "number": gone.number})
    return [found[key] for key in wanted]


def _filled(one: Candidacy, holder: Holder, *, latin_too: bool = True, **more: Any) -> Candidacy:
    """Raises Invalid."""
    one.holder_name = clean(holder.name) or (one.learner.name if latin_too else "")
    one.holder_latin = clean(holder.latin) or (latin_name(one.holder_name) if latin_too else "")
    one.identity_number = clean(holder.identity_number).upper()
    one.born_on = holder.born_on or born_by(one.identity_number)
    for name, value in more.items():
        setattr(one, name, value)
    if not one.holder_name:
        raise Invalid(_("A certificate needs a name."))
    if one.born_on and one.born_on >= timezone.localdate():
        raise Invalid(_("The date of birth lies in the future."))
    if len(one.identity_number) == 18 and not identity_right(one.identity_number):
        raise Invalid(_("The identity card number %(number)s has a wrong digit.") % {"number": one.identity_number})
    fields = {"holder_name", "holder_latin", "identity_number"}
    try:
        one.clean_fields(exclude=[field.name for field in Candidacy._meta.fields if field.name not in fields])
    except ValidationError as error:
        raise Invalid(" ".join(error.messages)) from error
    return one


def identity_right(number: str) -> bool:
    """Whether the last sign fits the others (GB 11643: ISO 7064 MOD 11-2)."""
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return False
    total = sum(int(sign) * weight for sign, weight in zip(number, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[17]


def born_by(number: str) -> date | None:
    """The day of birth that stands in an identity card number."""
    if len(number) != 18 or not identity_right(number):
        return None
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def _told(one: Candidacy) -> dict[str, str]:
    """As the audit log keeps it: of the identity card only the last signs."""
    holder = Holder(one.holder_name, one.holder_latin, one.born_on, one.identity_number[-4:])
    return {name: str(value or "") for name, value in asdict(holder).items()}

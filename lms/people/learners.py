"""Learners: who sees whom, and the verbs that enter, change, move, retire and take back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.errors import Conflict, Invalid, NotFoundHere

from .errors import AlreadyRetired
from .models import Learner, Officer, Ward
from .names import clean, pinyin_of, search_form
from .permissions import check_has_role, scope_q
from .roles import Role

READERS = (Role.EDUCATION_OFFICE, Role.TEACHER, Role.DEVICE_KEEPER, Role.SUPERVISOR)
EDITORS = (Role.EDUCATION_OFFICE,)
PROFILE_FIELDS = (
    "number",
    "name",
    "language",
    "education_level",
    "admitted_on",
    "release_expected_on",
    "literacy_help",
)


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────


def learners_for(officer: Officer, *roles: Role) -> QuerySet[Learner]:
    """The learners that the officer may see; with roles: where the officer holds one of these."""
    return Learner.objects.filter(scope_q(officer, *(roles or READERS))).select_related("ward", "prison")


def learner_for(officer: Officer, learner_id: UUID | str, *roles: Role) -> Learner:
    try:
        return learners_for(officer, *roles).get(pk=learner_id)
    except (Learner.DoesNotExist, ValidationError) as error:
        raise NotFoundHere(_("This learner was not found among those you look after.")) from error


def list_learners(
    officer: Officer,
    *,
    search: str = "",
    ward: Ward | UUID | None = None,
    state: str = "",
    language: str = "",
    literacy_help: bool | None = None,
) -> QuerySet[Learner]:
    learners = learners_for(officer)
    if ward is not None:
        learners = learners.filter(ward=ward)
    if state:
        learners = learners.filter(state=state)
    if language:
        learners = learners.filter(language=language)
    if literacy_help is not None:
        learners = learners.filter(literacy_help=literacy_help)
    return search_learners(learners, search)


def search_learners(learners: QuerySet[Learner], text: str) -> QuerySet[Learner]:
    """Every word must be found: in the name, in its pinyin (full or initials), or at the start of the number."""
    for word in text.replace("\x00", "").split()[:8]:
        plain = search_form(word)[:200]
        found = Q(name__icontains=word[:200]) | Q(number__istartswith=plain)
        if plain:
            found |= Q(pinyin__contains=plain)
        learners = learners.filter(found)
    return learners


def wards_for(officer: Officer, *roles: Role) -> QuerySet[Ward]:
    """The wards in which the officer holds one of the roles."""
    return Ward.objects.filter(
        scope_q(officer, *(roles or READERS), prison_field="prison", ward_field="pk")
    ).select_related("prison")


# ── Verbs ────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def create_learner(ward: Ward, *, number: str, name: str, by: Officer, **profile: Any) -> Learner:
    """Enter one learner (the roster import does it for many). Profile: see PROFILE_FIELDS."""
    check_has_role(by, *EDITORS, ward=ward)
    learner = Learner(prison=ward.prison, ward=ward)
    _write(learner, {"number": number, "name": name, **profile})
    audit.log(by=by, verb="people.learner.entered", target=learner, detail={"ward": ward.code})
    return learner


@transaction.atomic
def update_learner(learner_id: UUID, *, by: Officer, **profile: Any) -> Learner:
    learner = learner_for(by, learner_id, *EDITORS)
    before = {name: getattr(learner, name) for name in profile}
    _write(learner, profile)
    changed = {
        name: [_text(before[name]), _text(getattr(learner, name))]
        for name in profile
        if before[name] != getattr(learner, name)
    }
    if changed:
        audit.log(by=by, verb="people.learner.changed", target=learner, detail=changed)
    return learner


@transaction.atomic
def move_learner(learner_id: UUID, ward: Ward, *, by: Officer) -> Learner:
    """To another ward of the same prison; both must be the officer's."""
    learner = learner_for(by, learner_id, *EDITORS)
    check_has_role(by, *EDITORS, ward=ward)
    if ward.prison_id != learner.prison_id:
        raise Invalid(_("A learner who goes to another prison is handed over, not moved."))
    if learner.state == Learner.State.RETIRED:
        raise AlreadyRetired
    if ward.pk != learner.ward_id:
        detail = {"from": learner.ward.code, "to": ward.code}
        learner.ward, learner.changed_at = ward, timezone.now()
        learner.save(update_fields=["ward", "changed_at"])
        audit.log(by=by, verb="people.learner.moved", target=learner, detail=detail)
    return learner


@transaction.atomic
def retire_learner(learner_id: UUID, *, by: Officer) -> Learner:
    """The learner has left. Records stay; sign-in ends at the tablet's next contact."""
    learner = learner_for(by, learner_id, *EDITORS)
    if learner.state == Learner.State.RETIRED:
        raise AlreadyRetired(_("This learner has left already."))
    _set_state(learner, Learner.State.RETIRED)
    audit.log(by=by, verb="people.learner.retired", target=learner)
    return learner


@transaction.atomic
def restore_learner(learner_id: UUID, *, by: Officer) -> Learner:
    learner = learner_for(by, learner_id, *EDITORS)
    if learner.state == Learner.State.ACTIVE:
        raise Conflict(_("This learner is here already."))
    _set_state(learner, Learner.State.ACTIVE)
    audit.log(by=by, verb="people.learner.restored", target=learner)
    return learner


def _set_state(learner: Learner, state: str) -> None:
    now = timezone.now()
    learner.state, learner.changed_at = state, now
    learner.retired_at = now if state == Learner.State.RETIRED else None
    learner.save(update_fields=["state", "changed_at", "retired_at"])


def _write(learner: Learner, profile: Mapping[str, Any]) -> None:
    for name in profile:
        if name not in PROFILE_FIELDS:
            raise TypeError(f"{name} is not a field of the profile")
    for name, value in profile.items():
        setattr(learner, name, clean(value) if isinstance(value, str) else value)
    learner.pinyin = pinyin_of(learner.name)
    if learner.admitted_on and learner.release_expected_on and learner.release_expected_on < learner.admitted_on:
        raise Invalid(_("The expected release lies before the admission."))
    if Learner.objects.filter(prison=learner.prison_id, number=learner.number).exclude(pk=learner.pk).exists():
        raise Conflict(_("Number %(number)s belongs to another learner.") % {"number": learner.number})
    try:
        learner.full_clean(exclude=["pinyin"])
    except ValidationError as error:
        raise Invalid(" ".join(error.messages)) from error
    learner.changed_at = timezone.now()
    learner.save()


def _text(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value

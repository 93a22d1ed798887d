"""Officers set and reset what a learner signs in with."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lms.audit import api as audit

from .errors import AlreadyRetired, WeakSecret
from .learners import learner_for
from .models import Learner, LearnerSecret, Officer
from .roles import Role
from .secrets import check_pin, new_pin, pictures_string, store_secret

SETTERS = (Role.EDUCATION_OFFICE, Role.TEACHER, Role.DEVICE_KEEPER)


@transaction.atomic
def set_pin(learner_id: UUID, *, by: Officer, pin: str | None = None) -> str:
    """Give the learner a new PIN, made here unless it is given; returns it, to be shown once. Raises WeakSecret."""
    learner = _learner_to_set(by, learner_id)
    chosen = check_pin(pin) if pin is not None else pin_unlike(learner)
    if chosen in learner.number:
        raise WeakSecret(_("The PIN must not be a part of the number."))
    store_audited(learner, LearnerSecret.Kind.PIN, chosen, by=by)
    return chosen


@transaction.atomic
def set_pictures(learner_id: UUID, pictures: Sequence[str], *, by: Officer) -> str:
    """Give the learner three pictures, in order. Returns the string that the key is made from."""
    learner = _learner_to_set(by, learner_id)
    chosen = pictures_string(pictures)
    store_audited(learner, LearnerSecret.Kind.PICTURES, chosen, by=by)
    return chosen


def _learner_to_set(by: Officer, learner_id: UUID) -> Learner:
    learner = learner_for(by, learner_id, *SETTERS)
    if learner.state == Learner.State.RETIRED:
        raise AlreadyRetired
    return learner


def pin_unlike(learner: Learner) -> str:
    while (pin := new_pin()) in learner.number:
        pass
    return pin


def store_audited(learner: Learner, kind: str, secret: str, *, by: Officer) -> None:
    stored = store_secret(learner, kind, secret, by=by)
    audit.log(by=by, verb="people.secret.set", target=learner, detail={"kind": kind, "version": stored.version})

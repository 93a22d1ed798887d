"""Sign-in slips: new PINs or pictures for many learners, set by a job and printed within the hour by the officer who asked."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.errors import Conflict, Invalid, NotFoundHere, Refused
from lms.lib.faults import faultpoint

from .learners import learners_for
from .models import Learner, LearnerSecret, Officer, Slip, SlipBatch
from .names import clean
from .secrets import new_pictures, pictures_string, seal, unseal
from .signins import SETTERS, pin_unlike, store_audited

MAX_SLIPS = 1_000
READABLE = timedelta(hours=1)
LEASE_SECONDS = 60
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PrintedSlip:
    learner: Learner
    kind: str
    pin: str
    pictures: tuple[str, ...]


@transaction.atomic
def make_slips(
    learner_ids: Iterable[UUID], *, by: Officer, kind: str = LearnerSecret.Kind.PIN, title: str = ""
) -> SlipBatch:
    """Set new sign-ins for these learners (the old ones end) and keep them readable for an hour. Raises Invalid, NotFoundHere."""
    wanted = set(learner_ids)
    learners = list(learners_for(by, *SETTERS).filter(pk__in=wanted, state=Learner.State.ACTIVE))
    if not learners or kind not in LearnerSecret.Kind.values:
        raise Invalid(_("Choose at least one learner."))
    if len(learners) != len(wanted):
        raise NotFoundHere(_("Some of these learners are not among those you look after."))
    if len(learners) > MAX_SLIPS:
        raise Invalid(_("At most %(n)s slips at a time. Choose one ward.") % {"n": MAX_SLIPS})
    if len({learner.prison_id for learner in learners}) > 1:
        raise Invalid(_("Choose learners of one prison."))
    batch = SlipBatch.objects.create(
        prison=learners[0].prison, by=by, title=clean(title)[:200], readable_until=timezone.now() + READABLE
    )
    Slip.objects.bulk_create([Slip(batch=batch, learner=learner, kind=kind) for learner in learners])
    audit.log(by=by, verb="people.slips.asked", target=batch, detail={"learners": len(learners), "kind": kind})
    from . import tasks  # the queue's wrappers import this module

    transaction.on_commit(lambda: tasks.run_slips.enqueue(str(batch.pk)))
    return batch


def run_batch(batch_id: UUID | str) -> None:
    """Set the secrets that are still to be set, one transaction each: a killed worker's batch goes on where it stopped."""
    batch = SlipBatch.objects.filter(pk=batch_id).first()
    if batch is None or not batch.claim(seconds=LEASE_SECONDS):
        return
    todo = list(batch.slips.filter(sealed=None).select_related("learner"))
    total = batch.slips.count()
    with translation.override(batch.by.language or "zh-hans"):
        for done, slip in enumerate(todo, start=total - len(todo) + 1):
            try:
                _set(slip, batch)
            except Refused:
                log.info("slip %s: the learner can no longer be set", slip.pk)
            if done % 5 == 0:
                batch.heartbeat(progress=99 * done // total, seconds=LEASE_SECONDS)
    batch.finish()


def _set(slip: Slip, batch: SlipBatch) -> None:
    learner = learners_for(batch.by, *SETTERS).filter(pk=slip.learner_id, state=Learner.State.ACTIVE).first()
    if learner is None:  # moved or left since
        raise NotFoundHere
    secret = pin_unlike(learner) if slip.kind == LearnerSecret.Kind.PIN else pictures_string(new_pictures())
    with transaction.atomic():
        store_audited(learner, slip.kind, secret, by=batch.by)
        Slip.objects.filter(pk=slip.pk).update(sealed=seal(secret.encode(), str(slip.pk)))
        faultpoint("people.slips.set.before_commit")


def slip_batch_for(officer: Officer, batch_id: UUID | str) -> SlipBatch:
    """Only the officer who made the slips may read them."""
    try:
        return SlipBatch.objects.get(pk=batch_id, by=officer)
    except (SlipBatch.DoesNotExist, ValidationError) as error:
        raise NotFoundHere from error


@transaction.atomic
def read_slips(batch_id: UUID, *, by: Officer) -> list[PrintedSlip]:
    """The slips in the order of the numbers, to be printed. Audited each time. Raises Conflict when the hour is over."""
    batch = slip_batch_for(by, batch_id)
    if batch.readable_until <= timezone.now():
        raise Conflict(_("These slips can no longer be read: the hour is over. Make new ones."))
    slips = (
        batch.slips.exclude(sealed=None)
        .select_related("learner", "learner__ward")
        .order_by("learner__ward__code", "learner__number")
    )
    printed = [_printed(slip) for slip in slips]
    SlipBatch.objects.filter(pk=batch.pk).update(printed_at=timezone.now())
    audit.log(by=by, verb="people.slips.read", target=batch, detail={"slips": len(printed)})
    return printed


def _printed(slip: Slip) -> PrintedSlip:
    secret = unseal(bytes(slip.sealed or b""), str(slip.pk)).decode()
    if slip.kind == LearnerSecret.Kind.PIN:
        return PrintedSlip(slip.learner, slip.kind, secret, ())
    return PrintedSlip(slip.learner, slip.kind, "", tuple(secret.removeprefix("pictures:").split(",")))


def slip_batches_for(officer: Officer) -> QuerySet[SlipBatch]:
    return SlipBatch.objects.filter(by=officer, readable_until__gt=timezone.now())


def empty_old_slips() -> int:
    """When the hour is over nobody can read a slip any more, from the database either."""
    return Slip.objects.filter(batch__readable_until__lte=timezone.now()).exclude(sealed=None).update(sealed=None)

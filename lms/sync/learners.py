"""Whose work a tablet may deliver."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from lms.people.models import Device, Learner


def belonging_to(device: Device, learner_ids: Iterable[UUID]) -> set[UUID]:
    """Those of the learners whose work may come from this tablet: everybody who has used it, wherever they are now, its own
    learner, and on a shared one everybody in the prison. A personal tablet cannot speak for the neighbours."""
    wanted = set(learner_ids)
    own = Q(pk=device.learner_id)
    found = _among(wanted, own | Q(prison=device.prison_id) if device.kind == Device.Kind.SHARED else own)
    return found if found == wanted else found | _among(wanted - found, Q(tablets__device=device.pk))


def known_at(device: Device, learner_ids: Iterable[UUID]) -> set[UUID]:
    """Those for whom an officer of the tablet's prison may decide: they are in it, or have used the tablet."""
    return _among(learner_ids, Q(prison=device.prison_id) | Q(tablets__device=device.pk))


def _among(learner_ids: Iterable[UUID], here: Q) -> set[UUID]:
    return set(Learner.objects.filter(here, pk__in=set(learner_ids)).values_list("pk", flat=True))

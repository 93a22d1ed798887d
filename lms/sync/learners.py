"""Whose work a tablet may deliver."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from lms.people.models import Device, Learner


def belonging_to(device: Device, learner_ids: Iterable[UUID]) -> set[UUID]:
    """Those of the learners who are in the tablet's prison, or have used this tablet before they were moved away."""
    here = Q(prison=device.prison_id) | Q(tablets__device=device.pk)
    return set(Learner.objects.filter(here, pk__in=set(learner_ids)).values_list("pk", flat=True))

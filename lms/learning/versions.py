"""Telling tablets cheaply that something of a learner has changed."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from .models import LearnerVersion


def bump(learner_ids: Iterable[UUID]) -> None:
    """Raise the counters, in one order so that two writers cannot block each other."""
    ids = [LearnerVersion._meta.pk.get_db_prep_value(learner_id, connection) for learner_id in sorted(set(learner_ids))]
    if not ids:
        return
    table = LearnerVersion._meta.db_table
    sql = f"INSERT INTO {table} (learner_id, version) VALUES (%s, 1) ON CONFLICT (learner_id) DO UPDATE SET version = {table}.version + 1"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(sql, [(one,) for one in ids])


def state_versions(learner_ids: Iterable[UUID]) -> dict[UUID, int]:
    """The counter of each learner; 0 when nothing has ever changed. One query."""
    ids = list(learner_ids)
    found = dict(LearnerVersion.objects.filter(pk__in=ids).values_list("pk", "version"))
    return {learner_id: found.get(learner_id, 0) for learner_id in ids}

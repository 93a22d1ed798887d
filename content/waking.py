"""Waking the worker once the change is committed."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from .models import Publication


def wake(publication: Publication) -> None:
    """After the commit; a lost wake-up costs a quarter of a minute, then the sweeper comes."""
    transaction.on_commit(partial(_enqueue, str(publication.pk)))


def _enqueue(publication_id: str) -> None:
    from .tasks import publish

    publish.enqueue(publication_id)

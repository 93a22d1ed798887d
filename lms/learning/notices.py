"""Notices: what a learner must see on the home page."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from lms.people.models import Learner

from .models import Notice
from .versions import bump

SHOWN = 20  # the newest; older ones have been seen or never will be


@transaction.atomic
def add_notice(learner: Learner, texts: dict[str, str], kind: str) -> Notice:
    """`texts`: BCP 47 tag → text, at least zh-hans; `kind` such as "recovery" or "contest"."""
    notice = Notice.objects.create(learner=learner, texts=texts, kind=kind, at=timezone.now())
    bump([learner.pk])
    return notice


def notices_of(learner: Learner) -> QuerySet[Notice]:
    return Notice.objects.filter(learner=learner)[:SHOWN]

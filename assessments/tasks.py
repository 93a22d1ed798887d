"""Keeping up with the statement log."""

from __future__ import annotations

from django_tasks import task

from lms.lib.periodic import every

from .bank import api as bank


@task()
def mark() -> int:
    """Woken after a batch has been received; the sweep below finds what a lost wake-up leaves."""
    done = bank.mark_practice()
    bank.count_practice()
    return done


@every(5)
def follow_the_log() -> None:
    bank.mark_practice()
    bank.count_practice()


@every(60)
def expose_live_lessons() -> int:
    """Lessons that were live before anybody asked which questions they hold."""
    return bank.expose_live_lessons()

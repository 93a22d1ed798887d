"""Keeping up with the statement log."""

from __future__ import annotations

from django_tasks import task

from lms.lib.periodic import every

from . import api as learning


@task()
def project() -> int:
    """Woken after a batch has been received; the sweep below finds what a lost wake-up leaves."""
    return learning.project_progress()


@every(5)
def follow_the_log() -> None:
    learning.project_progress()

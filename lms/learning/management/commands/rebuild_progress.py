"""`newleaf manage rebuild_progress`: make all progress again from the statements and say whether anything differed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from lms.learning import api as learning


class Command(BaseCommand):
    help = "Make progress, enrolments and questions again from the statement log."

    def handle(self, *args: Any, **options: Any) -> None:
        learning.project_progress()
        changed = learning.rebuild_progress()
        self.stdout.write(f"{changed} learners differed from their statements and have been mended.")

"""Load the demo's sample data, once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from content.samples import status
from content.samples.loader import load_samples


class Command(BaseCommand):
    help = "Load sample courses and people. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        def report(percent: int, sentence: str) -> None:
            status.write_status(percent=percent, sentence=sentence)
            self.stdout.write(f"{percent:3d} % {sentence}")

        load_samples(report)

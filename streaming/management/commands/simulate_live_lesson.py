"""`manage simulate_live_lesson`: a camera that nobody holds plays a live lesson for the demo's first ward. TERM or Ctrl-C ends the lesson."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.people.models import Officer, Ward


class Command(BaseCommand):
    help = "Plan a live lesson with the demo's teacher and play a film into it, in real time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--minutes", type=float, default=5.0, help="how long (5)")
        parser.add_argument("--end", action="store_true", help="begin none: end the one that a killed run left behind")

    def handle(self, *, minutes: float, end: bool, **_: Any) -> None:
        if settings.PROFILE == "production":
            raise CommandError("A simulated lesson belongs into the demo only.")
        from streaming.samples.simulation import end_left_over, simulate

        if end:
            return end_left_over()
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        try:
            broadcast = simulate(stop.is_set, minutes=minutes)
        except (Officer.DoesNotExist, Ward.DoesNotExist) as error:
            raise CommandError("The sample people are not here yet. Load them with: load_samples") from error
        self.stdout.write(f"{broadcast.title}: {broadcast.get_state_display()}")

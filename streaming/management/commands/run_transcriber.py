"""`manage run_transcriber`: the workers that turn recordings into text. Run it on as many machines as share the database and the data folder."""

from __future__ import annotations

import os
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from streaming.transcription.worker import Worker


class Command(BaseCommand):
    help = "Transcribe what is due, until stopped. A worker takes one core and one model's memory."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--workers", type=int, default=0, help="0: one for each spare core")
        parser.add_argument("--drain", action="store_true", help="stop when nothing is due")

    def handle(self, *, workers: int, drain: bool, **_: Any) -> None:
        if drain:
            Worker().drain()
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        lines = [
            threading.Thread(target=Worker(stop).run, name=f"transcriber-{number}")
            for number in range(workers or spare_cores())
        ]
        for line in lines:
            line.start()
        for line in lines:
            line.join()


def spare_cores() -> int:
    """All but one: live lessons and pages go first."""
    return max(1, (os.cpu_count() or 2) - 1)

"""`manage run_live_captions`: captions of the lessons that are live and have the switch on. Nice to everything else, and the first to go when memory runs out."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from streaming.live_captions.producer import Producer
from streaming.packager.budget import lock

_AGAIN_S = 2.0


class Command(BaseCommand):
    help = "Make live captions until stopped. One a data folder: a second one waits."

    def handle(self, **_: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        be_modest()
        folder = Path(settings.DATA_DIR, "live")
        folder.mkdir(parents=True, exist_ok=True)
        held = lock(folder / ".captions.lock")
        while held is None and not stop.wait(_AGAIN_S):
            held = lock(folder / ".captions.lock")
        if held is not None:
            Producer(stop).run()
            held.give_back()


def be_modest() -> None:
    """The engine is a child and inherits both."""
    os.nice(19)
    try:
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    except OSError:
        return

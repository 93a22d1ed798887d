"""`manage run_scheduler`: runs every app's periodic work (lms.lib.periodic) when it is due."""

import logging
import signal
import time
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from lms.lib import periodic

log = logging.getLogger("newleaf.scheduler")


class Command(BaseCommand):
    help = "Run periodic work until stopped."

    def handle(self, **_: Any) -> None:
        for config in apps.get_app_configs():
            if find_spec(f"{config.name}.tasks"):
                import_module(f"{config.name}.tasks")
        signal.signal(signal.SIGTERM, lambda *_: exit(0))
        due = dict.fromkeys(periodic.REGISTRY, 0.0)
        while True:
            for name, at in due.items():
                if at <= time.monotonic():
                    self._run(periodic.REGISTRY[name])
                    due[name] = time.monotonic() + periodic.REGISTRY[name].seconds
            time.sleep(0.5)

    def _run(self, job: periodic.Periodic) -> None:
        close_old_connections()
        try:
            job.run()
        except Exception:  # one job's bug must not stop the others
            log.exception("periodic work %s failed", job.name)

"""`manage run_packagers`: one packager process for each live broadcast, as long as it lasts."""

from typing import Any

from django.core.management.base import BaseCommand

from streaming.packager.running import Keeper


class Command(BaseCommand):
    help = "Keep one packager running for each live broadcast."

    def handle(self, **_: Any) -> None:
        Keeper(say=self.stderr.write).run()

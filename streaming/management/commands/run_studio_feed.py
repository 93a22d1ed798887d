"""`manage run_studio_feed`: nginx for RTMP, SRT listeners and relays, until stopped."""

from typing import Any

from django.core.management.base import BaseCommand

from streaming.studio_feed.keeper import Keeper


class Command(BaseCommand):
    help = "Take what encoders send and hand it to the recording."

    def handle(self, **_: Any) -> None:
        Keeper(say=self.stderr.write).run()

"""`manage run_studio_nginx`: becomes the studio's nginx."""

import os
from typing import Any

from django.core.management.base import BaseCommand

from streaming.studio_feed import feeds, nginx


class Command(BaseCommand):
    help = "Close what an earlier nginx left open, then become nginx."

    def handle(self, **_: Any) -> None:
        if not nginx.is_available():
            self.stderr.write("RTMP is not installed (Debian: libnginx-mod-rtmp). Encoders can use SRT.")
            return
        feeds.end_abandoned()
        command = nginx.command()
        os.execv(command[0], command)

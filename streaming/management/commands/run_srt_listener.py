"""`manage run_srt_listener BROADCAST`: waits for one encoder after the other."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lms.lib.errors import Refused
from streaming.models import Broadcast
from streaming.studio_feed import srt


class Command(BaseCommand):
    help = "Take a broadcast by SRT."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("broadcast")

    def handle(self, *, broadcast: str, **_: Any) -> None:
        found = Broadcast.objects.filter(pk=broadcast).first()
        try:
            if found is not None:
                srt.listen(found)
        except Refused as error:
            self.stderr.write(str(error))

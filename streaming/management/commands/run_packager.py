"""`manage run_packager BROADCAST`: the packager of one broadcast in the foreground, for whoever looks for a fault."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from streaming.models import Broadcast
from streaming.packager.packager import package
from streaming.packager.running import give_orders, live_folder


class Command(BaseCommand):
    help = "Package one broadcast until it is over."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("broadcast")

    def handle(self, *, broadcast: str, **_: Any) -> None:
        found = Broadcast.objects.filter(pk=broadcast).first()
        if found is None:
            raise CommandError("There is no such broadcast.")
        give_orders(found)
        package(found.folder, live_folder(found.pk), transcodes=settings.LIVE_TRANSCODES)

"""Put a backup back into an empty system."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.lib.errors import Refused
from lms.sync.backup import restore_backup


class Command(BaseCommand):
    help = "Verify a backup and restore it: stop the server first, start it afterwards. What is in the database now is replaced."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--yes", action="store_true", help="Replace what is in the database now.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["yes"]:
            raise CommandError("This replaces the database. Say --yes when you mean it.")
        try:
            summary = restore_backup(options["folder"])
        except Refused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Restored: {summary['statements']} statements, {summary['blobs']} blobs. A new epoch has begun."
        )

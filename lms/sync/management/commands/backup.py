"""Make a backup and verify it."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.lib.errors import Refused
from lms.sync.backup import make_backup


class Command(BaseCommand):
    help = "Copy database, blobs and keys, read the copy back, and tell tablets that their work is safe."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder", nargs="?", default=str(settings.DATA_DIR / "backups"), help="Best on another disk."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            backup = make_backup(Path(options["folder"]))
        except Refused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{backup.folder}: {backup.statements} statements, {backup.blobs} blobs, verified.")

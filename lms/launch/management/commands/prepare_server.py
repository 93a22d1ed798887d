"""`manage prepare_server`: brings a production server's database and static files up to date. Safe to run at every start."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Migrate, make the cache table, collect static files."

    def handle(self, **_: Any) -> None:
        call_command("migrate", verbosity=1)
        call_command("createcachetable")
        call_command("collectstatic", interactive=False, verbosity=0)
        self.stdout.write("The server is prepared.")

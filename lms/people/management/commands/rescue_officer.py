"""`newleaf manage rescue_officer`: see lms/people/officers/console.py."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lms.lib.errors import Refused
from lms.people.officers import console


class Command(BaseCommand):
    help = "Let an officer back in who is locked out: a new first password and one-time codes, printed here."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            officer, password, codes = console.rescue_officer(options["username"])
        except Refused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{officer.username}\nfirst password: {password}\none-time codes, each works once:")
        for number, code in enumerate(codes, 1):
            self.stdout.write(f"  {number:2}  {code}")

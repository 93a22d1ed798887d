"""`manage make_secret`: prints a new random secret for NEWLEAF_SECRET."""

import secrets
from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Print a new random secret."
    requires_system_checks: list = []

    def handle(self, **_: Any) -> None:
        self.stdout.write(secrets.token_urlsafe(48))

"""Write the tablet's TypeScript types and the protocol's snapshot."""

from typing import Any

from django.core.management.base import BaseCommand

from lms.sync import typescript


class Command(BaseCommand):
    help = "Write lms/tablet/frontend/src/protocol.gen.ts and tests/contracts/protocol.snapshot.json from lms/sync/protocol.py."

    def handle(self, *args: Any, **options: Any) -> None:
        typescript.write_types()
        self.stdout.write(f"{typescript.TARGET}\n{typescript.SNAPSHOT}")

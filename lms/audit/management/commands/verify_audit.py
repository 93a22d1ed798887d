"""`newleaf manage verify_audit`: read the whole audit log and say whether anybody has tampered with it."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lms.audit import api as audit


class Command(BaseCommand):
    help = "Check the audit log: edits, deletions, swaps, and with anchors from outside also cut-off ends and rewritten logs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--anchor",
            action="append",
            nargs="+",
            default=[],
            metavar="NUMBER:HASH",
            help="from a printed sheet or a tablet's receipt",
        )
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            anchors = [audit.Anchor.parse(text) for group in options["anchor"] for text in group]
        except ValueError as error:
            raise CommandError(str(error)) from error
        report = audit.verify(anchors)
        if options["json"]:
            self.stdout.write(json.dumps({**asdict(report), "ok": report.ok}))
        else:
            self._print(report, given=len(anchors))
        if not report.ok:
            raise CommandError("The audit log has been tampered with.", returncode=1)

    def _print(self, report: audit.Report, *, given: int) -> None:
        self.stdout.write(f"{report.events} events read, {report.anchors} anchors compared ({given} given here).")
        self.stdout.write(f"Head: {report.head_seq}:{report.head_hash}")
        if not report.guarded:
            self.stdout.write("Warning: the database's append-only triggers are missing or switched off.")
        if not given:
            self.stdout.write(
                "Without an anchor from outside (--anchor), a cut-off end or a rewritten log stays unseen."
            )
        for problem in report.problems:
            self.stdout.write(f"  {problem.seq}: {problem.sentence}")
        if report.ok:
            self.stdout.write("No tampering found.")

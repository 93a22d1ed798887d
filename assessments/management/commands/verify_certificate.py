"""`newleaf manage verify_certificate FILE`: check a certificate and say what was found. Ends with 0 only for a valid one."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import get_language, gettext

from assessments.certification.credentials.checking import check
from assessments.certification.credentials.containers import LARGEST_BYTES
from assessments.certification.credentials.trust_bundle import TrustBundle, read_bundle
from assessments.certification.credentials.verdicts import Language, Shown, told_day
from lms.lib.errors import Refused

STATUS = {"valid": 0, "invalid": 1, "open": 2}


class Command(BaseCommand):
    help = "Check a certificate (PDF, JSON, JWT or the text of its QR code) without any network."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="PDF, JSON, JWT or the text of a QR code")
        parser.add_argument("--beside", type=Path, help="a second file of the same certificate, to be compared")
        parser.add_argument("--bundle", type=Path, help="trust bundle; without it, the bodies of this server")
        parser.add_argument("--language", choices=["zh", "en"], help="of the sentences")

    def handle(self, *args: Any, **options: Any) -> None:
        language: Language = options["language"] or ("en" if (get_language() or "").startswith("en") else "zh")
        item = _read(options["file"])
        beside = None if options["beside"] is None else _read(options["beside"])
        verdict = check(item, bundle=_bundle(options["bundle"]), now=timezone.now(), beside=beside)
        if verdict.certificate is not None:
            for line in _lines(verdict.certificate, language):
                self.stdout.write(line)
        first, *rest = verdict.sentences(language)
        for sentence in rest:
            self.stdout.write(f"  {sentence}")
        if verdict.outcome != "valid":
            raise CommandError(first, returncode=STATUS[verdict.outcome])
        self.stdout.write(first)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise CommandError(gettext("%(file)s cannot be read.") % {"file": path}) from error


def _bundle(path: Path | None) -> TrustBundle:
    try:
        if path is not None:
            return read_bundle(_read(path))
        from assessments.certification.certificates.publishing import bundle_of_server  # needs the database

        return read_bundle(bundle_of_server())
    except Refused as error:
        raise CommandError(str(error)) from error


def _lines(shown: Shown, language: Language) -> list[str]:
    title, body = (words.en if language == "en" and words.en else words.zh for words in (shown.title, shown.body))
    dates = [told_day(day, language) for day in (shown.issued_on, shown.valid_until) if day is not None]
    results = [f"{what}: {how}" if how else what for what, how in shown.results]
    return [f"{shown.holder} · {title} · {shown.number}", f"{body} · {' – '.join(dates)}", *results]

"""`manage load_live_sample`: the demo's finished live lesson, once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from content.samples.status import read_status as courses_status
from streaming.samples.lesson import SLIDES
from streaming.samples.status import SAMPLE, in_every_language, read_status, write_status


class Command(BaseCommand):
    help = "Load a finished sample live lesson. Safe to run again; goes on where it was killed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--slides", type=int, default=len(SLIDES), help="only so many slides (a shorter lesson)")

    def handle(self, *, slides: int, **_: Any) -> None:
        if settings.PROFILE == "production":
            raise CommandError("Sample data belongs into the demo only.")
        if read_status(SAMPLE).get("done"):
            return
        if not courses_status()["done"]:
            raise CommandError("Load the sample people and courses first: load_samples")
        from streaming.samples.loader import load_live_sample

        lesson = load_live_sample(self._report, slides=min(max(slides, 1), len(SLIDES)))
        write_status(SAMPLE, done=True, page=reverse("streaming_after", args=[lesson.pk]))

    def _report(self, percent: int, sentence: str) -> None:
        write_status(SAMPLE, percent=percent, sentence=in_every_language(sentence))
        self.stdout.write(f"{percent:3d} % {sentence}")

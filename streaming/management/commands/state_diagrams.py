"""Write lms/docs/states.md from the transition tables in the code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from assessments.certification.candidacies.states import diagram as candidacies
from assessments.exams.sittings.states import diagram as sittings
from assessments.placement.states import diagram as placements
from content.states import diagram as publications
from streaming.states import diagram as broadcasts

PATH = Path(settings.BASE_DIR) / "lms" / "docs" / "states.md"


def pages() -> str:
    return "\n".join([publications(), broadcasts(), sittings(), placements(), candidacies()])


class Command(BaseCommand):
    help = "Write the state diagrams of the docs from the code."

    def handle(self, *args: Any, **options: Any) -> None:
        PATH.parent.mkdir(parents=True, exist_ok=True)
        PATH.write_text(pages(), encoding="utf-8")
        self.stdout.write(f"{PATH.relative_to(settings.BASE_DIR)} is written.")

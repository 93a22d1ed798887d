"""Make the index of the search anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from content.search import api as search


class Command(BaseCommand):
    help = "Make the index of the search anew from what is published. Safe to run at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        documents, passages = search.rebuild()
        self.stdout.write(f"{documents} documents in {passages} passages")

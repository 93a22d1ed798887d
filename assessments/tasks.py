"""Keeping up with the statement log."""

from __future__ import annotations

from django_tasks import task

from lms.lib.periodic import every

from .bank import api as bank
from .bank.exchange import jobs as exchange
from .bank.exchange.models import ItemImport


@task()
def mark() -> int:
    """Woken after a batch has been received; the sweep below finds what a lost wake-up leaves."""
    return bank.mark_practice()


@every(5)
def follow_the_log() -> None:
    bank.mark_practice()


@task()
def run_item_import(import_id: str) -> None:
    exchange.run_import(import_id)


@every(30)
def wake_item_imports() -> None:
    """Wake what is due and nobody works on."""
    phases = (ItemImport.Phase.READING, ItemImport.Phase.APPLYING)
    for import_id in ItemImport.objects.claimable().filter(phase__in=phases).values_list("pk", flat=True)[:20]:
        run_item_import.enqueue(str(import_id))


@every(3600)
def tidy_item_imports() -> None:
    exchange.discard_old()

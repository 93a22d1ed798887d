"""The queue's wrappers: they take ids and are safe to run twice. Sweepers find what a killed worker left."""

from __future__ import annotations

from django_tasks import task

from lms.lib.periodic import every

from .devices import expire_codes
from .models import RosterImport, SlipBatch
from .recovery import forget_old_replies
from .roster.jobs import run_import
from .signin import dormancy, throttle
from .slips import empty_old_slips, run_batch


@task()
def run_roster(roster_id: str) -> None:
    run_import(roster_id)


@task()
def run_slips(batch_id: str) -> None:
    run_batch(batch_id)


@every(30)
def wake_jobs() -> None:
    """Wake what is due and nobody works on."""
    phases = (RosterImport.Phase.READING, RosterImport.Phase.APPLYING)
    for roster_id in RosterImport.objects.claimable().filter(phase__in=phases).values_list("pk", flat=True)[:20]:
        run_roster.enqueue(str(roster_id))
    for batch_id in SlipBatch.objects.claimable().values_list("pk", flat=True)[:20]:
        run_slips.enqueue(str(batch_id))


@every(300)
def tidy_people() -> None:
    """Forget secrets that have done their service."""
    empty_old_slips()
    expire_codes()
    forget_old_replies()


@every(3600)
def look_after_accounts() -> None:
    """Lock what nobody has used for 90 days; forget old failed tries."""
    dormancy.lock_dormant_officers()
    throttle.purge()

"""Background work of the CMS: the queue only wakes somebody up, the rows say what is due."""

from __future__ import annotations

from django.core.management import call_command
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from content.media import tasks as media_tasks  # noqa: F401  (the scheduler imports this module only)
from lms.lib.leases import JobState
from lms.lib.periodic import every

from .libraries import ensure_libraries
from .models import Publication
from .publishing.requests import request_scheduled
from .publishing.run import run_publication
from .search import api as search
from .states import MACHINE, PublicationState


@task()
def publish(publication_id: str) -> None:
    """Take one publication as far as it goes; safe to run twice."""
    publication = Publication.objects.filter(pk=publication_id).first()
    if publication is not None:
        run_publication(publication)


@every(15)
def sweep_publications() -> int:
    """Wake what is due: new, set aside, or left by a worker that died."""
    now = timezone.now()
    too_early = Q(state=PublicationState.READY, job_state=JobState.DUE, go_live_at__gt=now)
    due = Publication.objects.claimable().filter(state__in=MACHINE).exclude(too_early)
    found = [str(key) for key in due.order_by("created_at").values_list("pk", flat=True)[:50]]
    for key in found:
        publish.enqueue(key)
    return len(found)


@every(60)
def keep_dates() -> None:
    """Wagtail publishes what is due today; what is due later is built and cleared ahead."""
    request_scheduled()
    call_command("publish_scheduled", verbosity=0)


@every(300)
def make_libraries() -> int:
    """A new prison gets its library without anybody asking."""
    return ensure_libraries()


@every(60)
def sweep_search() -> int:
    """What went live or was withdrawn and the index has not heard of."""
    return search.sweep()

"""Fills a test server for live lessons: `python -m tests.e2e.live.seed school`."""

import json
import sys
from datetime import timedelta

import django


def school():
    """A prison with a ward, two teachers and their libraries."""
    from content import api as content
    from tests.factories import people as a

    prison = a.prison()
    a.ward(prison)
    a.officer(prison, "teacher", username="teacher", name="李警官")
    a.officer(prison, "teacher", username="second", name="王警官")
    a.officer(prison, "supervisor", username="supervisor", name="赵警官")
    content.ensure_libraries()
    return True


def lesson(title="焊接安全", minutes_from_now=30, source="browser"):
    """The number of a lesson that the first teacher has planned."""
    from django.utils import timezone

    from lms.people.models import Officer, Ward
    from streaming import api

    teacher = Officer.objects.get(username="teacher")
    start = timezone.now() + timedelta(minutes=float(minutes_from_now))
    planned = api.plan_broadcast(
        teacher.prison, by=teacher, title=title, planned_start=start, wards=[Ward.objects.get()], source=source
    )
    return str(planned.pk)


def newest():
    """The number of the lesson that was planned last."""
    from streaming.models import Broadcast

    return str(Broadcast.objects.latest("created_at").pk)


def state(broadcast):
    from streaming.models import Broadcast

    found = Broadcast.objects.get(pk=broadcast)
    return {"state": found.state, "sender": found.sender, "epochs": found.epochs.count()}


def next_day(broadcast):
    """All that is stored of it happened a day earlier; sign-ins have run out, and the server has ended what nobody ended."""
    from django.contrib.sessions.models import Session
    from django.db.models import F

    from streaming.ingest import sweeping
    from streaming.models import Broadcast, Epoch

    day = timedelta(days=1)
    sweeping.SILENCE = timedelta(0)  # the recording's own clock on the disk stays where it is
    sweeping.interrupt_silent()
    moved = {name: F(name) - day for name in ("planned_start", "started_at", "interrupted_at", "created_at")}
    Broadcast.objects.filter(pk=broadcast).update(**moved)
    Epoch.objects.filter(broadcast=broadcast).update(
        started_at=F("started_at") - day, last_chunk_at=F("last_chunk_at") - day
    )
    Session.objects.all().delete()
    sweeping.interrupt_silent()
    return sweeping.end_forgotten()


def guest(broadcast):
    """The code of an invitation."""
    from lms.people.models import Officer
    from streaming import api

    return api.invite_guest(broadcast, by=Officer.objects.get(username="teacher"), name="陈师傅")[1]


if __name__ == "__main__":
    django.setup()
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:]), default=str))

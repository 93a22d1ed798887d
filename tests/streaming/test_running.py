"""A running broadcast: interrupted by silence, resumed by a chunk, ended by a person."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lms.audit.models import AuditEvent
from lms.lib.errors import NotFoundHere
from streaming import api as streaming
from streaming import running
from streaming.errors import NotRunning
from streaming.ingest import sweeping
from streaming.ingest.following import note_progress
from streaming.models import Broadcast, Epoch
from tests.factories import people as a
from tests.factories.broadcasts import a_broadcast


@pytest.fixture
def broadcast(teacher):
    return a_broadcast(teacher)


@pytest.fixture
def epoch(broadcast):
    """One that holds the pen and has sent its first chunk."""
    from uuid import uuid4

    epoch = Epoch.objects.create(
        id=uuid4(), broadcast=broadcast, number=0, extension="mkv", sender="officer:x", captured_at=0
    )
    Broadcast.objects.filter(pk=broadcast.pk).update(sender="officer:x", sender_epoch=epoch.pk)
    note_progress(epoch.pk, 1, 100)
    return epoch


def heard(epoch, ago):
    Epoch.objects.filter(pk=epoch.pk).update(last_chunk_at=timezone.now() - ago)


def state(broadcast):
    broadcast.refresh_from_db()
    return broadcast.state


def test_ten_seconds_of_silence_interrupt_a_broadcast(broadcast, epoch):
    heard(epoch, timedelta(seconds=11))
    assert sweeping.interrupt_silent() == 1
    assert state(broadcast) == "interrupted"


def test_a_broadcast_that_is_heard_goes_on(broadcast, epoch):
    heard(epoch, timedelta(seconds=5))
    assert sweeping.interrupt_silent() == 0
    assert state(broadcast) == "live"


def test_the_next_chunk_resumes_it(broadcast, epoch):
    heard(epoch, timedelta(seconds=11))
    sweeping.interrupt_silent()
    note_progress(epoch.pk, 2, 200)
    assert state(broadcast) == "live"


def test_a_server_clock_that_is_set_back_interrupts_nothing_for_ever(broadcast, epoch):
    heard(epoch, timedelta(hours=-3))
    sweeping.interrupt_silent()
    assert state(broadcast) == "interrupted"
    note_progress(epoch.pk, 2, 200)
    assert state(broadcast) == "live"


def test_the_teacher_ends_it_and_may_ask_again(broadcast, epoch, teacher):
    assert streaming.end_broadcast(broadcast.pk, by=teacher).state == "ended"
    assert streaming.end_broadcast(broadcast.pk, by=teacher).state == "ended"


def test_what_never_began_cannot_be_ended(broadcast, teacher):
    with pytest.raises(NotRunning):
        streaming.end_broadcast(broadcast.pk, by=teacher)


def test_a_supervisor_may_end_a_running_broadcast(broadcast, epoch, prison):
    assert streaming.end_broadcast(broadcast.pk, by=a.officer(prison, "supervisor", username="s")).state == "ended"


def test_others_may_not_end_it(broadcast, epoch, prison, outsider):
    with pytest.raises(NotFoundHere):
        streaming.end_broadcast(broadcast.pk, by=outsider)
    with pytest.raises(PermissionDenied):
        streaming.end_broadcast(broadcast.pk, by=a.officer(prison, "administrator", username="adm"))


def test_chunks_after_the_end_do_not_bring_it_back(broadcast, epoch, teacher):
    streaming.end_broadcast(broadcast.pk, by=teacher)
    note_progress(epoch.pk, 5, 500)
    assert state(broadcast) == "ended"


def test_a_broadcast_that_nobody_ended_ends_by_itself(broadcast, epoch):
    heard(epoch, timedelta(seconds=11))
    sweeping.interrupt_silent()
    long_ago = timezone.now() - timedelta(hours=3)
    Broadcast.objects.filter(pk=broadcast.pk).update(interrupted_at=long_ago, planned_start=long_ago)
    assert sweeping.end_forgotten() == 1
    assert state(broadcast) == "ended"


def test_an_interruption_within_the_planned_time_ends_nothing(broadcast, epoch):
    heard(epoch, timedelta(seconds=11))
    sweeping.interrupt_silent()
    Broadcast.objects.filter(pk=broadcast.pk).update(interrupted_at=timezone.now() - timedelta(hours=3))
    assert sweeping.end_forgotten() == 0


def test_two_first_chunks_at_once_make_it_live_once(teacher):
    broadcast = a_broadcast(teacher)
    late = Broadcast.objects.get(pk=broadcast.pk)  # read before the other one was done
    running.go_live(broadcast, by=teacher)
    running.go_live(late, by=teacher)
    assert late.state == "live"
    assert AuditEvent.objects.filter(verb="streaming.broadcast.live").count() == 1

"""Who holds the pen, and what is kept of those who no longer do."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lms.lib.errors import NotFoundHere
from streaming import api as streaming
from streaming.errors import IllegalTransition
from streaming.ingest import pen, tokens
from streaming.ingest.errors import Cancelled, ChunkTakenOver, Finished, OtherEpoch, TakenOver
from streaming.ingest.receiving import Receiver
from streaming.ingest.space import TooLittleSpace
from tests.factories import people as a
from tests.factories.broadcasts import a_broadcast

EBML = b"\x1a\x45\xdf\xa3" + bytes(60)
NOON = 1_700_000_000_000


@pytest.fixture
def receiver():
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture
def broadcast(teacher):
    return a_broadcast(teacher)


@pytest.fixture
def colleague(prison):
    return a.officer(prison, "teacher", username="colleague")


def bearer(broadcast, officer):
    return tokens.read(streaming.sender_token(broadcast, officer))


def opened(broadcast, officer, *, captured_at=NOON, kind="browser", number=None):
    said = {"media_type": "video/x-matroska", "captured_at": captured_at, "kind": kind}
    return pen.open_epoch(bearer(broadcast, officer), number or uuid4(), **said)[0]


def sends(receiver, broadcast, officer, epoch, n=0, captured=None):
    return receiver.put(bearer(broadcast, officer), epoch.pk, n, EBML, captured or epoch.captured_at)


def test_the_first_chunk_makes_a_broadcast_live(receiver, broadcast, teacher):
    epoch = opened(broadcast, teacher)
    broadcast.refresh_from_db()
    assert broadcast.state == "scheduled"
    sends(receiver, broadcast, teacher, epoch)
    broadcast.refresh_from_db()
    assert (broadcast.state, broadcast.sender_epoch) == ("live", epoch.pk)


def test_opening_an_epoch_twice_gives_the_same_one(broadcast, teacher):
    number = uuid4()
    assert opened(broadcast, teacher, number=number) == opened(broadcast, teacher, number=number)


def test_an_epoch_of_another_broadcast_cannot_be_opened(broadcast, teacher):
    epoch = opened(broadcast, teacher)
    with pytest.raises(OtherEpoch):
        opened(a_broadcast(teacher), teacher, number=epoch.pk)


def test_a_second_teacher_cannot_simply_begin(receiver, broadcast, teacher, colleague):
    sends(receiver, broadcast, teacher, opened(broadcast, teacher))
    with pytest.raises(TakenOver):
        opened(broadcast, colleague)


def test_a_second_teacher_may_take_over(receiver, broadcast, teacher, colleague):
    sends(receiver, broadcast, teacher, opened(broadcast, teacher))
    streaming.take_over(broadcast.pk, by=colleague)
    epoch = opened(broadcast, colleague)
    assert sends(receiver, broadcast, colleague, epoch) == 1
    broadcast.refresh_from_db()
    assert broadcast.sender_epoch == epoch.pk


def test_an_outsider_cannot_take_over(broadcast, outsider):
    with pytest.raises(NotFoundHere):
        streaming.take_over(broadcast.pk, by=outsider)


def test_a_supervisor_gets_no_token(broadcast, prison):
    supervisor = a.officer(prison, "supervisor", username="super")
    with pytest.raises(PermissionDenied):
        streaming.sender_token(broadcast, supervisor)


def test_what_was_recorded_after_a_takeover_is_refused(receiver, broadcast, teacher, colleague):
    epoch = opened(broadcast, teacher)
    sends(receiver, broadcast, teacher, epoch)
    streaming.take_over(broadcast.pk, by=colleague)
    receiver.close()  # forgets what it knew a second ago
    with pytest.raises(ChunkTakenOver):
        sends(receiver, broadcast, teacher, epoch, 1, NOON + 60_000)


def test_what_was_recorded_before_a_takeover_is_taken_days_later(receiver, broadcast, teacher, colleague):
    epoch = opened(broadcast, teacher)
    streaming.take_over(broadcast.pk, by=colleague)
    assert sends(receiver, broadcast, teacher, epoch, 0, NOON + 100) == 1
    broadcast.refresh_from_db()
    assert broadcast.state == "scheduled"  # whoever does not hold the pen makes nothing live


def test_a_computer_with_a_wrong_date_loses_nothing_by_a_takeover(receiver, broadcast, teacher, colleague):
    epoch = opened(broadcast, teacher, captured_at=NOON - 10 * 365 * 86_400_000)
    streaming.take_over(broadcast.pk, by=colleague)
    assert sends(receiver, broadcast, teacher, epoch) == 1


def test_the_newer_of_two_tabs_holds_the_pen(receiver, broadcast, teacher):
    old = opened(broadcast, teacher)
    sends(receiver, broadcast, teacher, old)
    new = opened(broadcast, teacher, captured_at=NOON + 60_000)
    receiver.close()
    with pytest.raises(ChunkTakenOver):
        sends(receiver, broadcast, teacher, old, 1, NOON + 61_000 + 60_000)
    assert sends(receiver, broadcast, teacher, new) == 1


def test_an_older_recording_joins_without_taking_the_pen(receiver, broadcast, teacher):
    now = opened(broadcast, teacher)
    sends(receiver, broadcast, teacher, now)
    kept = opened(broadcast, teacher, captured_at=NOON - 86_400_000)
    assert sends(receiver, broadcast, teacher, kept) == 1
    broadcast.refresh_from_db()
    assert broadcast.sender_epoch == now.pk


def test_kept_chunks_are_taken_after_the_end(receiver, broadcast, teacher):
    epoch = opened(broadcast, teacher)
    sends(receiver, broadcast, teacher, epoch)
    streaming.end_broadcast(broadcast.pk, by=teacher)
    assert sends(receiver, broadcast, teacher, epoch, 1) == 2
    assert receiver.finish(bearer(broadcast, teacher), epoch.pk, 2) == (2, True)
    epoch.refresh_from_db()
    broadcast.refresh_from_db()
    assert epoch.finished_at > broadcast.ended_at  # what the closer looks at
    assert broadcast.state == "ended"


def test_a_whole_epoch_is_taken_after_the_end(receiver, broadcast, teacher):
    sends(receiver, broadcast, teacher, opened(broadcast, teacher))
    streaming.end_broadcast(broadcast.pk, by=teacher)
    kept = opened(broadcast, teacher, captured_at=NOON + 1)
    assert sends(receiver, broadcast, teacher, kept) == 1


def test_a_finished_epoch_takes_no_more(receiver, broadcast, teacher):
    epoch = opened(broadcast, teacher)
    sends(receiver, broadcast, teacher, epoch)
    receiver.finish(bearer(broadcast, teacher), epoch.pk, 1)
    with pytest.raises(Finished):
        sends(receiver, broadcast, teacher, epoch, 1)
    assert sends(receiver, broadcast, teacher, epoch, 0) == 1  # a repeat is no offence


def test_a_cancelled_broadcast_cannot_begin(broadcast, teacher):
    streaming.cancel_broadcast(broadcast.pk, by=teacher)
    with pytest.raises(Cancelled):
        opened(broadcast, teacher)


def test_an_uploaded_recording_ends_a_broadcast_that_never_was_live(receiver, broadcast, teacher):
    epoch = opened(broadcast, teacher, kind="upload")
    sends(receiver, broadcast, teacher, epoch)
    broadcast.refresh_from_db()
    assert broadcast.state == "scheduled"
    receiver.finish(bearer(broadcast, teacher), epoch.pk, 1)
    broadcast.refresh_from_db()
    assert broadcast.state == "ended"


def test_a_disk_that_is_nearly_full_refuses_a_new_broadcast(broadcast, teacher, settings):
    settings.INGEST_RESERVE_BYTES = 1 << 60
    with pytest.raises(TooLittleSpace):
        opened(broadcast, teacher)


def test_a_disk_that_is_nearly_full_never_cuts_a_running_broadcast(receiver, broadcast, teacher, settings):
    epoch = opened(broadcast, teacher)
    sends(receiver, broadcast, teacher, epoch)
    settings.INGEST_RESERVE_BYTES = 1 << 60
    assert sends(receiver, broadcast, teacher, epoch, 1) == 2
    assert sends(receiver, broadcast, teacher, opened(broadcast, teacher, captured_at=NOON + 5)) == 1


def test_an_upload_waits_when_the_disk_is_nearly_full(receiver, broadcast, teacher, settings):
    epoch = opened(broadcast, teacher, kind="upload")
    settings.INGEST_RESERVE_BYTES = 1 << 60
    with pytest.raises(TooLittleSpace):
        sends(receiver, broadcast, teacher, epoch)


def test_a_token_dies_after_twelve_hours(broadcast, teacher, monkeypatch):
    token = streaming.sender_token(broadcast, teacher)
    assert tokens.read(token).broadcast_id == broadcast.pk
    later = timezone.now() + timedelta(hours=12, minutes=1)
    monkeypatch.setattr("django.core.signing.time.time", later.timestamp)
    with pytest.raises(tokens.BadToken):
        tokens.read(token)


def test_a_token_survives_a_server_clock_that_is_set_back(broadcast, teacher, monkeypatch):
    token = streaming.sender_token(broadcast, teacher)
    before = timezone.now() - timedelta(days=2)
    monkeypatch.setattr("django.core.signing.time.time", before.timestamp)
    assert tokens.read(token).sender == f"officer:{teacher.pk}"


def test_a_broadcast_that_is_over_cannot_be_taken_over(receiver, broadcast, teacher, colleague):
    sends(receiver, broadcast, teacher, opened(broadcast, teacher))
    streaming.end_broadcast(broadcast.pk, by=teacher)
    with pytest.raises(IllegalTransition):
        streaming.take_over(broadcast.pk, by=colleague)

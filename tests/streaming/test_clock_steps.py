"""The server's clock is set by an hour during a broadcast: nothing is cut, moved, refused or called short."""

import itertools
import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from lms.lib.ids import new_id
from lms.lib.leases import JobState
from streaming import steady
from streaming.ingest import pen, sweeping
from streaming.ingest.storage import EpochFile
from streaming.models import Epoch, Recording
from streaming.studio import health
from tests.bench.live_server import LiveServer, chunks_of, push, wait_for
from tests.factories.broadcasts import a_broadcast, a_recording
from tests.faults import clocks, databases
from tests.streaming.packager.studio import Shown

HOUR = 3600


@pytest.mark.slow
@pytest.mark.skipif(not clocks.AVAILABLE, reason="there is no C compiler to build the movable clock with")
@pytest.mark.parametrize("step", [HOUR, -HOUR])
def test_a_clock_that_is_set_changes_nothing_of_a_live_lesson(tmp_path, step):
    clock = clocks.WallClock(tmp_path)
    a_recording(tmp_path / "camera.mkv", 16)
    chunks = chunks_of(tmp_path / "camera.mkv")
    with LiveServer(tmp_path / "data", more=("scheduler",), **clock.environment) as server:
        sender = server.sender()
        assert sender.open()[0] == 201
        sending = threading.Thread(target=push, args=(sender, chunks[:-1]))
        sending.start()
        wait_for(lambda: server.health(sender.broadcast).get("segments", 0) >= 5)
        clock.move(step)
        sending.join()
        again = server.sender()  # the recorder begins anew after the step
        again.broadcast = sender.broadcast
        again.open()
        push(again, chunks)
        verbs = databases.column(server.data, "SELECT verb FROM audit_auditevent WHERE verb LIKE '%interrupted'")
        assert again.finish(len(chunks))[0] == sender.finish(len(chunks) - 1)[0] == 200
        assert server.health(sender.broadcast)["lag_ms"] < 60_000
        server.end(sender.broadcast)
        closed = server.close(sender.broadcast)
    assert verbs == []
    assert closed["alarms"] == [], closed
    assert sum(gap["seconds"] for gap in closed["gaps"]) < 60
    assert 31 < closed["seconds"] < 33
    shown = Shown(tmp_path / "data" / "live" / sender.broadcast).list.segments
    moments = [segment.program_date_time.timestamp() for segment in shown]
    assert abs(moments[0] - sender.captured / 1000) < 5
    assert all(0 < after - before < 60 for before, after in itertools.pairwise(moments))


def test_two_processes_agree_on_a_broadcasts_clock_whatever_the_wall_says(tmp_path, monkeypatch):
    first = steady.Clock(tmp_path)
    before = first.now_ms()
    monkeypatch.setattr(steady.time, "time_ns", lambda: 0)
    assert 0 <= steady.Clock(tmp_path).now_ms() - before < 60_000


def test_the_clock_begins_anew_with_the_machine(tmp_path, monkeypatch):
    steady.Clock(tmp_path).now_ms()
    monkeypatch.setattr(steady, "boot", lambda: "another start")
    monkeypatch.setattr(steady.time, "time_ns", lambda: 5_000 * 10**6)
    assert 5_000 <= steady.Clock(tmp_path).now_ms() < 65_000


def test_a_torn_clock_is_begun_anew(tmp_path):
    (tmp_path / steady.FILE).write_text('{"boot": "')
    now = steady.Clock(tmp_path).now_ms()
    assert abs(steady.Clock(tmp_path).now_ms() - now) < 60_000


@pytest.fixture
def sending(live):
    """A broadcast with a chunk that came a moment ago."""
    epoch = Epoch.objects.create(
        id=new_id(), broadcast=live, number=0, kind="browser", extension="mkv", sender="officer:1", captured_at=1
    )
    live.sender, live.sender_epoch = "officer:1", epoch.pk
    live.save()
    with EpochFile(epoch.raw, epoch.index) as file:
        file.append(0, b"x", 1)
    return epoch


@pytest.mark.parametrize("step", [HOUR, -HOUR])
def test_a_step_interrupts_nobody_who_sends(sending, monkeypatch, step):
    later = timezone.now() + timedelta(seconds=step)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert sweeping.interrupt_silent() == 0


def test_a_recorder_that_is_begun_anew_is_not_taken_for_silence(sending, monkeypatch):
    broadcast = sending.broadcast
    broadcast.started_at = timezone.now() - timedelta(minutes=20)
    again = Epoch.objects.create(
        id=new_id(), broadcast=broadcast, number=1, kind="browser", extension="mkv", sender="officer:1", captured_at=2
    )
    broadcast.sender_epoch = again.pk
    broadcast.save()
    assert sweeping.interrupt_silent() == 0


def test_whoever_is_silent_is_interrupted_by_the_broadcasts_own_clock(sending, monkeypatch):
    up = steady.up_ms
    monkeypatch.setattr(steady, "up_ms", lambda: up() + 11_000)
    assert sweeping.interrupt_silent() == 1


def test_what_was_recorded_before_a_takeover_is_kept_when_the_clock_was_set_back(sending):
    sending.started_at = timezone.now()
    sending.superseded_at = sending.started_at - timedelta(minutes=40)
    assert not pen.was_taken_over(sending, sending.captured_at + 600_000)
    sending.superseded_at = sending.started_at + timedelta(minutes=5)
    assert pen.was_taken_over(sending, sending.captured_at + 600_000)


def test_a_lease_from_before_the_clock_was_set_back_does_not_hold_its_row_for_an_hour(teacher):
    broadcast = a_broadcast(teacher)
    until = timezone.now() + timedelta(hours=1)
    row = Recording.objects.create(broadcast=broadcast, job_state=JobState.RUNNING, lease_until=until)
    assert row in Recording.objects.claimable()
    assert row.claim(seconds=60)
    assert not Recording.objects.claimable().exists()


def test_a_stuck_packager_looks_old_though_the_clock_was_set_back(tmp_path):
    ahead = (timezone.now() + timedelta(hours=1)).isoformat()
    said = {"newest_segment_at": ahead, "newest_segment_up_ms": steady.up_ms() - 15_000, "boot": steady.boot()}
    assert 14_000 < health._age_ms(said) < 60_000

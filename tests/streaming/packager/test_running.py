"""One packager for each live broadcast: it comes with the first chunk and goes with the end."""

import json
import time
import uuid

import pytest

from streaming.models import Broadcast, Epoch
from streaming.packager import running
from streaming.packager.orders import read_orders
from streaming.packager.running import Keeper, live_folder
from tests.factories.broadcasts import a_broadcast

from .studio import Shown, record


@pytest.fixture
def broadcast(teacher, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return a_broadcast(teacher)


def part(broadcast, source, *, kind="browser", finished=True):
    order = record(broadcast.folder, source)
    return Epoch.objects.create(
        id=uuid.uuid4(), broadcast=broadcast, number=0, kind=kind, extension="mkv", sender="officer:1",
        captured_at=order.captured_ms, next_chunk=20, finished_at=broadcast.planned_start if finished else None,
    )  # fmt: skip


def state(broadcast, new, **fields):
    Broadcast.objects.filter(pk=broadcast.pk).update(state=new, **fields)


def names(keeper):
    return [running.program.name for running in keeper.supervisor._all]


def looked(keeper):
    keeper._next_look = 0.0
    keeper.look()
    return names(keeper)


def test_a_live_broadcast_gets_a_packager_and_a_planned_one_does_not(broadcast, lesson):
    keeper = Keeper()
    part(broadcast, lesson, finished=False)
    assert looked(keeper) == []
    state(broadcast, "live")
    assert looked(keeper) == [f"packager {broadcast.pk}"]
    assert looked(keeper) == [f"packager {broadcast.pk}"]


def test_an_interrupted_broadcast_keeps_its_packager(broadcast, lesson):
    keeper = Keeper()
    part(broadcast, lesson, finished=False)
    state(broadcast, "interrupted")
    assert len(looked(keeper)) == 1


def test_an_uploaded_recording_is_not_shown_live(broadcast, lesson):
    part(broadcast, lesson, kind="upload")
    state(broadcast, "live")
    looked(Keeper())
    assert read_orders(live_folder(broadcast.pk)).epochs == ()


def test_a_packager_comes_to_its_end_with_the_broadcast(broadcast, lesson):
    keeper = Keeper()
    part(broadcast, lesson)
    state(broadcast, "live", started_at=broadcast.planned_start)
    folder = live_folder(broadcast.pk)
    deadline = time.monotonic() + 60

    def on():
        looked(keeper)
        playlist = folder / "dvr.m3u8"
        if playlist.exists() and len(Shown(folder).segments) == 8:
            state(broadcast, "ended", ended_at=broadcast.planned_start)
        if (
            playlist.exists() and "ENDLIST" in playlist.read_text() and not names(keeper)
        ) or time.monotonic() > deadline:
            keeper.supervisor.stop()

    keeper.supervisor.run(also=on)
    assert json.loads((folder / "health.json").read_text())["ended"]
    assert names(keeper) == []
    assert Shown(folder).list.is_endlist


def test_a_killed_packager_comes_back_and_leaves_no_hole(broadcast, lesson):
    keeper = Keeper(say=lambda _line: None)
    part(broadcast, lesson)
    state(broadcast, "live", started_at=broadcast.planned_start)
    folder, killed = live_folder(broadcast.pk), []
    deadline = time.monotonic() + 60

    def on():
        looked(keeper)
        shown = len(Shown(folder).segments) if (folder / "dvr.m3u8").exists() else 0
        if shown >= 2 and not killed:
            process = keeper.supervisor._all[0].process
            process.kill()
            killed.append(process.pid)
        if (shown == 8 and killed and keeper.supervisor._all[0].process) or time.monotonic() > deadline:
            keeper.supervisor.stop()

    keeper.supervisor.run(also=on)
    assert killed
    assert max(map(abs, Shown(folder).holes())) < 0.001


def test_a_database_that_is_away_ends_no_packager(broadcast, lesson, monkeypatch):
    keeper = Keeper()
    part(broadcast, lesson, finished=False)
    state(broadcast, "live")
    before = looked(keeper)
    from django.db import OperationalError

    def away():
        raise OperationalError("gone")

    monkeypatch.setattr(running, "wanted_broadcasts", away)
    monkeypatch.setattr(running, "close_old_connections", lambda: None)
    assert looked(keeper) == before

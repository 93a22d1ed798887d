"""The duty officer's page tells the truth within seconds: a picture that is live, one whose packager hangs, one whose packager is gone."""

import json
import os
import re
import signal

import pytest
from django.conf import settings
from django.urls import reverse

from lms.lib.ids import new_id
from streaming import api
from streaming.models import Epoch
from streaming.packager import running
from streaming.packager.orders import EpochOrder, Orders, write_orders
from streaming.packager.running import Keeper, live_folder
from streaming.studio import health
from tests.bench.live_server import wait_for
from tests.factories.broadcasts import a_broadcast
from tests.streaming.packager.growing import Growing
from tests.streaming.packager.studio import film, start_packager

LANGUAGE_COOKIE = settings.LANGUAGE_COOKIE_NAME
STALE = "No new picture reaches the tablets"


@pytest.fixture(scope="session")
def long_lesson(tmp_path_factory):
    path = tmp_path_factory.mktemp("long") / "lesson.mkv"
    return film(path, seconds=180, size="160x90", rate=10, gop=10, extra=("-cluster_time_limit", "500"))


@pytest.fixture
def on_air(teacher, long_lesson):
    """A broadcast whose chunks come in as they should."""
    broadcast = a_broadcast(teacher)
    api.go_live(broadcast, by=teacher)
    epoch = Epoch.objects.create(
        id=new_id(), broadcast=broadcast, number=0, kind="browser", extension="mkv", sender="officer:1", captured_at=1
    )
    broadcast.sender, broadcast.sender_epoch = "officer:1", epoch.pk
    broadcast.save()
    write_orders(live_folder(broadcast.pk), Orders((EpochOrder(0, "mkv"),)))
    with Growing(epoch.raw, epoch.index, long_lesson):
        yield broadcast


@pytest.fixture
def packager(on_air):
    process = start_packager(on_air.folder, live_folder(on_air.pk))
    yield process
    process.send_signal(signal.SIGCONT)
    process.kill()
    process.wait()


@pytest.fixture
def page(client, teacher):
    client.force_login(teacher)
    client.cookies[LANGUAGE_COOKIE] = "en"

    def rows():
        return client.get(reverse("streaming_duty_rows"), headers={"host": "staff.newleaf.localhost"}).content.decode()

    return rows


def age(page):
    """What it says of the newest picture, in seconds; None while there is none."""
    found = re.search(r"(\d+) s ago", page())
    return int(found[1]) if found else None


def test_a_live_picture_is_young_and_nothing_is_said_against_it(on_air, packager, page):
    wait_for(lambda: age(page) is not None and age(page) <= 2)
    assert STALE not in page()
    assert "GB free" in page()


@pytest.mark.parametrize("fate", [signal.SIGSTOP, signal.SIGKILL])
def test_a_packager_that_hangs_or_is_gone_shows_at_once(on_air, packager, page, fate):
    wait_for(lambda: age(page) is not None)
    packager.send_signal(fate)
    wait_for(lambda: age(page) > health.STALE_SECONDS, seconds=3 * health.STALE_SECONDS)
    assert STALE in page()


def test_a_picture_that_comes_back_is_said_to_be_back(on_air, packager, page):
    wait_for(lambda: age(page) is not None)
    packager.send_signal(signal.SIGSTOP)
    wait_for(lambda: STALE in page())
    packager.send_signal(signal.SIGCONT)
    wait_for(lambda: STALE not in page() and age(page) <= 2)


def test_a_packager_that_hangs_is_begun_again(on_air, monkeypatch):
    monkeypatch.setattr(running, "HANGS_S", 3.0)
    keeper, folder, hung = Keeper(say=lambda line: None), live_folder(on_air.pk), []

    def said():
        return json.loads((folder / "health.json").read_text()) if (folder / "health.json").exists() else {}

    def on():
        keeper.look()
        if said().get("segments", 0) >= 2 and not hung:
            process = keeper.supervisor._all[0].process
            os.kill(process.pid, signal.SIGSTOP)
            hung.append(process.pid)
        if hung and said()["restarts"] == 1 and not running.hangs(on_air):
            keeper.supervisor.stop()

    keeper.supervisor.run(also=on)
    assert said()["segments"] >= 2


def test_a_disk_without_room_is_said_to_be_full(page, settings):
    settings.INGEST_RESERVE_BYTES = 1 << 60
    assert 'data-state="full"' in page()

"""Killed at every fault point of upload, apply and acknowledge: nothing acknowledged is lost, nothing is double."""

import threading

from tests.faults import checker, serving
from tests.faults.driving import DEATHS, Afternoon, run_through

FAULTS = [
    "sync.apply.after_insert:2",
    "sync.apply.before_commit:2",
    "sync.acknowledge.after_commit:2",
    "sync.upload.after_write:3",
    "packages.blob.after_write:2",
    "packages.blob.after_rename:2",
    "packages.blob.before_row:2",
    "sync.upload.after_blob:2",
]


def test_killed_at_every_point_nothing_is_lost_and_nothing_is_double(data, cast):
    history = checker.History()
    assert run_through(data, cast, history, FAULTS) == FAULTS
    assert checker.violations(history, checker.stored(data)) == []
    assert history.acknowledged == history.sent
    assert {(data / "blobs" / sha[:2] / sha[2:4] / sha).stat().st_size for sha in history.blobs} == {5000}


def test_a_build_that_acknowledges_before_it_commits_is_caught(data, cast):
    history = checker.History()
    server = serving.Server(data, broken="acknowledge_before_commit")
    with server, Afternoon(history, cast["learners"][0]) as afternoon:
        afternoon.begin(server, cast["codes"][1]).deliver(afternoon.write())
        server.kill_quietly()
    assert "20 acknowledged statements are lost" in checker.violations(history, checker.stored(data))


def test_a_build_without_deduplication_is_caught(data, cast):
    history = checker.History()
    server = serving.Server(data, broken="no_deduplication")
    with server, Afternoon(history, cast["learners"][0]) as afternoon:
        links = afternoon.begin(server, cast["codes"][2]).write()
        afternoon.deliver(links)
        afternoon.deliver(links)
    assert "20 statements are stored more than once" in checker.violations(history, checker.stored(data))


def test_killed_at_random_moments_nothing_is_lost_and_nothing_is_double(data, cast):
    history = checker.History()
    with Afternoon(history, cast["learners"][0]) as afternoon:
        for life in range(3):
            with serving.Server(data) as server:
                afternoon.begin(server, cast["codes"][3])
                deliver_until_killed(afternoon, server, after=0.1 + 0.17 * life)
        with serving.Server(data) as server:
            afternoon.begin(server, "")
            afternoon.deliver_all()
    assert checker.violations(history, checker.stored(data)) == []
    assert history.acknowledged == history.sent


def deliver_until_killed(afternoon, server, *, after):
    timer = threading.Timer(after, server.kill_quietly)
    timer.start()
    try:
        while True:
            afternoon.deliver(afternoon.write())
    except DEATHS:
        timer.join()

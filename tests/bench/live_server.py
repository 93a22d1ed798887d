"""The stage of `live` and `soak`: ingest and packagers as the supervisor starts them, on a data folder of their own, and a camera."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lms.launch import supervisor
from tests.bench import processes
from tests.factories.senders import Sender
from tests.faults import databases, serving

ROOT = Path(__file__).parents[2]
Chunk = tuple[float, bytes]  # when a recorder hands it over, and what

_END = """
import django, sys
django.setup()
from streaming import api
from streaming.models import Broadcast
broadcast = Broadcast.objects.get(pk=sys.argv[1])
api.end_broadcast(broadcast.pk, by=broadcast.teacher)
"""
_CLOSE = """
import json, sys, time
import django
django.setup()
from lms.lib.leases import JobState
from streaming import tasks
from streaming.models import Recording
tasks.sweep_recordings()
until = time.monotonic() + 90
while (one := Recording.objects.get(broadcast=sys.argv[1])).job_state == JobState.RUNNING and time.monotonic() < until:
    time.sleep(0.1)  # a scheduler was faster
print(json.dumps({"film": str(one.film_path), "seconds": one.duration_s, "drift": one.drift_ms_per_hour, "gaps": one.gaps,
                  "alarms": one.alarms, "av_ms": one.av_difference_ms, "error": one.error, "expected": one.expected_s}))
"""


class LiveServer:
    """`more`: other processes beside ingest and packagers. `extra`: their environment.

    `kill` is kill -9 with everything below; `start` begins the same process again, as the supervisor would.
    """

    def __init__(self, data: Path, *, more: tuple[str, ...] = (), **extra: object) -> None:
        self.data, self.extra = data, extra
        databases.make(data)
        self.world = serving.run("tests.streaming.ingest.world", data)
        self.port = serving.free_port()
        everything = supervisor.everything(
            web_bind=["--host", "127.0.0.1", "--port", str(serving.free_port())],
            ingest_bind=["--host", "127.0.0.1", "--port", str(self.port)],
        )
        self._programs = {name: everything[name] for name in ("ingest", "packagers", *more)}
        self.running: dict[str, subprocess.Popen] = {}
        self._log = (data / "server.log").open("ab")

    def __enter__(self) -> LiveServer:
        for name in self._programs:
            self.start(name)
        return self

    def __exit__(self, *error: object) -> None:
        for name in list(self.running):
            self.kill(name)
        self._log.close()

    def start(self, name: str) -> None:
        program = self._programs[name]
        env = serving.environment(self.data, **self.extra, **program.env)
        self.running[name] = subprocess.Popen(
            supervisor.bound(program.command), env=env, cwd=ROOT, stdout=self._log, stderr=self._log, start_new_session=True
        )  # fmt: skip
        if name == "ingest":
            wait_for(self._answers)

    def settle(self) -> None:
        """Waits until all have started: until none of them computes."""
        used = -1.0
        while (now := sum(map(self._cpu_seconds, self.running.values()))) - used > 0.15:
            used = now
            time.sleep(1)

    @staticmethod
    def _cpu_seconds(process: subprocess.Popen) -> float:
        return sum(map(processes.cpu_seconds, processes.family(process.pid)))

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/ingest/health")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def kill(self, name: str) -> None:
        process = self.running.pop(name)
        for pid in processes.family(process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait()

    def sender(self, number: int = 0) -> Sender:
        return Sender(self.port, self.world["broadcasts"][number], self.world["tokens"][number][0])

    def live(self, broadcast: str) -> Path:
        return self.data / "live" / broadcast

    def health(self, broadcast: str) -> dict[str, Any]:
        with contextlib.suppress(OSError, ValueError):
            return dict(json.loads((self.live(broadcast) / "health.json").read_bytes()))
        return {}

    def raw(self, broadcast: str, number: int = 0) -> Path:
        return self.data / "broadcasts" / broadcast / f"{number}.mkv"

    def end(self, broadcast: str) -> None:
        """The teacher presses "end"; returns when the packager has come to its end."""
        self._python(_END, broadcast)
        wait_for(lambda: bool(self.health(broadcast).get("ended")))

    def close(self, broadcast: str) -> dict[str, Any]:
        """Have the film made; what the closer says about it."""
        return dict(json.loads(self._python(_CLOSE, broadcast).strip().splitlines()[-1]))

    def _python(self, code: str, *arguments: str) -> str:
        command = [sys.executable, "-c", code, *arguments]
        env = serving.environment(self.data, **self.extra)
        return subprocess.run(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout


def wait_for(condition: Callable[[], bool], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


def chunks_of(path: Path) -> list[Chunk]:
    """What a recorder hands over: a Matroska cluster at a time, when its last picture is taken."""
    from streaming.packager import matroska

    data = path.read_bytes()
    header = matroska.read_header(data)
    assert header is not None
    found = list(matroska.clusters(data, header, header.size, len(data)))
    starts = [one.start_s for one in found]
    due = [*starts[1:], starts[-1] + 0.5]
    pieces = [data[one.offset : one.end] for one in found]
    pieces[0] = data[: found[0].end]
    return list(zip(due, pieces, strict=True))


def push(sender: Sender, chunks: list[Chunk], *, patient: bool = False) -> None:
    """Send at the speed of a clock. `patient`: what is not acknowledged is kept and sent again, as a page does it."""
    began, sender.captured = time.monotonic(), round(1000 * time.time())
    for n, (due, data) in enumerate(chunks):
        time.sleep(max(0.0, began + due - time.monotonic()))
        while not _put(sender, n, data, sender.captured + round(1000 * due)):
            assert patient, n
            time.sleep(0.2)


def _put(sender: Sender, n: int, data: bytes, captured_ms: int) -> bool:
    try:
        return sender.put(n, data, captured_ms)[0] == 200
    except (OSError, http.client.HTTPException):
        return False

"""`./newleaf demo`: everything on embedded defaults, under three host names on loopback, with real sample data."""

from __future__ import annotations

import fcntl
import http.client
import os
import shutil
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

from lms.launch import database, simulation
from lms.launch.line import FrontDoor
from lms.launch.profile import demo_environment
from lms.launch.supervisor import Program, Supervisor, everything

SAMPLES, LIVE_SAMPLE = "samples", "live-sample"


def run_demo(*, port: int, fresh: bool) -> int:
    env = demo_environment(port=port)
    data = Path(env["NEWLEAF_DATA"])
    internal, sending = _free_ports(2)
    env["NEWLEAF_INGEST_PORT"] = str(sending)
    running = OneDemo(data)
    other = running.begin(port)
    if other:
        print(
            f"A demo is already running on this data: http://newleaf.localhost:{other}/\nStop it first (Ctrl-C in its terminal).",
            file=sys.stderr,
        )
        return 1
    door = FrontDoor(
        port=port,
        upstream_port=internal,
        tablet_host=env["NEWLEAF_TABLET_HOST"],
        cut=data / "line-is-cut",
        others={env["NEWLEAF_INGEST_HOST"]: sending},
    )
    try:
        door.open()
    except OSError:
        print(
            f"Port {port} is taken by another program (perhaps by a demo that is already running).\n"
            f"End that program, or choose another port: ./newleaf demo --port {port + 1}",
            file=sys.stderr,
        )
        return 1
    if fresh:
        shutil.rmtree(data, ignore_errors=True)
        env |= demo_environment(port=port)
    (data / "line-is-cut").unlink(missing_ok=True)
    simulation.switch_off(data)
    os.environ.update(env)
    print(f"Data: {data} (what the programs write: {data / 'log'})", flush=True)
    began = time.monotonic()
    try:
        database.prepare(data)
    except database.NotPrepared:
        print(
            f"The database could not be prepared. To start over with new data: ./newleaf demo --fresh\n({data})",
            file=sys.stderr,
        )
        return 1
    programs = everything(
        web_bind=["--host", "127.0.0.1", "--port", str(internal)],
        ingest_bind=["--host", "127.0.0.1", "--port", str(sending)],
        threads=4,
    )
    supervisor = Supervisor([programs.pop("web")], say=_warn, logs=data / "log")
    # The rest starts when the first page has been answered: on a small machine they would only take turns.
    later = [*programs.values(), samples()]
    if simulation.phase(data) == "ending":
        later.append(simulation.tidy())
    greeter = _Greeter(port, internal, began, then=lambda: supervisor.add(later))
    follower = simulation.Follower(data, supervisor)

    def look() -> None:
        greeter.look()
        follower.look()
        if not supervisor.knows(LIVE_SAMPLE) and supervisor.has_finished(SAMPLES):
            supervisor.add([live_sample()])

    supervisor.run(also=look)
    print("\nNewleaf has stopped. Your data is kept; ./newleaf demo goes on where you stopped.")
    return 0


def _warn(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def samples() -> Program:
    return Program(SAMPLES, [sys.executable, "-m", "django", "load_samples"], once=True, shown=True)


def live_sample() -> Program:
    """A live lesson that is over; begun when the people and courses that it needs are there."""
    return Program(LIVE_SAMPLE, [sys.executable, "-m", "django", "load_live_sample"], once=True, shown=True)


def _free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


class OneDemo:
    """A lock beside the data folder: two demos on one folder would take each other's work, and --fresh its ground."""

    def __init__(self, data: Path) -> None:
        data.parent.mkdir(parents=True, exist_ok=True)
        self._file = data.with_name(f"{data.name}.lock").open("a+")  # held, and so locked, until this process ends

    def begin(self, port: int) -> str:
        """The port of the demo that has the folder already, or "" and it is ours."""
        self._file.seek(0)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return self._file.read().strip() or "?"
        self._file.truncate()
        self._file.write(str(port))
        self._file.flush()
        return ""


class _Greeter:
    """Prints the address once the first page answers, then calls `then`."""

    def __init__(self, port: int, internal: int, began: float, *, then: Callable[[], None]) -> None:
        self.port, self.internal, self.began, self.then, self.done = port, internal, began, then, False

    def look(self) -> None:
        if self.done:
            return
        connection = http.client.HTTPConnection("127.0.0.1", self.internal, timeout=5)
        try:
            connection.request("GET", "/", headers={"Host": f"newleaf.localhost:{self.port}"})
            if connection.getresponse().status != 200:
                return
        except (OSError, http.client.HTTPException):
            return
        finally:
            connection.close()
        self.done = True
        print(
            f"\nNewleaf 新叶 is running (first page after {time.monotonic() - self.began:.1f} s).\n\n"
            f"  Open   http://newleaf.localhost:{self.port}/   in Chromium or Chrome.\n\n"
            "Ctrl-C stops it. Sample data loads beside it; the start page shows how far it is.",
            flush=True,
        )
        self.then()

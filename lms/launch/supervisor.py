"""One supervisor for every process of Newleaf: the demo and the containers start the same ones, the same way.

A process that ends is started again, a little later each time it dies early. A stop is a TERM to each, then, after a
while, a KILL to what is left. In a container what they print goes to the container's log; the demo keeps it in files.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

GRACE_SECONDS = 10.0
LONGEST_PAUSE_SECONDS = 30.0
_setpriv = shutil.which("setpriv")


def bound(command: list[str]) -> list[str]:
    """The command, ended by the kernel when its parent is gone: no orphan holds a port or writes beside its successor."""
    return [_setpriv, "--pdeathsig", "TERM", *command] if _setpriv else command


@dataclass
class Program:
    """`command`: argv. `once`: a finished run with exit code 0 is not repeated. `shown`: its output is for the person who watches."""

    name: str
    command: list[str]
    once: bool = False
    shown: bool = False
    env: dict[str, str] = field(default_factory=dict)


@dataclass
class _Running:
    program: Program
    process: subprocess.Popen | None = None
    started_at: float = 0.0
    early_deaths: int = 0
    next_start_at: float = 0.0
    finished: bool = False


class Supervisor:
    """`logs`: the folder that takes what each program prints, NAME.log, begun anew at each start; without it they print here."""

    def __init__(
        self, programs: list[Program], *, say: Callable[[str], None] = print, logs: Path | None = None
    ) -> None:
        self._all = [_Running(program) for program in programs]
        self._say = say
        self._logs = logs
        self._stopping = False

    def add(self, programs: list[Program]) -> None:
        """Look after these too, from now on."""
        self._all += [_Running(program) for program in programs]

    def remove(self, name: str) -> None:
        """End the program of this name and forget it."""
        for running in [one for one in self._all if one.program.name == name]:
            self._all.remove(running)
            if running.process and running.process.poll() is None:
                _end(running.process, time.monotonic() + GRACE_SECONDS)

    def knows(self, name: str) -> bool:
        return any(one.program.name == name for one in self._all)

    def has_finished(self, name: str) -> bool:
        """Whether a program that runs once has come to its end."""
        return any(one.finished for one in self._all if one.program.name == name)

    def restart(self, name: str, *, lived_seconds: float = 0.0) -> bool:
        """Kill what hangs, if it has run for so long: it is started again as after any death. False when it has not."""
        for running in self._all:
            process = running.process
            if running.program.name == name and process and time.monotonic() - running.started_at > lived_seconds:
                _signal_group(process, signal.SIGKILL)
                return True
        return False

    def run(self, *, also: Callable[[], None] | None = None) -> None:
        """Start everything and keep it running until stop(), SIGTERM or SIGINT. `also` is called about five times a second."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stop())
        try:
            while not self._stopping:
                for running in self._all:
                    self._look_after(running)
                if also:
                    also()
                time.sleep(0.2)
        finally:
            self._end_all()

    def stop(self) -> None:
        self._stopping = True

    def _look_after(self, running: _Running) -> None:
        now = time.monotonic()
        if running.finished:
            return
        if running.process is None:
            if now >= running.next_start_at:
                self._start(running)
            return
        code = running.process.poll()
        if code is None:
            return
        running.process = None
        if running.program.once and code == 0:
            running.finished = True
            return
        lived = now - running.started_at
        running.early_deaths = running.early_deaths + 1 if lived < 60 else 0
        pause = min(LONGEST_PAUSE_SECONDS, 0.5 * 2**running.early_deaths)
        running.next_start_at = now + pause
        written = f" What it wrote: {self._log(running.program)}" if self._logs else ""
        self._say(f"{running.program.name} ended (exit code {code}); starting it again in {pause:.0f} s.{written}")

    def _start(self, running: _Running) -> None:
        first, running.started_at = not running.started_at, time.monotonic()
        with contextlib.ExitStack() as opened:
            log = opened.enter_context(self._log(running.program).open("wb" if first else "ab")) if self._logs else None
            # A session of its own: Ctrl-C reaches the supervisor only, which then stops the others in order.
            running.process = subprocess.Popen(
                bound(running.program.command),
                env={**os.environ, **running.program.env},
                start_new_session=True,
                stdin=subprocess.DEVNULL,
                stdout=None if running.program.shown else log,
                stderr=log,
            )

    def _log(self, program: Program) -> Path:
        assert self._logs
        self._logs.mkdir(parents=True, exist_ok=True)
        return self._logs / f"{program.name}.log"

    def _end_all(self) -> None:
        alive = [running.process for running in self._all if running.process and running.process.poll() is None]
        for process in alive:
            _signal_group(process, signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        for process in alive:
            _wait(process, deadline)


def _end(process: subprocess.Popen, deadline: float) -> None:
    _signal_group(process, signal.SIGTERM)
    _wait(process, deadline)


def _wait(process: subprocess.Popen, deadline: float) -> None:
    try:
        process.wait(max(0.1, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        _signal_group(process, signal.SIGKILL)
        process.wait()


def _signal_group(process: subprocess.Popen, number: int) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return


def everything(*, web_bind: list[str], ingest_bind: list[str], threads: int = 8) -> dict[str, Program]:
    """Every process of Newleaf by its name: the only list of them, for the demo, for one machine and for the containers."""
    programs = [
        web(bind=web_bind, threads=threads),
        worker(),
        films(),
        scheduler(),
        ingest(bind=ingest_bind),
        packagers(),
        studio_nginx(),
        studio_feed(),
        transcriber(),
        live_captions(),
    ]
    return {program.name: program for program in programs}


def web(*, bind: list[str], threads: int = 8) -> Program:
    """Granian serving lms.wsgi. `bind`: ["--host", …, "--port", …] or ["--uds", path]."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1", "--blocking-threads", str(threads),
               "--no-ws", "--log-level", "warning", *bind, "lms.wsgi:application"]  # fmt: skip
    return Program("web", command)


def ingest(*, bind: list[str]) -> Program:
    """Granian serving the ingest of live lessons, apart from the pages: a busy page must not delay a recording."""
    command = [sys.executable, "-m", "granian", "--interface", "asginl", "--workers", "1", "--no-ws", "--log-level", "warning",
               *bind, "streaming.ingest.asgi:application"]  # fmt: skip
    return Program("ingest", command, env={"DJANGO_SETTINGS_MODULE": "streaming.ingest.settings"})


def packagers() -> Program:
    """Looks after one packager for each live broadcast."""
    return Program("packagers", [sys.executable, "-m", "django", "run_packagers"])


def studio_nginx() -> Program:
    """nginx for encoders (RTMP); comes to an end at once where it is not installed."""
    return Program("studio-nginx", [sys.executable, "-m", "django", "run_studio_nginx"], once=True)


def studio_feed() -> Program:
    """Takes what encoders send (RTMP, SRT) and hands it to the recording."""
    return Program("studio-feed", [sys.executable, "-m", "django", "run_studio_feed"])


def worker() -> Program:
    """Everything that is done within minutes: publishing, imports, letters."""
    return _worker("worker", "default")


def films() -> Program:
    """Converting and joining films, which takes as long as they are."""
    return _worker("films", "films")


def _worker(name: str, queue: str) -> Program:
    engine = ["rqworker", queue] if os.environ.get("REDIS_URL") else ["db_worker", "--queue-name", queue, "--no-startup-delay"]  # fmt: skip
    return Program(name, [sys.executable, "-m", "django", *engine])


def scheduler() -> Program:
    return Program("scheduler", [sys.executable, "-m", "django", "run_scheduler"])


def transcriber() -> Program:
    """Turns recordings into text, one worker for each spare core; idle without a speech model."""
    return Program("transcriber", [sys.executable, "-m", "django", "run_transcriber"])


def live_captions() -> Program:
    """Captions while a lesson is live, where its switch is on; idle otherwise."""
    return Program("live-captions", [sys.executable, "-m", "django", "run_live_captions"])

"""Running ffmpeg, ffprobe and other parsers of strangers' files: no network, no file but the named ones, bounded in memory, time and output.

bwrap gives the tool namespaces of its own; prlimit bounds it. Where the kernel forbids namespaces (some containers),
prlimit and ffmpeg's own whitelists remain, and the log says so once.
"""

from __future__ import annotations

import contextlib
import functools
import logging
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

logger = logging.getLogger(__name__)

GIB = 1 << 30
_SYSTEM = ("/usr", "/etc/alternatives", "/etc/ld.so.cache", "/etc/fonts")
_LINKS = ("bin", "sbin", "lib", "lib64", "lib32")
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": "/tmp"}  # noqa: S108 (inside the sandbox)


@dataclass(frozen=True)
class Limits:
    """What one run may use. Exceeding any of them ends it."""

    memory_bytes: int = 4 * GIB
    cpu_seconds: int = 6 * 3600
    wall_seconds: float = 6 * 3600
    file_bytes: int = 8 * GIB


@dataclass(frozen=True)
class Finished:
    status: int
    output: bytes
    complaint: str  # the last lines on stderr: for the log, never for a person
    timed_out: bool = False

    @property
    def ok(self) -> bool:
        return self.status == 0 and not self.timed_out


def run(
    command: Sequence[str],
    *,
    limits: Limits,
    read: Sequence[Path] = (),
    write: Path | None = None,
    feed: bytes | None = None,
    on_line: Callable[[str], None] | None = None,
) -> Finished:
    """Run the command with `read` readable and the folder `write` writable, both under their own names.

    With `on_line` each line of standard output is handed over as it comes, and `output` stays empty.
    An exception from `on_line` ends the tool and goes on to the caller.
    """
    wrapped = wrap(command, limits=limits, read=read, write=write)
    with tempfile.TemporaryFile() as stderr:
        process = subprocess.Popen(
            wrapped,
            stdin=subprocess.PIPE if feed is not None else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=stderr,
            env=ENVIRONMENT,
            start_new_session=True,
        )
        expired = threading.Event()
        timer = threading.Timer(limits.wall_seconds, _expire, (process, expired))
        timer.start()
        try:
            output = _converse(process, feed, on_line)
            status = process.wait()
        finally:
            timer.cancel()
            end(process)
        stderr.seek(max(0, stderr.tell() - 4000))
        return Finished(status, output, stderr.read().decode(errors="replace"), expired.is_set())


def wrap(command: Sequence[str], *, limits: Limits, read: Sequence[Path] = (), write: Path | None = None) -> list[str]:
    """The command inside its limits and walls, for whoever keeps the process for longer (with ENVIRONMENT, and `end`)."""
    return [*_bounded(limits), *_walled(read, write), *command]


def _converse(process: subprocess.Popen[bytes], feed: bytes | None, on_line: Callable[[str], None] | None) -> bytes:
    if on_line is None:
        return process.communicate(feed)[0]
    assert process.stdout is not None
    with process.stdout:
        for line in process.stdout:
            on_line(line.decode(errors="replace").strip())
    return b""


def _bounded(limits: Limits) -> list[str]:
    return [
        "/usr/bin/prlimit",
        f"--as={limits.memory_bytes}",
        f"--cpu={limits.cpu_seconds}",
        f"--fsize={limits.file_bytes}",
        "--core=0",
        "--nofile=256",
        "--",
    ]


def _walled(read: Sequence[Path], write: Path | None) -> list[str]:
    if not namespaces_work():
        return []
    wall = [
        "bwrap",
        "--unshare-all",
        "--die-with-parent",
        "--new-session",
        "--cap-drop",
        "ALL",
        "--proc",
        "/proc",
        "--dev",
        "/dev",
        "--tmpfs",
        "/tmp",  # noqa: S108
    ]
    for folder in _SYSTEM:
        wall += ["--ro-bind-try", folder, folder]
    for link in _LINKS:
        place = Path("/", link)
        if place.is_symlink():
            wall += ["--symlink", str(place.readlink()), str(place)]
        elif place.is_dir():
            wall += ["--ro-bind", str(place), str(place)]
    for path in read:
        wall += ["--ro-bind", str(path), str(path)]
    if write is not None:
        wall += ["--bind", str(write), str(write)]
    return [*wall, "--chdir", "/tmp", "--"]  # noqa: S108


@functools.cache
def namespaces_work() -> bool:
    """Whether bwrap can be used here."""
    if shutil.which("bwrap"):
        probe = ["bwrap", "--unshare-all", "--die-with-parent", "--ro-bind", "/", "/", "--proc", "/proc", "true"]
        if subprocess.run(probe, capture_output=True, check=False, timeout=10).returncode == 0:
            return True
    logger.warning(
        "bwrap cannot be used on this machine: parsers of uploaded files run with limits, but without a sandbox of their own."
    )
    return False


def _expire(process: subprocess.Popen[bytes], expired: threading.Event) -> None:
    expired.set()
    end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """End the tool and everything it started."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

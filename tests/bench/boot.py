"""boot: `./newleaf demo` with everything downloaded, to the first page."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import Figure

ROOT = Path(__file__).resolve().parent.parent.parent
GOAL_SECONDS = 15.0


def run(scale: float) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as data:
        for metric in ("first start to the first page", "second start to the first page"):
            seconds = _start(data)
            yield Figure("boot", metric, seconds, "s", goal=f"≤ {GOAL_SECONDS:.0f} s", ok=seconds <= GOAL_SECONDS)


def _start(data: str) -> float:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {key: value for key, value in os.environ.items() if not key.startswith(("NEWLEAF_", "DJANGO_", "DATABASE_"))}
    began = time.monotonic()
    demo = subprocess.Popen(
        [str(ROOT / "newleaf"), "demo", "--port", str(port)],
        env=env | {"NEWLEAF_DATA": data}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        while time.monotonic() - began < 120:
            request = urllib.request.Request(f"http://127.0.0.1:{port}/", headers={"Host": f"newleaf.localhost:{port}"})
            try:
                with urllib.request.urlopen(request, timeout=5) as reply:
                    if reply.status == 200:
                        return time.monotonic() - began
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("the demo did not answer within two minutes")
    finally:
        os.killpg(demo.pid, signal.SIGINT)
        demo.wait(30)

"""A real server in a process of its own, on a data folder that outlives it."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.faults import databases

ROOT = Path(__file__).resolve().parents[2]
HOSTS = {"STAFF": "staff", "TABLET": "tablet", "CONTENT": "content"}


def environment(data, **extra):
    """What a server on this folder and its database runs in."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NEWLEAF_", "DATABASE_"))}
    ours = {f"NEWLEAF_{name}_HOST": f"{host}.newleaf.localhost" for name, host in HOSTS.items()}
    return {
        **kept,
        **ours,
        "NEWLEAF_PROFILE": "test",
        "NEWLEAF_SECRET": "a secret for tests only",
        "NEWLEAF_DATA": str(data),
        "DATABASE_URL": databases.url_of(data),
        "DJANGO_SETTINGS_MODULE": "lms.settings",
        "PYTHONPATH": str(ROOT),
        "NEWLEAF_LOG_LEVEL": "ERROR",
        **{name: str(value) for name, value in extra.items()},
    }


def run(module, data, *args, **extra):
    """Run a module of the tests to its end and return what it printed as JSON."""
    command = [sys.executable, "-m", module, *map(str, args)]
    done = subprocess.run(command, env=environment(data, **extra), cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise AssertionError(done.stderr[-4000:])
    return json.loads(done.stdout.strip().splitlines()[-1])


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    """Granian on loopback. `fault` arms a fault point, `broken` chooses one of the builds that are broken on purpose."""

    interface, module = "wsgi", "tests.faults.broken:application"

    def __init__(self, data, *, fault="", broken="", **extra):
        self.port = free_port()
        command = [sys.executable, "-m", "granian", "--interface", self.interface, "--workers", "1"]
        command += [
            "--no-ws",
            "--log-level",
            "error",
            "--host",
            "127.0.0.1",
            "--port",
            str(self.port),
            self.module,
        ]
        if self.interface == "wsgi":
            command += ["--blocking-threads", "4"]
        env = environment(data, NEWLEAF_FAULT=fault, BROKEN=broken, **extra)
        self.log = (Path(data).parent / f"server-{self.port}.log").open("w+")
        self.process = subprocess.Popen(
            command, env=env, cwd=ROOT, stdout=self.log, stderr=self.log, start_new_session=True
        )

    def wait(self, seconds=60):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return self
            time.sleep(0.05)
        self.log.seek(0)
        raise AssertionError("the server did not start: " + self.log.read()[-3000:])

    def kill_quietly(self):
        """kill -9, the whole process group."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def kill(self):
        self.kill_quietly()
        self.process.wait()
        self.log.close()

    def __enter__(self):
        return self.wait()

    def __exit__(self, *error):
        self.kill()


def copy_of(template, target):
    shutil.copytree(template, target)
    databases.make(target, like=template)
    return target

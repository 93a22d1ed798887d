"""Debian's nginx with a configuration of docker/, on loopback: what compose puts into the templates is put in here."""

import contextlib
import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

DOCKER = Path(__file__).resolve().parents[2] / "docker"
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
HOSTS = ("staff.prison.example", "tablet.prison.example", "content.prison.example")
SECRET = "only for this test"
VALUES = {
    "NEWLEAF_STAFF_HOST": HOSTS[0],
    "NEWLEAF_TABLET_HOST": HOSTS[1],
    "NEWLEAF_CONTENT_HOST": HOSTS[2],
    "NEWLEAF_BLOB_SECRET": SECRET,
}
needed = pytest.mark.skipif(not Path(NGINX).exists(), reason="nginx is not installed")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def make_certificates(folder):
    shutil.copy(DOCKER / "private_ca.sh", folder)
    subprocess.run([folder / "private_ca.sh", *HOSTS], check=True, capture_output=True)
    return folder / "certificates"


def render(source, target, values, moved):
    """A template with its variables, and with `moved` paths and ports of this test."""
    text = (DOCKER / source).read_text()
    for name, value in {**VALUES, **values}.items():
        text = text.replace("${" + name + "}", value)
    for before, after in moved.items():
        text = text.replace(before, str(after))
    target.write_text(text)


@contextlib.contextmanager
def running(folder, port):
    """nginx on `folder`/site.conf until the block ends."""
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user} worker_processes 1; pid {folder}/pid; events {{}}\n"
        f"http {{ access_log off; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; include site.conf; }}\n"
    )
    command = [NGINX, "-p", folder, "-c", folder / "nginx.conf", "-e", folder / "error.log", "-g", "daemon off;"]
    nginx = subprocess.Popen(list(map(str, command)))
    try:
        _wait_for(port, nginx, folder)
        yield nginx
    finally:
        nginx.terminate()
        nginx.wait()


def _wait_for(port, nginx, folder):
    while nginx.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except ConnectionRefusedError:
            continue
    raise AssertionError((folder / "error.log").read_text())

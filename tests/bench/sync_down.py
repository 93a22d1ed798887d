"""sync-down: bytes for the edit of one sentence, blobs a second beside bare nginx, and what "nothing new" costs."""

from __future__ import annotations

import http.client
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure

ALLOWED = 16 * 1024
BLOB_MB = 64
ASKED = 400


def run(scale: float) -> Iterator[Figure]:
    from tests.bench.server import stage

    place = stage()
    yield from bytes_of_an_edit(place)
    yield from blob_speed(place, max(4, int(BLOB_MB * scale)))
    yield from nothing_new(place, max(50, int(ASKED * scale)))


# ── Bytes for a one-lesson edit ──────────────────────────────────────────────────────────────────


def bytes_of_an_edit(place: Any) -> Iterator[Figure]:
    """What a tablet that holds a course of ten lessons fetches after one sentence was changed, all HTTP included."""
    from django.test import Client
    from django.test.utils import override_settings

    from lms.packages import api as packages
    from tests.factories import packages as a
    from tests.factories.tablet import over_client

    tablet, _device = place.new_tablet()
    tablet.send = over_client(Client())
    with override_settings(ALLOWED_HOSTS=["*"]):
        course, built = a.a_course(prison=place.prison, by=place.keeper, lessons=10)
        held: set[str] = set()
        update(tablet, course, held)
        before = set(held)
        package = packages.build_lesson_package(
            a.manifest(lesson=built[3].lesson, course=course, title="第4课", text="<p>改了一句话。</p>")
        )
        packages.set_live_lesson(package.pk, by=place.keeper)
        wire = update(tablet, course, held)
    fresh = sum(packages.blob(sha256).bytes for sha256 in held - before)
    ratio = wire / (fresh * 1.05 + ALLOWED)
    yield Figure(
        "sync-down",
        "bytes on the wire for one edited sentence",
        wire,
        "bytes",
        fresh * 1.05 + ALLOWED,
        ratio,
        "≤ 1",
        ratio <= 1,
    )


def update(tablet: Any, course: str, held: set[str]) -> int:
    """Fetch what is new and return the bytes of all bodies and headers."""
    import json

    _, headers, body = tablet.request("GET", "/api/v1/sync")
    wire = size_of(headers, body)
    _, headers, access = tablet.request("GET", "/api/v1/blob-access")
    wire += size_of(headers, access)
    prefix = json.loads(access)["prefix"]
    catalogue = tablet.read_receipt(json.loads(body)["catalogue"])
    wanted = [entry["manifest"] for entry in catalogue["courses"] if entry["course"] == course]
    while wanted:
        sha256 = wanted.pop()
        if sha256 in held:
            continue
        _, headers, content = tablet.send("GET", prefix + sha256, {}, b"")
        wire, _ = wire + size_of(headers, content), held.add(sha256)
        if content[:1] == b"{" and b'"kind"' in content:
            document = json.loads(content)
            wanted += [ref["package"] for ref in document.get("lessons", [])]
            wanted += [entry["sha256"] for entry in document.get("entries", [])]
    return wire


def size_of(headers: dict[str, str], body: bytes) -> int:
    return len(body) + sum(len(name) + len(value) + 4 for name, value in headers.items())


# ── Blobs a second ───────────────────────────────────────────────────────────────────────────────


def blob_speed(place: Any, megabytes: int) -> Iterator[Figure]:
    """Through nginx with our signed paths, against bare nginx on the same file."""
    from lms.packages import api as packages
    from lms.sync import links
    from tests.faults.serving import free_port

    nginx = shutil.which("nginx") or "/usr/sbin/nginx"
    if not Path(nginx).exists():
        return
    ref = packages.store_blob(os.urandom(megabytes << 20))
    device = "00000000-0000-4000-8000-000000000000"
    prefix = links.blob_access(device).prefix  # type: ignore[arg-type]
    path = packages.blob_path(ref.sha256)
    port = free_port()
    folder = place.data / "nginx"
    folder.mkdir(exist_ok=True)
    conf = write_conf(folder, port, path.parent.parent.parent, links.link_secret())
    server = subprocess.Popen([nginx, "-c", str(conf), "-p", str(folder)], stderr=subprocess.DEVNULL)
    try:
        wait(port)
        signed, bare = f"{prefix}{ref.sha256}", "/bare/" + str(path.relative_to(path.parent.parent.parent))
        fetch(port, bare)
        ours, theirs = [], []
        for _ in range(7):
            theirs.append(fetch(port, bare))
            ours.append(fetch(port, signed))
        value, reference = megabytes / min(ours), megabytes / min(theirs)
    finally:
        server.terminate()
        server.wait()
    yield Figure(
        "sync-down",
        "blobs through signed paths",
        value,
        "MB/s",
        reference,
        value / reference,
        "≥ 0.95",
        value / reference >= 0.95,
    )


def write_conf(folder: Path, port: int, blobs: Path, secret: str) -> Path:
    from tests.faults.serving import ROOT

    signed = (
        (ROOT / "docker" / "blobs.conf")
        .read_text()
        .replace("${NEWLEAF_BLOB_SECRET}", secret)
        .replace("/data/blobs", str(blobs))
    )
    user = "user root;" if os.geteuid() == 0 else ""
    conf = folder / "nginx.conf"
    conf.write_text(
        f"{user} daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;"
        f"events {{}} http {{ access_log off; sendfile on; tcp_nopush on; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;"
        f" fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;"
        f" server {{ listen 127.0.0.1:{port}; {signed} location /bare/ {{ alias {blobs}/; }} }} }}"
    )
    return conf


def wait(port: int) -> None:
    for _ in range(200):
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=1).connect()
            return
        except OSError:
            time.sleep(0.02)


def fetch(port: int, path: str) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    began = time.perf_counter()
    connection.request("GET", path)
    reply = connection.getresponse()
    assert reply.status == 200, (reply.status, path)
    buffer = bytearray(1 << 20)
    while reply.readinto(buffer):
        pass
    seconds = time.perf_counter() - began
    connection.close()
    return seconds


# ── Nothing new ──────────────────────────────────────────────────────────────────────────────────


def nothing_new(place: Any, times: int) -> Iterator[Figure]:
    """Server time of the conditional request, proof checked, all middleware included."""
    from django.test import Client
    from django.test.utils import override_settings

    from tests.factories.tablet import over_client

    tablet, _device = place.new_tablet()
    tablet.send = over_client(Client())
    with override_settings(ALLOWED_HOSTS=["*"]):
        _, headers, _ = tablet.request("GET", "/api/v1/sync")
        etag = {"If-None-Match": headers["ETag"]}
        spent = [conditional(tablet, etag) for _ in range(times)]
    wall, busy = sorted(one for one, _ in spent), sorted(one for _, one in spent)
    p99 = wall[int(len(wall) * 0.99)] * 1000
    yield Figure("sync-down", "nothing new, p99 of server time", p99, "ms", 5.0, p99 / 5.0, "≤ 5 ms", p99 <= 5.0)
    cpu = busy[int(len(busy) * 0.99)] * 1000
    yield Figure("sync-down", "nothing new, p99 of CPU time", cpu, "ms", 5.0, cpu / 5.0)
    yield Figure("sync-down", "nothing new, one process", len(wall) / sum(wall), "requests/s")


def conditional(tablet: Any, etag: dict[str, str]) -> tuple[float, float]:
    """(seconds by the clock, seconds of this process's CPU): on a shared machine the two differ."""
    proof = tablet.proof("GET", "/api/v1/sync")
    headers = {"Authorization": f"DPoP {tablet.token}", "DPoP": proof, **etag}
    began, busy = time.perf_counter(), time.process_time()
    status, got, _ = tablet.send("GET", "/api/v1/sync", headers, b"")
    seconds = time.perf_counter() - began, time.process_time() - busy
    tablet.nonce = got["DPoP-Nonce"]
    assert status == 304, status
    return seconds

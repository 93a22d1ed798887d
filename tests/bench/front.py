"""What stands before the live bench's server: nginx with the live paths of docker/live.conf, a page with the tablet's player, a line that can be cut."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import shutil
import socket
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

from tests.bench.live_server import ROOT, wait_for
from tests.e2e.browser import CHROMIUM, FLAGS
from tests.faults import serving

NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
HLS = ROOT / "lms/tablet/frontend/node_modules/hls.js/dist/hls.light.min.js"
_SITE = "server {{ listen 127.0.0.1:{port}; root {folder}/pages; include live.inc; }}"
_PAGE = """<!doctype html><meta charset="utf-8"><title>bench</title><video muted></video><script src="hls.js"></script><script>
const video = document.querySelector("video"), strip = new OffscreenCanvas(%(bits)d, 1).getContext("2d", {willReadFrequently: true});
window.seen = []; window.fatal = []; window.opened = performance.timeOrigin + performance.now();
const hls = new Hls(%(settings)s);
hls.on(Hls.Events.ERROR, (_, data) => { if (data.fatal) { fatal.push(data.details); setTimeout(begin, 500); } });
const begin = () => { hls.loadSource("%(address)s"); hls.attachMedia(video); };
const look = () => {
  strip.drawImage(video, 0, 0, %(block)d * %(bits)d, %(block)d, 0, 0, %(bits)d, 1);
  const pixels = strip.getImageData(0, 0, %(bits)d, 1).data;
  let number = 0;
  for (let bit = 0; bit < %(bits)d; bit += 1) if (pixels[4 * bit] > 128) number |= 1 << bit;
  seen.push([performance.timeOrigin + performance.now(), number]);
  video.requestVideoFrameCallback(look);
};
video.requestVideoFrameCallback(look); video.oncanplay = () => video.play(); begin();
</script>"""
# lms/tablet/frontend/src/pages/live-stream.ts
_SETTINGS = {"enableWorker": False, "lowLatencyMode": False, "liveSyncDurationCount": 2, "liveSyncOnStallIncrease": 2,
             "maxLiveSyncPlaybackRate": 1.1, "maxBufferLength": 30, "backBufferLength": 60, "maxBufferHole": 0.5,
             "startOnSegmentBoundary": True}  # fmt: skip
BLOCK, BITS = 32, 16


class Nginx:
    """Live pictures by signed paths, and the page."""

    def __init__(self, folder: Path, data: Path, secret: str) -> None:
        self.port, self._folder, self._secret = serving.free_port(), folder, secret
        pages = folder / "pages"
        pages.mkdir(parents=True)
        shutil.copy(HLS, pages / "hls.js")
        text = (ROOT / "docker/live.conf").read_text()
        text = text.replace("${NEWLEAF_BLOB_SECRET}", secret).replace("/data/", f"{data}/")
        (folder / "live.inc").write_text(text)
        user = "user root;" if os.geteuid() == 0 else ""
        site = _SITE.format(port=self.port, folder=folder)
        (folder / "nginx.conf").write_text(
            f"{user} worker_processes 1; pid {folder}/pid; events {{}} http {{ access_log off; include /etc/nginx/mime.types; {site} }}"
        )
        self.start()

    def start(self) -> None:
        command = [NGINX, "-p", str(self._folder), "-c", str(self._folder / "nginx.conf"), "-e", str(self._folder / "log"), "-g", "daemon off;"]  # fmt: skip
        self._process = subprocess.Popen(command, start_new_session=True)
        wait_for(self._answers)

    def _answers(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            return True
        return False

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, 9)
        self._process.wait()

    def page(self, broadcast: str) -> str:
        """Writes the page of a broadcast; its address."""
        expires = int(time.time()) + 3600
        digest = hashlib.md5(f"{expires}live/{broadcast} {self._secret}".encode(), usedforsecurity=False).digest()
        signature = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        prefix = f"/live/{expires}/{signature}/{broadcast}/"
        fields = {"bits": BITS, "block": BLOCK, "settings": json.dumps(_SETTINGS), "address": f"{prefix}live.m3u8"}
        (self._folder / "pages" / "watch.html").write_text(_PAGE % fields)
        return f"http://127.0.0.1:{self.port}/watch.html"


class Viewer:
    """A tablet's player in a real Chromium."""

    def __enter__(self) -> Viewer:
        from playwright.sync_api import sync_playwright

        self._driver = sync_playwright().start()
        self._browser = self._driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        return self

    def __exit__(self, *error: object) -> None:
        self._browser.close()
        self._driver.stop()

    def open(self, address: str) -> None:
        self._page = self._browser.new_page()
        self._page.goto(address)

    def wait(self, seconds: float) -> None:
        self._page.wait_for_timeout(1000 * seconds)

    def seen(self) -> dict[str, Any]:
        """`seen`: [[moment in Unix ms, number of the picture], …]"""
        return dict(self._page.evaluate("({seen, fatal, opened})"))

    def close(self) -> None:
        self._page.close()


class Line:
    """A TCP proxy: `cut` breaks every connection and lets none through until `mend`."""

    def __init__(self, upstream: int) -> None:
        self._upstream, self._whole = upstream, True
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        self._whole = False
        for pair in self._pairs:
            _break(*pair)
        self._pairs.clear()

    def mend(self) -> None:
        self._whole = True

    def close(self) -> None:
        self.cut()
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _address = self._listener.accept()
            except OSError:
                return
            if not self._whole:
                near.close()
                continue
            try:
                far = socket.create_connection(("127.0.0.1", self._upstream), 5)
            except OSError:
                near.close()
                continue
            self._pairs.append((near, far))
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=_carry, args=(one, other), daemon=True).start()


def _carry(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(1 << 16):
            target.sendall(data)
    except OSError:
        pass
    _break(source, target)


def _break(*sockets: socket.socket) -> None:
    for one in sockets:
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()

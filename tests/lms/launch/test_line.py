"""The demo's front door: what the tablet sees when the line is cut."""

import contextlib
import http.client
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from lms.launch.line import FrontDoor

TABLET, STAFF = "tablet.newleaf.localhost", "staff.newleaf.localhost"


class _Hello(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = self.headers["Host"].encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        return


@pytest.fixture
def door(tmp_path):
    upstream = ThreadingHTTPServer(("127.0.0.1", 0), _Hello)
    threading.Thread(target=upstream.serve_forever, daemon=True).start()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    door = FrontDoor(port=port, upstream_port=upstream.server_port, tablet_host=TABLET, cut=tmp_path / "cut")
    door.open()
    yield door
    door.close()
    upstream.shutdown()
    upstream.server_close()


def get(door, host, connection=None):
    if connection is None:
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", door.port, timeout=5)) as own:
            return get(door, host, own)
    connection.request("GET", "/", headers={"Host": f"{host}:{door.port}"})
    with connection.getresponse() as response:
        return response.read().decode()


def test_requests_reach_the_server_with_their_host_name(door):
    assert get(door, STAFF) == f"{STAFF}:{door.port}"
    assert get(door, TABLET) == f"{TABLET}:{door.port}"


def test_a_cut_line_closes_the_tablet_only(door):
    door.cut.touch()
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        get(door, TABLET)
    assert get(door, STAFF)


def test_cutting_drops_a_connection_that_is_already_open(door):
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", door.port, timeout=5)) as connection:
        get(door, TABLET, connection)
        door.cut.touch()
        assert _closed(connection.sock)


def _closed(sock):
    try:
        return sock.recv(1) == b""
    except ConnectionResetError:
        return True


def test_a_mended_line_works_again(door):
    door.cut.touch()
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        get(door, TABLET)
    door.cut.unlink()
    assert get(door, TABLET)


def test_a_taken_port_is_told_at_once(door, tmp_path):
    second = FrontDoor(port=door.port, upstream_port=1, tablet_host=TABLET, cut=tmp_path / "cut")
    with pytest.raises(OSError):
        second.open()


def test_a_host_with_a_process_of_its_own_reaches_that_process(door):
    class _Other(_Hello):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Length", "5")
            self.end_headers()
            self.wfile.write(b"other")

    other = ThreadingHTTPServer(("127.0.0.1", 0), _Other)
    threading.Thread(target=other.serve_forever, daemon=True).start()
    door.others = {b"ingest.newleaf.localhost": other.server_port}
    assert get(door, "ingest.newleaf.localhost") == "other"
    assert get(door, STAFF) == f"{STAFF}:{door.port}"
    other.shutdown()
    other.server_close()

"""A building's edge: Debian's nginx with docker/edge.conf before a server that counts what it is asked."""

import http.client
import socket
import ssl
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from streaming.delivery import signed_prefix
from tests.docker import nginx
from tests.docker.nginx import HOSTS, SECRET

ONE = "0190b5a0-0000-7000-8000-000000000001"
OTHER = "0190b5a0-0000-7000-8000-000000000002"
TABLETS = 50

pytestmark = nginx.needed


class Server(ThreadingHTTPServer):
    """The prison's server: lists say when they were made, segments come when `gate` is open."""

    request_queue_size = 128
    daemon_threads = True

    def __init__(self, certificates):
        super().__init__(("127.0.0.1", 0), _Answer)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificates / "server.crt", certificates / "server.key")
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.asked = Counter()
        self.gate = threading.Event()
        self.gate.set()
        self.away = False
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, *_):
        return


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        name = self.path.rpartition("/")[2]
        self.server.asked[name] += 1
        if self.server.away:
            self.close_connection = True
            return
        self.server.gate.wait(10)
        body = repr(time.time()).encode() if name.endswith((".m3u8", ".json")) else b"second " + name.encode()
        found = 404 if name == "dvr.m3u8" else 200
        self.send_response(found)
        self.send_header(
            "Cache-Control",
            "public, max-age=1" if name.endswith(("8", "json")) else "public, max-age=31536000, immutable",
        )
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        return


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    return nginx.make_certificates(tmp_path_factory.mktemp("docker"))


@pytest.fixture
def server(certificates):
    made = Server(certificates)
    yield made
    made.gate.set()
    made.shutdown()
    made.server_close()


@pytest.fixture
def edge(tmp_path, server, certificates, settings):
    settings.BLOB_LINK_SECRET = SECRET
    port = nginx.free_port()
    moved = {"443 ssl": f"127.0.0.1:{port} ssl", "/etc/nginx/certificates": certificates, "/var/cache/newleaf": tmp_path / "cache",
             "/run/newleaf-lists.sock": tmp_path / "lists.sock"}  # fmt: skip
    (tmp_path / "cache").mkdir()
    nginx.render("edge.conf", tmp_path / "site.conf", {"NEWLEAF_ORIGIN": f"127.0.0.1:{server.server_port}"}, moved)
    with nginx.running(tmp_path, port):
        yield Edge(port, certificates)


class Edge:
    def __init__(self, port, certificates):
        self.port = port
        self.trust = ssl.create_default_context(cafile=str(certificates / "ca.crt"))

    def get(self, path, after=lambda: None):
        """(status, body). `after` is called when the request is on its way."""
        with (
            socket.create_connection(("127.0.0.1", self.port), 10) as plain,
            self.trust.wrap_socket(plain, server_hostname=HOSTS[1]) as secure,
        ):
            secure.sendall(f"GET {path} HTTP/1.1\r\nHost: {HOSTS[1]}\r\nConnection: close\r\n\r\n".encode())
            after()
            response = http.client.HTTPResponse(secure)
            response.begin()
            body = response.read()
            response.close()
            return response.status, body.decode()


@pytest.mark.parametrize("name", ["s-0-7.m4s", "a-0-7.m4s", "init-0.mp4"])
def test_fifty_tablets_that_want_a_segment_at_once_cost_the_server_one_request(edge, server, name):
    server.gate.clear()
    together = threading.Barrier(TABLETS, action=server.gate.set)
    paths = [signed_prefix(ONE, now=time.time() + 60 * (n % 2)) for n in range(TABLETS)]
    with ThreadPoolExecutor(TABLETS) as pool:
        found = set(pool.map(lambda path: edge.get(path + name, together.wait), paths))
    assert found == {(200, f"second {name}")}
    assert server.asked[name] == 1


def test_a_list_is_asked_for_once_a_second_and_hardly_older(edge, server):
    ages = []
    while server.asked["live.m3u8"] < 5:
        status, made = edge.get(signed_prefix(ONE) + "live.m3u8")
        assert status == 200
        ages.append(time.time() - float(made))
    print(max(ages), len(ages))
    assert max(ages) < 1.3
    assert len(ages) > 5 * server.asked["live.m3u8"]


def test_what_is_not_there_yet_is_asked_for_again(edge, server):
    assert edge.get(signed_prefix(ONE) + "dvr.m3u8")[0] == 404
    while server.asked["dvr.m3u8"] < 2:
        assert edge.get(signed_prefix(ONE) + "dvr.m3u8")[0] == 404


@pytest.mark.parametrize("name", ["live.m3u8", "live-sound.m3u8", "s-0-7.m4s"])
def test_an_old_path_dies_at_the_edge_too(edge, server, name):
    assert edge.get(signed_prefix(ONE) + name)[0] == 200
    assert edge.get(signed_prefix(ONE, now=time.time() - 600) + name)[0] == 403
    assert server.asked[name] == 1


def test_the_path_of_one_broadcast_opens_no_other_that_lies_in_the_cache(edge, server):
    assert edge.get(signed_prefix(ONE) + "s-0-7.m4s")[0] == 200
    head = signed_prefix(OTHER).rsplit("/", 2)[0]
    assert edge.get(f"{head}/{ONE}/s-0-7.m4s")[0] == 403


def test_while_the_server_is_away_the_last_list_and_what_was_fetched_stay(edge, server):
    prefix = signed_prefix(ONE)
    made = edge.get(prefix + "live.m3u8")
    assert edge.get(prefix + "s-0-7.m4s")[0] == 200
    server.away = True
    while server.asked["live.m3u8"] < 3:
        assert edge.get(prefix + "live.m3u8") == made
    assert edge.get(prefix + "s-0-7.m4s")[0] == 200
    assert edge.get(prefix + "s-0-8.m4s")[0] == 502
    server.away = False
    while edge.get(prefix + "live.m3u8") == made:
        continue


def test_everything_else_is_passed_on(edge, server):
    assert edge.get("/api/v1/live") == (200, "second live")
    assert edge.get(signed_prefix(ONE) + "orders.json")[0] == 200  # the server knows no such route
    assert server.asked["orders.json"] == 1

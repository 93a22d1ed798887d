"""nginx as the prison's compose file starts it: real nginx, real certificates of the private CA, on loopback."""

import hashlib
import http.client
import socket
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from lms.sync.links import blob_access, signature
from streaming.delivery import signed_prefix
from tests.docker import nginx
from tests.docker.nginx import HOSTS, SECRET

DEVICE = "0190b5a0-0000-7000-8000-000000000001"

pytestmark = nginx.needed


class _App(BaseHTTPRequestHandler):
    def do_GET(self):
        body = f"{self.headers['Host']} {self.headers['X-Forwarded-Proto']}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        return


@pytest.fixture(scope="module")
def gate(tmp_path_factory):
    """(port, certificates) of a running nginx with an application behind it."""
    folder = tmp_path_factory.mktemp("nginx")
    certificates = nginx.make_certificates(tmp_path_factory.mktemp("docker"))
    app = ThreadingHTTPServer(("127.0.0.1", 0), _App)
    threading.Thread(target=app.serve_forever, daemon=True).start()
    port = nginx.free_port()
    values = dict.fromkeys(("NEWLEAF_UPSTREAM", "NEWLEAF_INGEST_UPSTREAM"), f"127.0.0.1:{app.server_port}")
    moved = {"443 ssl": f"127.0.0.1:{port} ssl", "/etc/nginx/certificates": certificates, "/data/": f"{certificates.parent}/",
             "/etc/nginx/conf.d/": f"{folder}/"}  # fmt: skip
    for source, target in (("nginx.conf", "site.conf"), ("blobs.conf", "blobs.inc"), ("live.conf", "live.inc")):
        nginx.render(source, folder / target, values, moved)
    with nginx.running(folder, port):
        yield port, certificates
    app.shutdown()
    app.server_close()


def get(gate, host, path="/"):
    port, certificates = gate
    trust = ssl.create_default_context(cafile=str(certificates / "ca.crt"))
    with (
        socket.create_connection(("127.0.0.1", port), 5) as plain,
        trust.wrap_socket(plain, server_hostname=host) as secure,
    ):
        secure.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        response = http.client.HTTPResponse(secure)
        response.begin()
        body = response.read()
        response.close()
        return response.status, body.decode()


@pytest.mark.parametrize("host", HOSTS)
def test_each_of_the_three_hosts_reaches_the_application_over_tls(gate, host):
    assert get(gate, host) == (200, f"{host} https")


def test_a_name_that_is_none_of_ours_gets_no_answer(gate):
    port, _ = gate
    blind = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    blind.check_hostname, blind.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection(("127.0.0.1", port), 5) as plain,
        blind.wrap_socket(plain, server_hostname="example.com") as secure,
    ):
        secure.sendall(b"GET / HTTP/1.1\r\nHost: example.com\r\n\r\n")
        assert secure.recv(1) == b""


def test_a_certificate_for_another_name_is_not_trusted(gate):
    with pytest.raises(ssl.SSLCertVerificationError):
        get(gate, "example.com")


def test_live_lessons_go_to_the_ingest_under_the_staff_host(gate):
    assert get(gate, HOSTS[0], "/ingest/health") == (200, f"{HOSTS[0]} https")


def test_stream_keys_cannot_be_asked_about_from_outside(gate):
    assert get(gate, HOSTS[0], "/ingest/v1/studio/secret/publish")[0] == 404


def put_blob(gate, data):
    """Into the folder that nginx serves, where the blob store would put it."""
    sha = hashlib.sha256(data).hexdigest()
    path = gate[1].parent / "blobs" / sha[:2] / sha[2:4] / sha
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return sha


def test_nginx_serves_a_blob_under_the_path_that_the_application_signed(gate, settings):
    settings.BLOB_LINK_SECRET = SECRET
    sha = put_blob(gate, b"a lesson")
    assert get(gate, HOSTS[1], blob_access(DEVICE).prefix + sha) == (200, "a lesson")


def test_a_forged_path_is_refused(gate, settings):
    settings.BLOB_LINK_SECRET = "another secret"
    sha = put_blob(gate, b"a lesson")
    assert get(gate, HOSTS[1], blob_access(DEVICE).prefix + sha)[0] == 403


def test_an_expired_path_is_refused(gate, settings):
    settings.BLOB_LINK_SECRET = SECRET
    sha = put_blob(gate, b"a lesson")
    path = f"/blobs/{DEVICE}/1000/{signature(DEVICE, 1000)}/{sha}"
    assert get(gate, HOSTS[1], path)[0] == 403


@pytest.fixture
def live(gate):
    """The folder of a live picture that nginx serves."""
    folder = gate[1].parent / "live" / DEVICE
    folder.mkdir(parents=True, exist_ok=True)
    for name in LISTS:
        (folder / name).write_text("#EXTM3U\n")
    for name in PIECES:
        (folder / name).write_bytes(b"a second")
    (folder / "orders.json").write_text("{}")
    return folder


LISTS = ("live.m3u8", "live-sound.m3u8", "index-live.m3u8", "index-dvr.m3u8")
PIECES = ("init-0.mp4", "s-0-7.m4s", "a-0.mp4", "a-0-7.m4s", "a-0-8-1.m4s")


@pytest.mark.parametrize("name", [*LISTS, *PIECES])
def test_nginx_serves_a_live_picture_under_the_path_that_the_application_signed(gate, live, settings, name):
    settings.BLOB_LINK_SECRET = SECRET
    assert get(gate, HOSTS[1], signed_prefix(DEVICE) + name) == (200, "#EXTM3U\n" if name in LISTS else "a second")


@pytest.mark.parametrize("name", [*LISTS, *PIECES])
def test_an_old_path_of_a_live_picture_dies(gate, live, settings, name):
    settings.BLOB_LINK_SECRET = SECRET
    assert get(gate, HOSTS[1], signed_prefix(DEVICE, now=1000) + name)[0] == 403


@pytest.mark.parametrize("name", [*LISTS, *PIECES])
def test_the_path_of_one_broadcast_opens_no_other(gate, live, settings, name):
    settings.BLOB_LINK_SECRET = SECRET
    other = signed_prefix(DEVICE.replace("1", "2")).rsplit("/", 2)[0]
    assert get(gate, HOSTS[1], f"{other}/{DEVICE}/{name}")[0] == 403


def test_before_the_first_segment_there_is_nothing(gate, live, settings):
    settings.BLOB_LINK_SECRET = SECRET
    assert get(gate, HOSTS[1], signed_prefix(DEVICE) + "dvr.m3u8")[0] == 404


def test_what_the_packager_keeps_for_itself_is_not_served(gate, live, settings):
    settings.BLOB_LINK_SECRET = SECRET
    status, body = get(gate, HOSTS[1], signed_prefix(DEVICE) + "orders.json")
    assert (status, body) == (200, f"{HOSTS[1]} https")  # nginx passes it on; the application knows no such route

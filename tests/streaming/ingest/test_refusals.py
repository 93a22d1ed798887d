"""What must not get in, and who may read the answers."""

import http.client
import json

import pytest

from tests.factories.broadcasts import Sender

STAFF = "http://staff.newleaf.localhost"
_taken = iter(range(15))


@pytest.fixture
def sender(running, world):
    number = next(_taken)
    return Sender(running[0].port, world["broadcasts"][number], world["tokens"][number][0])


def headers_of(server, method, origin):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    try:
        connection.request(method, "/ingest/v1/epochs/00000000-0000-4000-8000-000000000000", headers={"Origin": origin})
        reply = connection.getresponse()
        return reply.status, dict(reply.getheaders())
    finally:
        connection.close()


def test_a_playlist_called_mkv_is_refused_with_a_sentence(sender):
    sender.kind = "upload"
    assert sender.open()[0] == 201
    status, said = sender.put(0, b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n")
    assert (status, said["code"]) == (415, "playlist")
    assert said["sentence"]


def test_a_kind_of_file_that_nobody_knows_is_refused(sender):
    sender.media_type = "application/x-mpegurl"
    status, said = sender.open()
    assert (status, said["code"]) == (415, "not_media")


def test_only_browsers_and_uploads_come_this_way(sender):
    sender.kind = "encoder"
    assert sender.open()[0] == 400


def test_nonsense_is_refused_and_breaks_nothing(sender):
    for body in (b"", b"[]", b"{", json.dumps({"epoch": "x"}).encode(), b"\xff\xfe"):
        assert sender.ask("POST", f"broadcasts/{sender.broadcast}/epochs", body)[0] == 400
    assert sender.open()[0] == 201
    assert sender.ask("PUT", f"epochs/{sender.epoch}/chunks/0", b"x", {"Newleaf-Captured-At": "-1"})[0] == 400


def test_the_sentences_come_in_the_tokens_language(sender):
    status, said = sender.ask("GET", "epochs/00000000-0000-4000-8000-000000000000")
    assert status == 404
    assert said["code"] == "unknown_epoch"


def test_the_staff_pages_may_read_the_answers(running):
    status, headers = headers_of(running[0], "OPTIONS", STAFF)
    assert status == 204
    assert headers["access-control-allow-origin"] == STAFF
    assert headers_of(running[0], "GET", STAFF)[1]["access-control-allow-origin"] == STAFF


def test_other_pages_may_not_read_the_answers(running):
    _status, headers = headers_of(running[0], "OPTIONS", "http://tablet.newleaf.localhost")
    assert "access-control-allow-origin" not in headers


def test_a_stream_key_cannot_be_tried_without_the_secret(running, world):
    connection = http.client.HTTPConnection("127.0.0.1", running[0].port, timeout=10)
    connection.request("POST", "/ingest/v1/studio/guess/publish", f"name={world['stream_keys'][0]}&clientid=1")
    assert connection.getresponse().status == 404
    connection.close()

"""The protocol over HTTP, against a real process."""

import pytest

from tests.factories.broadcasts import Sender, pieces_of

_taken = iter(range(15))


@pytest.fixture
def sender(running, world):
    number = next(_taken)
    server, _data = running
    return Sender(server.port, world["broadcasts"][number], world["tokens"][number][0])


def raw_of(data, sender):
    return (data / "broadcasts" / sender.broadcast / "0.mkv").read_bytes()


def test_chunks_in_order_become_the_recorders_file(sender, running, camera):
    assert sender.open() == (201, {"next": 0, "finished": False})
    pieces = pieces_of(camera)
    for n, piece in enumerate(pieces):
        assert sender.put(n, piece) == (200, {"next": n + 1})
    assert sender.finish(len(pieces)) == (200, {"next": len(pieces), "finished": True})
    assert raw_of(running[1], sender) == camera


def test_a_repeat_changes_nothing(sender, running, camera):
    sender.open()
    pieces = pieces_of(camera)
    sender.put(0, pieces[0])
    assert sender.put(0, b"something else") == (200, {"next": 1})
    assert raw_of(running[1], sender) == pieces[0]


def test_a_hole_is_answered_with_the_chunk_that_is_due(sender, camera):
    sender.open()
    sender.put(0, camera[:4000])
    status, said = sender.put(2, camera[8000:12000])
    assert (status, said["code"], said["next"]) == (409, "hole", 1)
    assert said["sentence"]


def test_an_empty_chunk_is_refused(sender):
    sender.open()
    status, said = sender.put(0, b"")
    assert (status, said["code"]) == (400, "empty_chunk")


def test_a_chunk_of_200_megabytes_is_refused_and_the_next_one_taken(sender, camera):
    sender.open()
    status, said = sender.put(0, bytes(200 * 1024 * 1024))
    assert (status, said["code"]) == (413, "chunk_too_large")
    assert sender.put(0, camera[:4000])[0] == 200


def test_a_chunk_without_a_size_is_refused(sender):
    sender.open()
    status, said = sender.put(0, iter([b"abc"]))
    assert (status, said["code"]) == (411, "length_needed")


def test_a_wrong_token_is_refused(sender):
    sender.token += "x"
    status, said = sender.open()
    assert (status, said["code"]) == (401, "bad_token")
    assert said["sentence"]


def test_a_token_opens_its_own_broadcast_only(sender, world):
    sender.broadcast = world["broadcasts"][19]
    assert sender.open()[0] == 400


def test_another_senders_epoch_is_not_found(sender, world, camera):
    sender.open()
    sender.token = world["tokens"][19][0]
    assert sender.put(0, camera[:4000])[0] == 404


def test_where_an_epoch_stands_can_be_asked(sender, camera):
    sender.open()
    sender.put(0, camera[:4000])
    assert sender.where() == (200, {"next": 1, "finished": False})


def test_finishing_too_early_says_what_is_missing(sender, camera):
    sender.open()
    sender.put(0, camera[:4000])
    status, said = sender.finish(3)
    assert (status, said.get("next")) == (409, 1), said

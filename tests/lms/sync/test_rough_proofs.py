"""Proofs and batches that are signed rightly and shaped wrongly, and a damaged memory of proofs: a refusal, never a 500."""

import json
import sqlite3

import pytest

from lms.lib.errors import NoSpace
from lms.sync import replay
from tests.factories import tablet as a

SYNC = "/api/v1/sync"
ODD_CLAIMS = [{"htu": "http://["}, {"jti": "\ud800" * 9}, {"nonce": "\ud800"}, {"nonce": ["x"]}]


@pytest.mark.parametrize("changes", ODD_CLAIMS)
def test_odd_claims_are_refused(tablet, changes):
    tablet.request("GET", SYNC)
    assert tablet.request("GET", SYNC, proof=tablet.proof("GET", SYNC, **changes))[0] == 401


def test_a_proof_of_a_thousand_brackets_is_refused(tablet):
    proof = f"{a.b64(b'[' * 2900)}.{a.b64(b'{}')}.AA"
    assert tablet.request("GET", SYNC, proof=proof)[0] == 401


def test_a_seal_that_is_no_base64_refuses_the_batch(tablet, learner):
    tablet.write(a.statement(learner.pk))
    status, reply = tablet.deliver(statements=[{"seq": 1, "sealed": "A"}])
    assert (status, reply["code"]) == (422, "bad_batch")


@pytest.mark.parametrize(
    "key",
    [
        "",
        "....",
        f"{a.b64(b'[' * 100_000)}....",
        f"{a.b64(b'[]')}....",
        f"{a.b64(b'7')}..AAAA.AAAA.AAAA",
        f"{a.b64(json.dumps({'alg': 'ECDH-ES', 'enc': 'A256GCM', 'epk': []}).encode())}..AAAA.AAAA.AAAA",
        f"{a.b64(json.dumps({'alg': 'ECDH-ES', 'enc': 'A256GCM', 'epk': {'kty': 'EC', 'crv': 'P-256', 'x': 'AA', 'y': 'AA'}}).encode())}..AAAA.AAAA.AAAA",
        f"{a.b64(json.dumps({'alg': [], 'enc': {}}).encode())}..AAAA.AAAA.AAAA",
    ],
)
def test_a_segment_key_that_cannot_be_opened_quarantines_the_batch(tablet, learner, key):
    tablet.write(a.statement(learner.pk))
    status, receipt = tablet.deliver(segment_key=key)
    assert (status, receipt["quarantined"][0]["reason"]) == (200, "unreadable")


def test_a_share_that_is_no_base64_is_refused(tablet, learner, pin):
    members = {"members": [{"learner": str(learner.pk), "device_share": "A"}]}
    status, reply = tablet.json("POST", "/api/v1/prepare", members)
    assert (status, reply["code"]) == (422, "bad_share")


def test_a_damaged_memory_of_proofs_is_begun_anew(tablet, store):
    """A power cut may damage the file, which is never fsynced: the tablets must not stay outside for that."""
    replay.close()
    for path in store.glob("replay.sqlite3*"):
        path.write_bytes(b"torn page" * 2000)
    proof = tablet.proof("GET", SYNC)
    assert tablet.request("GET", SYNC, proof=proof)[0] == 200
    assert tablet.request("GET", SYNC, proof=proof)[0] == 401


def test_a_full_disk_is_said_as_what_it_is(tablet, monkeypatch):
    class Full:
        def execute(self, *args):
            raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(replay, "_connection", lambda path: Full())
    with pytest.raises(NoSpace):
        replay.first_time("key", "proof")
    monkeypatch.undo()
    assert tablet.request("GET", SYNC)[0] == 200

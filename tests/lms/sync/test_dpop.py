import hashlib

import pytest
from freezegun import freeze_time

from tests.factories import tablet as a

SYNC = "/api/v1/sync"


@pytest.fixture
def ready(tablet):
    """Has a fresh nonce."""
    tablet.request("GET", SYNC)
    return tablet


def answer(tablet, proof):
    status, headers, body = tablet.request("GET", SYNC, proof=proof)
    return status, headers.get("WWW-Authenticate", ""), body


def test_a_right_proof_opens(ready):
    assert answer(ready, ready.proof("GET", SYNC))[0] == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"htm": "POST"},
        {"htu": "http://tablet.newleaf.localhost/api/v1/blob-access"},
        {"htu": "http://elsewhere.example/api/v1/sync"},
        {"htu": None},
        {"ath": None},
        {"ath": a.b64(hashlib.sha256(b"other token").digest())},
        {"jti": None},
        {"jti": 7},
        {"jti": "x" * 500},
    ],
)
def test_a_proof_for_something_else_is_refused(ready, changes):
    status, challenge, _ = answer(ready, ready.proof("GET", SYNC, **changes))
    assert status == 401
    assert 'error="invalid_dpop_proof"' in challenge


@pytest.mark.parametrize("proof", ["", "x", "a.b.c", "é.é.é", "." * 5000, a.b64(b"[]") + "." + a.b64(b"{}") + ".AA"])
def test_rubbish_is_refused(ready, proof):
    status, _, _ = ready.send("GET", SYNC, {"Authorization": f"DPoP {ready.token}", "DPoP": proof}, b"")
    assert status == 401


def test_a_proof_is_good_once(ready):
    proof = ready.proof("GET", SYNC)
    assert answer(ready, proof)[0] == 200
    assert answer(ready, proof)[0] == 401


def test_a_copied_token_is_worthless_with_another_key(ready):
    thief = a.Tablet(ready.send, token=ready.token, nonce=ready.nonce)
    status, challenge, _ = answer(thief, thief.proof("GET", SYNC))
    assert status == 401
    assert 'error="invalid_token"' in challenge


def test_a_changed_signature_is_refused(ready):
    proof = ready.proof("GET", SYNC)
    head, _, signature = proof.rpartition(".")
    assert answer(ready, f"{head}.{'A' * len(signature)}")[0] == 401


def test_a_private_key_in_the_header_is_refused(ready, monkeypatch):
    jwk = ready.jwk | {"d": "AAAA"}
    monkeypatch.setattr(a.Tablet, "jwk", property(lambda self: jwk))
    assert answer(ready, ready.proof("GET", SYNC))[0] == 401


@pytest.mark.parametrize("nonce", ["", "made up", None])
def test_without_a_nonce_of_the_server_one_is_asked_for(ready, nonce):
    status, challenge, _ = answer(ready, ready.proof("GET", SYNC, nonce=nonce))
    assert status == 401
    assert 'error="use_dpop_nonce"' in challenge


def test_a_nonce_grows_old(ready):
    proof = ready.proof("GET", SYNC)
    with freeze_time("2099-01-01"):
        assert b"use_dpop_nonce" in answer(ready, proof)[2]


@pytest.mark.parametrize("iat", [0, 10**12, "soon", None])
def test_the_tablets_clock_does_not_matter(ready, iat):
    assert answer(ready, ready.proof("GET", SYNC, iat=iat))[0] == 200

"""Issuing keys: their names, their signatures, the encrypted file."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.hashes import SHA256
from django.utils import translation
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from assessments.certification.credentials import keys
from assessments.certification.credentials.errors import (
    KeyFileUnreadable,
    KeyRefused,
    PassphraseTooShort,
    WrongPassphrase,
)
from assessments.certification.credentials.strict import decode
from tests.factories import credentials as a
from tests.factories.altered import malleable

PASSPHRASE = "correct horse battery staple"


@pytest.mark.parametrize("algorithm", keys.ALGORITHMS)
def test_a_key_signs_and_only_its_own_message_checks(algorithm):
    key = keys.new_key(algorithm)
    signature = key.sign(b"hello")
    assert keys.algorithm_of(key) == algorithm
    assert key.public.verifies(signature, b"hello")
    assert not key.public.verifies(signature, b"hullo")
    assert not keys.new_key(algorithm).public.verifies(signature, b"hello")


@pytest.mark.parametrize("algorithm", keys.ALGORITHMS)
def test_a_signature_is_the_same_each_time_and_can_be_written_one_way_only(algorithm):
    key = a.key(algorithm)
    signature = key.sign(b"hello")
    assert key.sign(b"hello") == signature
    assert not key.public.verifies(malleable(signature, key), b"hello")


def test_the_other_half_of_an_es256_signature_is_good_elsewhere_and_refused_here():
    key = a.key("ES256")
    r, s = int.from_bytes(key.sign(b"hello")[:32]), int.from_bytes(malleable(key.sign(b"hello"), key)[32:])
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    key.public.jose.public_key.verify(encode_dss_signature(r, s), b"hello", ECDSA(SHA256()))  # does not raise
    assert not key.public.verifies(r.to_bytes(32) + s.to_bytes(32), b"hello")


def test_the_kid_is_the_thumbprint_of_rfc_7638():
    # the Ed25519 key of RFC 8037, appendix A.3
    key = keys.verifying_key({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})
    assert key.kid == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


@pytest.mark.parametrize("algorithm", keys.ALGORITHMS)
def test_the_public_half_holds_nothing_private(algorithm):
    assert set(keys.public_jwk(keys.new_key(algorithm))) <= {"kty", "crv", "x", "y"}


def test_a_key_does_not_show_itself_in_logs():
    key = keys.new_key()
    assert keys.private_jwk(key)["d"] not in repr(key)


@pytest.mark.parametrize("algorithm", keys.ALGORITHMS)
def test_an_exported_key_comes_back(algorithm):
    key = keys.new_key(algorithm)
    file = keys.export(key, PASSPHRASE)
    assert keys.private_jwk(key)["d"].encode() not in file
    assert keys.open_export(file, PASSPHRASE) == key


def test_the_export_is_slow_to_guess():
    header = json.loads(decode(keys.export(a.key(), PASSPHRASE).decode().split(".")[0]))
    assert (header["alg"], header["enc"], header["p2c"]) == ("PBES2-HS512+A256KW", "A256GCM", 300_000)


@pytest.mark.parametrize("passphrase", ["", "correct horse battery stapl", "CORRECT HORSE BATTERY STAPLE"])
def test_a_wrong_passphrase_opens_nothing(passphrase):
    with translation.override("en"), pytest.raises(WrongPassphrase, match="does not open"):
        keys.open_export(keys.export(a.key(), PASSPHRASE), passphrase)


def test_a_short_passphrase_is_not_taken():
    with pytest.raises(PassphraseTooShort):
        keys.export(a.key(), "short")


def test_an_altered_export_opens_nothing():
    file = bytearray(keys.export(a.key(), PASSPHRASE))
    file[-30] ^= 1
    with pytest.raises(KeyRefused):
        keys.open_export(bytes(file), PASSPHRASE)


@pytest.mark.parametrize("file", [b"", b"hello", b"a.b.c.d.e", b"\xff\xfe", b'{"kty": "OKP"}', b"...."])
def test_what_is_no_key_file_is_refused(file):
    with pytest.raises(KeyFileUnreadable):
        keys.open_export(file, PASSPHRASE)


def test_a_file_that_asks_for_endless_work_is_refused_before_the_work():
    header, *rest = keys.export(a.key(), PASSPHRASE).decode().split(".")
    greedy = json.loads(decode(header)) | {"p2c": 2_000_000_000}
    with pytest.raises(KeyFileUnreadable):
        keys.open_export(".".join([a.b64(json.dumps(greedy).encode()), *rest]).encode(), PASSPHRASE)


@pytest.mark.parametrize(
    "jwk",
    [
        {},
        {"kty": "OKP", "crv": "Ed25519", "x": "AAAA", "d": "AAAA"},
        {**ECKey.generate_key("P-384").as_dict(private=True)},
        {**OKPKey.generate_key("X25519").as_dict(private=True)},
        {**RSAKey.generate_key(2048).as_dict(private=True)},
        {**OctKey.generate_key(256).as_dict(private=True)},
        {**keys.new_key("ES256").jwk, "x": "A" * 43},
        {**keys.new_key("EdDSA").jwk, "d": keys.new_key("EdDSA").jwk["d"]},
        {**keys.new_key("ES256").jwk, "d": 5},
    ],
    ids=[
        "empty",
        "too short",
        "P-384",
        "X25519",
        "RSA",
        "secret",
        "not on the curve",
        "halves that do not fit",
        "number",
    ],
)
def test_other_keys_are_refused(jwk):
    with pytest.raises(KeyRefused):
        keys.from_jwk(jwk)

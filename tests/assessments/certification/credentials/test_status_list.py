"""Bitstring status lists."""

import gzip
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.certification.credentials import keys, status_list
from assessments.certification.credentials.strict import Malformed, decode, encode, token
from tests.factories import credentials as a


def test_the_example_of_the_specification():
    # an empty list of the least length; the specification's own example
    text = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"
    assert status_list.decoded(text) == bytes(16 * 1024)


@settings(max_examples=40, deadline=None)
@given(st.sets(st.integers(0, status_list.BITS - 1), max_size=60))
def test_what_was_set_is_set_and_nothing_else(revoked):
    bits = status_list.decoded(status_list.encoded(status_list.bitstring(revoked)))
    found = status_list.StatusList("x", a.MADE_AT, bits)
    assert {index for index in {*revoked, 0, 7, 8, status_list.BITS - 1} if found.is_set(index)} == revoked & {
        *revoked, 0, 7, 8, status_list.BITS - 1
    }  # fmt: skip
    assert sum(byte.bit_count() for byte in bits) == len(revoked)


def test_the_first_place_is_the_leftmost_bit():
    assert status_list.bitstring([0])[0] == 0x80


@pytest.mark.parametrize("index", [-1, status_list.BITS])
def test_places_outside_are_refused(index):
    with pytest.raises(IndexError):
        status_list.bitstring([index])


def test_a_signed_list_says_what_the_specification_wants():
    found = token(a.status_list_of(revoked=[5]))
    said = json.loads(found.payload)
    assert found.header["typ"] == "vc+jwt"
    assert said["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert said["credentialSubject"]["statusPurpose"] == "revocation"
    packed = decode(said["credentialSubject"]["encodedList"][1:])
    assert len(gzip.decompress(packed)) * 8 >= 131_072


@pytest.mark.parametrize("algorithm", keys.ALGORITHMS)
def test_the_same_list_has_the_same_bytes(algorithm):
    key = a.key(algorithm)
    assert a.status_list_of(by=key, revoked=[9, 5]) == a.status_list_of(by=key, revoked=[5, 9])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "z123",
        "uAAAA",
        "u" + encode(gzip.compress(bytes(100))),
        "u" + encode(gzip.compress(bytes(3_000_000))),
        "u" + encode(gzip.compress(bytes(16_384)) + b"x"),
        "u" + encode(gzip.compress(bytes(16_384))[:-4]),
    ],
    ids=["empty", "another base", "no gzip", "too short", "too long", "more behind", "cut off"],
)
def test_a_list_that_is_not_one_is_refused(text):
    with pytest.raises(Malformed):
        status_list.decoded(text)


def test_random_places_lie_inside_and_differ():
    places = [status_list.random_index() for _ in range(500)]
    assert all(0 <= place < status_list.BITS for place in places)
    assert len(set(places)) > 450
    assert places != sorted(places)

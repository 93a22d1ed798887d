"""VC-JWTs, and what second and third libraries make of them."""

import json

import jwt as pyjwt
import pytest
from jwcrypto import jwk, jws

from assessments.certification.credentials import checking, documents, keys, signing
from assessments.certification.credentials.errors import NotConformant
from assessments.certification.credentials.keys import P256_ORDER
from assessments.certification.credentials.strict import decode, encode, token
from tests.factories import credentials as a
from tests.factories.altered import originals, trusted_bundle

BOTH = pytest.mark.parametrize(("algorithm", "facts", "key"), originals(), ids=keys.ALGORITHMS)
TIMELESS = {"verify_exp": False, "verify_nbf": False}


@BOTH
def test_header_and_claims_are_those_of_open_badges(algorithm, facts, key):
    found = token(a.full(facts, key))
    said = json.loads(found.payload)
    assert found.header == {"alg": algorithm, "kid": f"{facts.body.did}#{keys.kid_of(key)}", "typ": "JWT"}
    assert {name: said[name] for name in ("iss", "sub", "jti", "nbf", "exp")} == {
        "iss": said["issuer"]["id"],
        "sub": said["credentialSubject"]["id"],
        "jti": said["id"],
        "nbf": 1795138200,
        "exp": 1889798399,
    }
    assert "vc" not in said


def test_a_certificate_for_life_has_no_exp():
    assert "exp" not in json.loads(token(a.full(a.facts(valid_until=None))).payload)


@BOTH
def test_pyjwt_accepts_ours_and_refuses_an_altered_one(algorithm, facts, key):
    public = pyjwt.PyJWK({**keys.public_jwk(key), "alg": algorithm})
    text = a.full(facts, key)
    said = pyjwt.decode(text, public, algorithms=[algorithm], issuer=facts.body.did, options=TIMELESS)
    assert said["credentialSubject"]["licenseNumber"] == facts.number
    with pytest.raises(pyjwt.InvalidSignatureError):
        pyjwt.decode(
            text[:-10] + ("A" if text[-10] != "A" else "B") + text[-9:],
            public,
            algorithms=[algorithm],
            options=TIMELESS,
        )


@BOTH
def test_jwcrypto_accepts_ours_and_refuses_a_strangers(algorithm, facts, key):
    read = jws.JWS()
    read.allowed_algs = [algorithm]
    read.deserialize(a.full(facts, key), jwk.JWK(**keys.public_jwk(key)))
    assert json.loads(read.payload)["id"] == facts.id.urn
    with pytest.raises(jws.InvalidJWSSignature):
        read.deserialize(a.full(facts, a.key(algorithm, "attacker")), jwk.JWK(**keys.public_jwk(key)))


@BOTH
@pytest.mark.parametrize("library", ["pyjwt", "jwcrypto"])
def test_what_another_library_signs_is_accepted_here(algorithm, facts, key, library):
    ours = token(a.full(facts, key))
    if library == "pyjwt":
        private = pyjwt.PyJWK({**keys.private_jwk(key), "alg": algorithm})
        text = pyjwt.encode(json.loads(ours.payload), private, algorithm=algorithm, headers=ours.header)
    else:
        made = jws.JWS(ours.payload)
        made.allowed_algs = [algorithm]
        made.add_signature(jwk.JWK(**keys.private_jwk(key)), protected=json.dumps(ours.header))
        text = made.serialize(compact=True)
    verdict = checking.check(_low_s(text, algorithm), bundle=trusted_bundle(), now=a.NOW)
    assert verdict.outcome == "valid", verdict.codes


def _low_s(text, algorithm):
    """Other libraries write either s of ES256; here only the low one counts."""
    unsigned, _, signature = text.rpartition(".")
    raw = decode(signature)
    if algorithm == "ES256":
        s = int.from_bytes(raw[32:])
        raw = raw[:32] + min(s, P256_ORDER - s).to_bytes(32)
    return f"{unsigned}.{encode(raw)}"


@BOTH
def test_the_same_certificate_has_the_same_bytes(algorithm, facts, key):
    assert a.full(facts, key) == a.full(facts, key)


def test_what_does_not_conform_is_not_signed():
    document = documents.credential(a.facts()) | {"validFrom": "yesterday"}
    with pytest.raises(NotConformant):
        signing.sign(document, a.key())


def test_the_envelope_is_a_data_address():
    said = json.loads(signing.enveloped("a.b.c"))
    assert (said["type"], said["id"]) == ("EnvelopedVerifiableCredential", "data:application/vc+jwt,a.b.c")

"""did:web documents."""

import pytest

from assessments.certification.credentials import did, keys
from assessments.certification.credentials.errors import DidUnusable
from tests.factories import credentials as a


def test_the_document_names_each_key_by_its_thumbprint():
    key = a.key()
    said = did.document(a.body(), [did.PublicKey(keys.public_jwk(key))])
    (method,) = said["verificationMethod"]
    assert method["id"] == f"did:web:skills.example.org#{keys.kid_of(key)}"
    assert (method["type"], method["controller"]) == ("JsonWebKey", "did:web:skills.example.org")
    assert method["publicKeyJwk"] == keys.public_jwk(key) | {"alg": "EdDSA", "kid": keys.kid_of(key)}
    assert said["assertionMethod"] == [method["id"]]


def test_a_replaced_key_stays_and_a_stolen_one_may_assert_nothing():
    new, old, stolen = (a.key(seed=seed) for seed in ("new", "old", "stolen"))
    said = did.document(
        a.body(),
        [did.PublicKey(keys.public_jwk(new)), did.PublicKey(keys.public_jwk(old)), did.PublicKey(keys.public_jwk(stolen), compromised=True)],
    )  # fmt: skip
    assert len(said["verificationMethod"]) == 3
    assert [name.partition("#")[2] for name in said["assertionMethod"]] == [keys.kid_of(new), keys.kid_of(old)]


def test_nothing_private_is_published_even_when_it_is_handed_in():
    said = did.document(a.body(), [did.PublicKey(keys.private_jwk(a.key()))])
    assert "d" not in said["verificationMethod"][0]["publicKeyJwk"]


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("did:web:skills.example.org", "https://skills.example.org/.well-known/did.json"),
        ("did:web:example.org:bodies:a1", "https://example.org/bodies/a1/did.json"),
        ("did:web:example.org%3A8443", "https://example.org:8443/.well-known/did.json"),
    ],
)
def test_where_a_document_is_published(name, address):
    assert did.publishing_path(name) == address


@pytest.mark.parametrize(
    "name",
    ["", "skills.example.org", "https://skills.example.org", "did:web:", "did:web:localhost", "did:web:Skills.example.org", "did:web:10.0.0.1",
     "did:web:skills.example.org/x", "did:web:skills.example.org#x", "did:web:skills.example.org:..", "did:web:-x.org", "did:key:z6Mk", "did:web:a b.org", "did:web:技能.中国"],
)  # fmt: skip
def test_other_names_are_refused(name):
    with pytest.raises(DidUnusable):
        did.check_did(name)

"""The trust bundle: what it says, and that nothing in it can be exchanged."""

import copy
import json
from datetime import timedelta

import pytest

from assessments.certification.credentials import keys, trust_bundle
from assessments.certification.credentials.errors import BundleInvalid, DidUnusable
from assessments.certification.credentials.strict import decode, encode
from tests.factories import credentials as a


def test_a_bundle_says_who_awards_what_with_which_keys():
    found = trust_bundle.read_bundle(a.two_bodies())
    skills = found.bodies["did:web:skills.example.org"]
    assert skills.name.en == "Jiangcheng Vocational Skills Centre"
    assert skills.achievements["DG-4"].zh == "电工（四级/中级工）"
    assert [one.key.kid for one in skills.keys] == [keys.kid_of(a.key())]
    assert list(skills.status_lists) == ["https://skills.example.org/status-lists/1"]
    assert found.made_at == a.MADE_AT


def test_the_same_parts_in_any_order_give_the_same_bytes():
    first, second = a.part(), a.part(a.body("metal"), [a.key("ES256")])
    assert trust_bundle.to_bytes(a.bundle(first, second)) == trust_bundle.to_bytes(a.bundle(second, first))


def test_reading_bytes_and_reading_the_object_is_the_same():
    made = a.two_bodies()
    assert trust_bundle.read_bundle(made) == trust_bundle.read_bundle(trust_bundle.to_bytes(made))


def test_a_stolen_key_is_named_as_such():
    new, stolen = a.key(seed="new"), a.key(seed="stolen")
    found = trust_bundle.read_bundle(a.bundle(a.part(pairs=[new, stolen], compromised=[stolen])))
    assert {one.key.kid: one.compromised for one in found.every_key()} == {
        keys.kid_of(new): False,
        keys.kid_of(stolen): True,
    }


def _altered(change):
    made = copy.deepcopy(a.two_bodies())
    change(made)
    return made


def _restated(made, change, signer=None):
    """The first body's statement changed and signed anew by `signer` under the old header."""
    statement = made["bodies"][0]["statement"]
    said = json.loads(decode(statement["payload"]))
    change(said)
    statement["payload"] = encode(json.dumps(said).encode())
    if signer:
        head = statement["signatures"][0]["protected"]
        statement["signatures"][0]["signature"] = encode(signer.sign(f"{head}.{statement['payload']}".encode()))


FIRST = a.key("ES256")  # the first body in the file is the metal association
ALTERED = {
    "another format": lambda b: b.update(format="x"),
    "another version": lambda b: b.update(version=2),
    "no bodies": lambda b: b.update(bodies=[]),
    "bodies that are none": lambda b: b.update(bodies=["x"]),
    "a body twice": lambda b: b["bodies"].append(b["bodies"][0]),
    "no statement": lambda b: b["bodies"][0].pop("statement"),
    "no signature": lambda b: b["bodies"][0]["statement"].update(signatures=[]),
    "a signature that is no text": lambda b: b["bodies"][0]["statement"]["signatures"][0].update(signature=5),
    "another's signature": lambda b: b["bodies"][0]["statement"].update(signatures=b["bodies"][1]["statement"]["signatures"]),
    "a second signature that fails": lambda b: b["bodies"][0]["statement"]["signatures"].append(b["bodies"][1]["statement"]["signatures"][0]),
    "another name": lambda b: _restated(b, lambda s: s["name"].update(zh="x")),
    "another title": lambda b: _restated(b, lambda s: s["achievements"][0]["title"].update(zh="x")),
    "another date": lambda b: _restated(b, lambda s: s.update(made_at="2030-01-01T00:00:00Z")),
    "a stranger's key": lambda b: _restated(b, lambda s: s["did_document"]["verificationMethod"][0].update(publicKeyJwk=a.key(seed="x").public.jwk)),
    "a stolen key made good": lambda b: _restated(b, lambda s: s["did_document"].update(assertionMethod=[])),
    "signed by a stranger": lambda b: _restated(b, lambda s: s["name"].update(zh="x"), a.key("ES256", "attacker")),
    "no status list": lambda b: b["bodies"][0].update(status_lists=[]),
    "another status list": lambda b: b["bodies"][0].update(status_lists=b["bodies"][1]["status_lists"]),
    "an older status list": lambda b: b["bodies"][0].update(status_lists=[a.status_list_of(a.body("metal"), FIRST, made_at=a.MADE_AT - timedelta(days=90))]),
    "right key: time without zone": lambda b: _restated(b, lambda s: s.update(made_at="2026-11-30T12:00:00"), FIRST),
    "right key: name that is no text": lambda b: _restated(b, lambda s: s["name"].update(zh=5), FIRST),
    "right key: an achievement twice": lambda b: _restated(b, lambda s: s["achievements"].append(s["achievements"][0]), FIRST),
    "right key: key under another name": lambda b: _restated(b, lambda s: s["did_document"]["verificationMethod"][0].update(id="did:web:metal.example.org#x"), FIRST),
    "right key: another body's document": lambda b: _restated(b, lambda s: s["did_document"].update(id="did:web:skills.example.org"), FIRST),
    "right key: key that is missing": lambda b: _restated(b, lambda s: s["did_document"]["assertionMethod"].append("did:web:metal.example.org#x"), FIRST),
}  # fmt: skip


@pytest.mark.parametrize("change", ALTERED.values(), ids=ALTERED)
def test_an_altered_bundle_is_refused(change):
    with pytest.raises(BundleInvalid):
        trust_bundle.read_bundle(_altered(change))


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\xff", b'{"format":"certificate-trust-bundle","version":1}'])
def test_what_is_no_bundle_is_refused(data):
    with pytest.raises(BundleInvalid):
        trust_bundle.read_bundle(data)


def test_a_key_twice_in_json_is_refused():
    text = trust_bundle.to_bytes(a.bundle()).decode()
    with pytest.raises(BundleInvalid):
        trust_bundle.read_bundle(text.replace('"version":1', '"version":1,"version":1').encode())


def test_a_part_without_signer_is_not_made():
    owner = a.body()
    with pytest.raises(BundleInvalid):
        trust_bundle.build([trust_bundle.BodyPart(owner, [], [], [], [])], made_at=a.MADE_AT)


def test_a_stolen_key_may_not_sign_for_its_body():
    stolen, new = a.key(seed="stolen"), a.key(seed="new")
    with pytest.raises(BundleInvalid):
        a.bundle(a.part(pairs=[new, stolen], compromised=[stolen], signers=[stolen]))


def test_a_list_of_another_body_is_not_taken():
    foreign = a.status_list_of(a.body("metal"), a.key("ES256"))
    with pytest.raises(BundleInvalid):
        a.bundle(a.part(lists=[foreign]))


def test_a_certificate_is_no_status_list():
    with pytest.raises(BundleInvalid):
        a.bundle(a.part(lists=[a.full()]))


def test_one_key_of_two_bodies_is_refused_since_a_qr_could_mean_either():
    with pytest.raises(BundleInvalid):
        a.bundle(a.part(), a.part(a.body("metal"), [a.key()]))


def test_a_name_that_cannot_be_published_is_refused():
    with pytest.raises(DidUnusable):
        a.bundle(a.part(a.body(did="did:web:localhost"), lists=[]))

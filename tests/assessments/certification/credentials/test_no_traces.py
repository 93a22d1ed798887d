"""Nothing that leaves tells where the learning took place, or with which product."""

import base64
import json

import pytest

from assessments.certification.credentials import keys, signing, trust_bundle
from assessments.certification.credentials.strict import decode
from tests.factories import credentials as a
from tests.factories.altered import pdf

WORDS = ["newleaf", "新叶", "监狱", "监区", "罪犯", "服刑", "prison", "custody", "inmate"]


def opened(token):
    return b" ".join(decode(part) for part in token.split(".")[:2]).decode()


LEAVING = {
    "credential": opened(a.full()),
    "envelope": signing.enveloped(a.full()).decode(),
    "QR": a.short(),
    "status list": opened(a.status_list_of()),
    "bundle": trust_bundle.to_bytes(a.two_bodies()).decode(),
    "statement": decode(a.two_bodies()["bodies"][0]["statement"]["payload"]).decode(),
    "statement's header": decode(a.two_bodies()["bodies"][0]["statement"]["signatures"][0]["protected"]).decode(),
    "key file": base64.urlsafe_b64decode(
        keys.export(a.key(), "correct horse battery").split(b".")[0] + b"==="
    ).decode(),
    "PDF attachment": pdf(a.full()).decode("latin1"),
}


@pytest.mark.parametrize("text", LEAVING.values(), ids=LEAVING)
def test_what_leaves_names_neither_product_nor_custody(text):
    assert [word for word in WORDS if word in text.lower()] == []


def test_a_credential_holds_nothing_but_the_facts():
    said = json.loads(decode(a.full().split(".")[1]))
    assert set(said) == {
        "@context", "awardedDate", "credentialStatus", "credentialSubject", "exp", "id", "iss", "issuer", "jti", "name", "nbf", "sub",
        "type", "validFrom", "validUntil",
    }  # fmt: skip
    assert set(said["credentialSubject"]) == {"achievement", "id", "identifier", "licenseNumber", "result", "type"}

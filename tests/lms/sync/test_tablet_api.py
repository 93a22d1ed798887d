import json

import pytest

from lms.people import api as people
from lms.people.models import Device
from tests.factories import packages as published
from tests.factories import tablet as a

SIGN_IN = {"number": "1001", "secret": {"kind": "pin", "pin": "258036"}}


def test_a_tablet_pairs_once_with_a_code(send, prison, ward, device_keeper):
    code = people.create_pairing_code(by=device_keeper, prison=prison, ward=ward)
    first = a.Tablet(send)
    reply = first.pair(code.lower().replace("-", " "))
    assert reply["prison"] == str(prison.pk)
    assert Device.objects.get(pk=reply["device"]).ward == ward
    status, problem = a.Tablet(send).json("POST", "/api/v1/pair", {"code": code, "key": a.Tablet(send).jwk})
    assert status in (401, 422)
    assert problem["title"]


def test_a_pairing_proof_of_another_key_is_refused(send, prison, device_keeper):
    code = people.create_pairing_code(by=device_keeper, prison=prison)
    status, problem = a.Tablet(send).json("POST", "/api/v1/pair", {"code": code, "key": a.Tablet(send).jwk})
    assert (status, problem["code"]) == (401, "bad_proof")
    assert not Device.objects.exists()


def test_a_learner_signs_in_with_number_and_pin(tablet, learner, pin):
    status, reply = tablet.json("POST", "/api/v1/sign-in", SIGN_IN)
    assert status == 200
    assert reply["profile"]["learner"] == str(learner.pk)
    assert reply["profile"]["secret_version"] == 1


@pytest.mark.parametrize("number, secret", [("1001", "111112"), ("9999", "258036")])
def test_a_wrong_pin_and_an_unknown_number_sound_the_same(tablet, learner, pin, number, secret):
    status, problem = tablet.json(
        "POST", "/api/v1/sign-in", {"number": number, "secret": {"kind": "pin", "pin": secret}}
    )
    assert (status, problem["code"]) == (403, "wrong_secret")


def test_wrong_pins_make_the_learner_wait(tablet, learner, pin):
    wrong = {"number": "1001", "secret": {"kind": "pin", "pin": "111112"}}
    tablet.json("POST", "/api/v1/sign-in", wrong)
    status, problem = tablet.json("POST", "/api/v1/sign-in", wrong)
    assert status == 429
    assert problem["retry_after_seconds"] >= 1


def test_a_learner_of_another_prison_cannot_sign_in(tablet, other_learner, administrator):
    people.set_pin(other_learner.pk, by=administrator, pin="258036")
    assert tablet.json("POST", "/api/v1/sign-in", SIGN_IN)[0] == 403


def test_the_state_lists_the_catalogue_and_who_is_to_be_prepared(tablet, prison, learner, pin, author):
    course, _ = published.a_course(prison=prison, by=author)
    status, state = tablet.json("GET", "/api/v1/sync")
    assert status == 200
    assert [entry["course"] for entry in tablet.read_receipt(state["catalogue"])["courses"]] == [course]
    assert [member["learner"] for member in state["members_to_prepare"]] == [str(learner.pk)]
    assert state["learners"] == []


def test_nothing_new_is_a_304_and_a_change_is_not(tablet, prison, learner, pin, author):
    _, headers, _ = tablet.request("GET", "/api/v1/sync")
    status, again, body = tablet.request("GET", "/api/v1/sync", headers={"If-None-Match": headers["ETag"]})
    assert (status, body) == (304, b"")
    assert int(again["Newleaf-Next-Contact"]) > 0
    published.a_course(prison=prison, by=author)
    assert tablet.request("GET", "/api/v1/sync", headers={"If-None-Match": headers["ETag"]})[0] == 200


def test_nothing_new_costs_few_queries(tablet, django_assert_max_num_queries):
    _, headers, _ = tablet.request("GET", "/api/v1/sync")
    with django_assert_max_num_queries(3):
        assert tablet.request("GET", "/api/v1/sync", headers={"If-None-Match": headers["ETag"]})[0] == 304


def test_a_revoked_tablet_is_told_so(tablet, device_keeper):
    people.revoke_device(tablet.device, by=device_keeper)
    status, problem = tablet.json("GET", "/api/v1/sync")
    assert (status, problem["code"]) == (403, "revoked")


def test_a_body_of_another_shape_is_a_problem(tablet):
    status, problem = tablet.json("POST", "/api/v1/sign-in", {"number": 3, "surprise": True})
    assert (status, problem["code"]) == (422, "shape")


def test_a_prepared_vault_opens_with_the_pin_and_the_tablets_share(tablet, learner, pin):
    import hashlib

    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    from lms.packages.keys import open_recovery

    share = bytes(range(32))
    asked = {"members": [{"learner": str(learner.pk), "device_share": a.b64(share)}]}
    status, reply = tablet.json("POST", "/api/v1/prepare", asked)
    assert status == 200
    (vault,) = reply["vaults"]
    profile = vault["profile"]
    key = hashlib.pbkdf2_hmac("sha256", pin.encode(), a.unb64(profile["secret_salt"]), profile["secret_iterations"], 32)
    wrapping = HKDF(SHA256(), 32, salt=None, info=b"newleaf vault v1").derive(key + share)
    wrapped = a.unb64(vault["wrapped_key"])
    learner_key = AESGCM(wrapping).decrypt(wrapped[:12], wrapped[12:], None)
    assert open_recovery(vault["recovery"], subject=str(learner.pk)) == learner_key


def test_only_the_tablets_own_group_is_prepared(tablet, other_learner, administrator):
    people.set_pin(other_learner.pk, by=administrator, pin="258036")
    asked = {"members": [{"learner": str(other_learner.pk), "device_share": a.b64(bytes(32))}]}
    assert json.loads(json.dumps(tablet.json("POST", "/api/v1/prepare", asked)[1])) == {"vaults": []}

import base64
import hashlib
import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lms.audit.models import AuditEvent
from lms.lib.errors import Conflict, Invalid, NotFoundHere
from lms.people import api as people
from lms.people.models import Device, PairingCode
from tests.factories import devices as d
from tests.factories import people as a


@pytest.fixture
def device(device_keeper, ward):
    return d.device(device_keeper, ward)


def test_a_code_pairs_one_tablet(device_keeper, ward):
    jwk = d.jwk_of(d.private_key())
    code = people.create_pairing_code(by=device_keeper, prison=ward.prison, ward=ward)
    device = people.redeem_pairing_code(code.lower().replace("-", " "), jwk, "1.0")
    canonical = json.dumps(jwk, sort_keys=True, separators=(",", ":")).encode()
    assert device.thumbprint == base64.urlsafe_b64encode(hashlib.sha256(canonical).digest()).rstrip(b"=").decode()
    assert (device.ward, device.kind, device.state, device.app_version) == (ward, "shared", "paired", "1.0")
    assert device.name == "一监区 01"


def test_the_code_itself_is_kept_nowhere(device_keeper, ward):
    code = people.create_pairing_code(by=device_keeper, prison=ward.prison, ward=ward)
    stored = json.dumps(list(PairingCode.objects.values()) + list(AuditEvent.objects.values()), default=str)
    assert code not in stored
    assert code.replace("-", "") not in stored


def test_the_same_tablet_may_send_its_code_again_and_another_may_not(device_keeper, ward):
    jwk, code = d.jwk_of(d.private_key()), people.create_pairing_code(by=device_keeper, prison=ward.prison, ward=ward)
    first = people.redeem_pairing_code(code, jwk, "1.0")
    assert people.redeem_pairing_code(code, jwk, "1.0") == first
    with pytest.raises(people.BadPairingCode):
        people.redeem_pairing_code(code, d.jwk_of(d.private_key()), "1.0")
    assert Device.objects.count() == 1


def test_an_unknown_code_is_refused(db):
    with pytest.raises(people.BadPairingCode):
        people.redeem_pairing_code("AAAA-BBBB", d.jwk_of(d.private_key()), "1.0")


def test_a_code_is_too_old_after_15_minutes(device_keeper, ward):
    code = people.create_pairing_code(by=device_keeper, prison=ward.prison, ward=ward)
    assert PairingCode.objects.get().expires_at - timezone.now() > timedelta(minutes=14)
    PairingCode.objects.update(expires_at=timezone.now())
    with pytest.raises(people.BadPairingCode):
        people.redeem_pairing_code(code, d.jwk_of(d.private_key()), "1.0")
    assert not Device.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"kty": "RSA"},
        {"crv": "P-384"},
        {"x": "AAAA"},
        {"y": base64.urlsafe_b64encode(b"\x01" * 32).decode().rstrip("=")},
        {"x": None},
        {"x": "!"},
        {"x": "é" * 43},
    ],
)
def test_a_key_that_is_no_point_of_the_curve_is_refused(device_keeper, ward, change):
    code = people.create_pairing_code(by=device_keeper, prison=ward.prison, ward=ward)
    with pytest.raises(Invalid):
        people.redeem_pairing_code(code, {**d.jwk_of(d.private_key()), **change}, "1.0")
    assert PairingCode.objects.get().used_at is None


def test_a_revoked_tablet_pairs_again_as_the_same_device(device_keeper, ward, second_ward):
    key = d.private_key()
    device = d.device(device_keeper, ward, key=key)
    people.revoke_device(device.pk, by=device_keeper)
    again = d.device(device_keeper, second_ward, key=key)
    assert (again.pk, again.state, again.ward) == (device.pk, "paired", second_ward)


def test_a_tablet_of_another_prison_is_not_taken_over(device_keeper, outsider, ward, other_ward):
    key = d.private_key()
    d.device(device_keeper, ward, key=key)
    with pytest.raises(people.BadPairingCode):
        d.device(outsider, other_ward, key=key)


@pytest.mark.parametrize("who", ["outsider", "teacher", "author", "auditor"])
def test_only_keepers_of_the_ward_make_codes(request, who, ward):
    with pytest.raises(PermissionDenied):
        people.create_pairing_code(by=request.getfixturevalue(who), prison=ward.prison, ward=ward)


def test_a_keeper_of_one_ward_cannot_pair_for_the_whole_prison(prison, ward):
    keeper = a.officer(prison, "device_keeper", username="k2", ward=ward)
    assert people.create_pairing_code(by=keeper, prison=prison, ward=ward)
    with pytest.raises(PermissionDenied):
        people.create_pairing_code(by=keeper, prison=prison)


def test_a_ward_of_another_prison_is_refused(administrator, prison, other_ward):
    with pytest.raises(Invalid):
        people.create_pairing_code(by=administrator, prison=prison, ward=other_ward)


def test_a_personal_tablet_needs_its_learner(device_keeper, ward, learner):
    with pytest.raises(Invalid):
        people.create_pairing_code(by=device_keeper, prison=ward.prison, ward=ward, kind="personal")
    assert d.device(device_keeper, learner=learner).learner == learner


def test_a_token_finds_its_tablet_until_a_new_one_is_issued(device):
    old = people.issue_device_token(device)
    new = people.issue_device_token(device)
    assert people.device_by_token(new) == device
    assert people.device_by_token(old) is None
    assert people.device_by_token("") is None


def test_a_tablet_without_a_token_is_not_found_by_an_empty_one(device):
    assert device.token_hash == ""
    assert people.device_by_token("") is None


def test_a_revoked_tablet_is_found_only_where_it_may_deliver(device, device_keeper):
    token = people.issue_device_token(device)
    people.revoke_device(device.pk, by=device_keeper)
    assert people.device_by_token(token) is None
    assert people.device_by_token(token, revoked_too=True) == device


@pytest.mark.parametrize("who", ["outsider", "teacher"])
def test_only_keepers_revoke(request, who, device):
    with pytest.raises(NotFoundHere):
        people.revoke_device(device.pk, by=request.getfixturevalue(who))
    device.refresh_from_db()
    assert device.state == "paired"


def test_revoking_twice_is_a_conflict_and_audited_once(device, device_keeper):
    people.revoke_device(device.pk, by=device_keeper)
    with pytest.raises(Conflict):
        people.revoke_device(device.pk, by=device_keeper)
    assert AuditEvent.objects.filter(verb="people.device.revoked").count() == 1


def test_a_contact_is_remembered_and_absurd_figures_do_no_harm(device):
    people.record_contact(device, "2.1", -5, 10**30, 7)
    device.refresh_from_db()
    assert (device.app_version, device.free_bytes, device.waiting_count, device.catalogue_serial) == (
        "2.1",
        0,
        2**31 - 1,
        7,
    )
    assert device.last_sync_at is not None


def test_a_shared_tablet_knows_the_learners_of_its_ward_and_of_the_wards_below(
    device, prison, ward, second_ward, learner
):
    below = a.learner(a.ward(prison, code="1-1", parent=ward), number="1101")
    a.learner(second_ward, number="2001")
    assert set(people.learners_of_device(device)) == {learner, below}


def test_a_personal_tablet_knows_its_learner_and_who_has_signed_in(device_keeper, ward, learner, second_ward):
    a.learner(ward, number="1002")
    guest = a.learner(second_ward, number="2001")
    device = d.device(device_keeper, learner=learner)
    people.note_sign_in(device, guest)
    assert set(people.learners_of_device(device)) == {learner, guest}


def test_a_learner_who_left_is_not_on_the_tablet_except_to_be_told(device, learner, education_office):
    people.note_sign_in(device, learner)
    people.retire_learner(learner.pk, by=education_office)
    assert not people.learners_of_device(device).exists()
    assert list(people.learners_of_device(device, retired_too=True)) == [learner]


def test_a_tablet_is_assigned_to_a_learner_and_back_to_a_ward(device, device_keeper, learner, second_ward):
    people.assign_device(device.pk, by=device_keeper, kind="personal", learner=learner)
    device.refresh_from_db()
    assert (device.kind, device.learner, device.ward) == ("personal", learner, learner.ward)
    people.assign_device(device.pk, by=device_keeper, kind="shared", ward=second_ward)
    device.refresh_from_db()
    assert (device.kind, device.learner, device.ward) == ("shared", None, second_ward)


def test_named_learners_are_expected_on_a_shared_tablet(device, device_keeper, ward, second_ward):
    guest = a.learner(second_ward, number="2001")
    people.assign_device(device.pk, by=device_keeper, kind="shared", ward=ward, members=[guest.pk])
    assert guest in people.learners_of_device(device)
    people.assign_device(device.pk, by=device_keeper, kind="shared", ward=ward, members=[])
    assert guest not in people.learners_of_device(device)


def test_a_tablet_is_not_assigned_to_a_ward_that_the_officer_does_not_keep(prison, ward, second_ward):
    keeper = a.officer(prison, "device_keeper", username="k2", ward=ward)
    device = d.device(keeper, ward)
    with pytest.raises(PermissionDenied):
        people.assign_device(device.pk, by=keeper, kind="shared", ward=second_ward)


def test_a_tablet_is_renamed(device, device_keeper):
    assert people.rename_device(device.pk, " 教室 1\x00 ", by=device_keeper).name == "教室 1"
    with pytest.raises(Invalid):
        people.rename_device(device.pk, "  ", by=device_keeper)

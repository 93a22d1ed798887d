"""Signing keys: made, changed, kept in a safe, given up by two."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.certification.certificates import api as certificates
from assessments.certification.credentials import keys
from assessments.certification.errors import NotNow
from assessments.certification.models import BroughtKey, IssuingKey
from lms.lib.errors import Invalid, NotAllowed, NotFoundHere
from tests.factories import certificates as some

pytestmark = pytest.mark.django_db
HALVES = ("correct horse battery", "staple of another")


def exported(key, first, second):
    certificates.ask_export(key.pk, passphrase=HALVES[0], by=first)
    return certificates.export_key(key.pk, passphrase=HALVES[1], by=second)[1]


@pytest.fixture
def key(body):
    return body.keys.get()


def test_a_new_key_signs_and_the_old_one_verifies(body, key, chief):
    new = certificates.make_key(body.pk, by=chief, algorithm="ES256")
    key.refresh_from_db()
    assert (new.state, key.state) == ("active", "retired")
    kept = {one["id"].partition("#")[2] for one in certificates.did_document(body)["verificationMethod"]}
    assert kept == {new.kid, key.kid}


def test_an_evaluator_makes_no_key(body, first):
    with pytest.raises(PermissionDenied):
        certificates.make_key(body.pk, by=first)


def test_a_chief_of_another_prison_does_not_find_the_body(body, elsewhere):
    with pytest.raises(NotFoundHere):
        certificates.make_key(body.pk, by=elsewhere)


def test_an_unknown_kind_of_key_is_refused(body, chief):
    with pytest.raises(Invalid):
        certificates.make_key(body.pk, by=chief, algorithm="HS256")


def test_a_body_that_issues_itself_needs_no_key(prison, chief):
    outside = some.a_signing_body(code="OUT", prison=prison, outside=True)
    with pytest.raises(NotNow):
        certificates.make_key(outside.pk, by=chief)


def test_the_private_half_is_not_readable_in_the_table(key):
    assert b'"d"' not in bytes(key.sealed_private) and "d" not in key.public_jwk


def test_a_key_goes_into_the_safe_and_comes_back(body, key, chief, second_chief):
    data = exported(key, chief, second_chief)
    IssuingKey.objects.all().delete()
    certificates.bring_key(body.pk, data, passphrase=HALVES[0], by=chief)
    back = certificates.import_key(body.pk, passphrase=HALVES[1], by=second_chief)
    assert (back.kid, back.state) == (key.kid, "active")


@pytest.mark.parametrize("damage", ["passphrase", "truncated", "nothing", "flipped"])
def test_a_key_that_cannot_be_read_changes_nothing(body, key, chief, second_chief, damage):
    data = exported(key, chief, second_chief)
    IssuingKey.objects.all().delete()
    second = HALVES[0] if damage == "passphrase" else HALVES[1]
    middle = len(data) // 2
    flipped = data[:middle] + (b"A" if data[middle : middle + 1] != b"A" else b"B") + data[middle + 1 :]
    bad = {"truncated": data[:-20], "nothing": b"", "flipped": flipped}.get(damage, data)
    with pytest.raises(Invalid):
        certificates.bring_key(body.pk, bad, passphrase=HALVES[0], by=chief)
        certificates.import_key(body.pk, passphrase=second, by=second_chief)
    assert not IssuingKey.objects.exists()


def test_a_key_that_is_here_is_not_taken_in_twice(body, key, chief, second_chief):
    data = exported(key, chief, second_chief)
    certificates.bring_key(body.pk, data, passphrase=HALVES[0], by=chief)
    with pytest.raises(NotNow):
        certificates.import_key(body.pk, passphrase=HALVES[1], by=second_chief)


def test_one_officer_alone_takes_no_key_in(body, key, chief):
    """Whoever could would sign with a key made elsewhere."""
    made_elsewhere = keys.export(keys.new_key("EdDSA"), "\n".join(HALVES))
    with pytest.raises(NotNow):
        certificates.import_key(body.pk, passphrase=HALVES[1], by=chief)
    certificates.bring_key(body.pk, made_elsewhere, passphrase=HALVES[0], by=chief)
    with pytest.raises(NotAllowed):
        certificates.import_key(body.pk, passphrase=HALVES[1], by=chief)
    assert list(body.keys.values_list("kid", "state")) == [(key.kid, "active")]
    published = certificates.did_document(body)["verificationMethod"]
    assert [one["id"].partition("#")[2] for one in published] == [key.kid]


def test_a_key_that_was_brought_is_thrown_away_by_hand_or_after_a_week(body, key, chief, second_chief):
    certificates.bring_key(body.pk, b"file", passphrase=HALVES[0], by=chief)
    certificates.forget_brought(body.pk, by=second_chief)
    with pytest.raises(NotNow):
        certificates.import_key(body.pk, passphrase=HALVES[1], by=second_chief)
    certificates.bring_key(body.pk, b"file", passphrase=HALVES[0], by=chief)
    assert certificates.forget_old_brought() == 0
    BroughtKey.objects.update(at=timezone.now() - timedelta(days=8))
    assert certificates.forget_old_brought() == 1


def test_an_evaluator_brings_no_key(body, first):
    with pytest.raises(PermissionDenied):
        certificates.bring_key(body.pk, b"file", passphrase=HALVES[0], by=first)


def test_one_officer_alone_gets_no_copy(key, chief):
    with pytest.raises(NotNow):
        certificates.export_key(key.pk, passphrase=HALVES[1], by=chief)
    certificates.ask_export(key.pk, passphrase=HALVES[0], by=chief)
    with pytest.raises(NotAllowed):
        certificates.export_key(key.pk, passphrase=HALVES[1], by=chief)


def test_a_short_passphrase_is_refused(key, chief, second_chief):
    with pytest.raises(Invalid):
        certificates.ask_export(key.pk, passphrase="short", by=chief)
    certificates.ask_export(key.pk, passphrase=HALVES[0], by=chief)
    with pytest.raises(Invalid):
        certificates.export_key(key.pk, passphrase="short", by=second_chief)


def test_a_half_that_nobody_completes_is_forgotten(key, chief, second_chief):
    certificates.ask_export(key.pk, passphrase=HALVES[0], by=chief)
    assert certificates.forget_old_exports() == 0
    IssuingKey.objects.update(export_asked_at=timezone.now() - timedelta(days=8))
    assert certificates.forget_old_exports() == 1
    with pytest.raises(NotNow):
        certificates.export_key(key.pk, passphrase=HALVES[1], by=second_chief)


def test_a_key_in_doubt_signs_no_more_and_two_give_it_up(body, key, chief, second_chief):
    certificates.doubt_key(key.pk, by=chief, reason="硬盘丢失")
    key.refresh_from_db()
    assert key.state == "retired"
    with pytest.raises(NotAllowed):
        certificates.confirm_compromise(key.pk, by=chief)
    certificates.confirm_compromise(key.pk, by=second_chief)
    key.refresh_from_db()
    assert key.state == "compromised"
    assert not certificates.did_document(body)["assertionMethod"]


def test_a_doubt_is_cleared_by_a_second_officer(key, chief, second_chief):
    certificates.doubt_key(key.pk, by=chief, reason="硬盘丢失")
    with pytest.raises(NotAllowed):
        certificates.clear_doubt(key.pk, by=chief, reason="找到了")
    certificates.clear_doubt(key.pk, by=second_chief, reason="找到了")
    with pytest.raises(NotNow):
        certificates.confirm_compromise(key.pk, by=second_chief)


def test_the_table_refuses_that_one_person_gives_a_key_up(key, chief):
    with pytest.raises(IntegrityError), transaction.atomic():
        IssuingKey.objects.filter(pk=key.pk).update(state="compromised", doubted_by=chief, confirmed_by=chief)

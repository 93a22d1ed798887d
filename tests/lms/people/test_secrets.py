from datetime import timedelta

import pytest
from cryptography.exceptions import InvalidTag
from django.utils import timezone

from lms.audit.models import AuditEvent
from lms.lib.errors import NotFoundHere
from lms.people import api as people
from lms.people.models import LearnerSecret, SecretTries
from lms.people.secrets import PICTURES, check_pin, derive_key, is_trivial, new_pictures, new_pin, store_secret
from tests.factories import devices as d
from tests.factories import people as a


@pytest.fixture
def device(device_keeper, ward):
    return d.device(device_keeper, ward)


@pytest.fixture(autouse=True)
def fast(monkeypatch):
    monkeypatch.setattr("lms.people.secrets.ITERATIONS", 10)


@pytest.mark.parametrize("pin", ["123456", "000000", "987654", "121212", "258258", "258852", "111222", "890123"])
def test_a_pin_that_is_easy_to_guess_is_refused(pin):
    with pytest.raises(people.WeakSecret):
        check_pin(pin)


@pytest.mark.parametrize("pin", ["12345", "1234567", "abcdef", "１２３４５６", ""])
def test_a_pin_has_six_ascii_digits(pin):
    with pytest.raises(people.WeakSecret):
        check_pin(pin)


def test_generated_pins_are_never_trivial():
    assert not any(is_trivial(new_pin()) for _ in range(500))


def test_pictures_are_three_different_ones_of_the_twelve():
    chosen = new_pictures()
    assert people.pictures_string(chosen) == "pictures:" + ",".join(chosen)
    for wrong in (["sun", "sun", "tree"], ["sun", "tree"], ["sun", "tree", "tank"], [*PICTURES]):
        with pytest.raises(people.WeakSecret):
            people.pictures_string(wrong)


def test_the_right_pin_opens_and_a_wrong_one_does_not(learner, teacher, device):
    pin = people.set_pin(learner.pk, by=teacher)
    assert people.verify_secret(learner, pin, device=device)
    assert not people.verify_secret(learner, "135790", device=device)


def test_pictures_open_only_in_their_order(learner, teacher, device):
    people.set_pictures(learner.pk, ["sun", "tree", "boat"], by=teacher)
    assert people.verify_secret(learner, "pictures:sun,tree,boat", device=device)
    assert not people.verify_secret(learner, "pictures:tree,sun,boat", device=device)


def test_the_key_is_pbkdf2_of_the_secret_and_not_readable_in_the_database(learner, teacher):
    pin = people.set_pin(learner.pk, by=teacher, pin="258036")
    kind, salt, iterations, version = people.secret_profile(learner)
    assert people.pbkdf2_key(learner) == derive_key(pin, salt, iterations)
    assert people.pbkdf2_key(learner) not in bytes(LearnerSecret.objects.get().sealed_key)
    assert (kind, version) == ("pin", 1)


def test_a_sealed_key_cannot_be_given_to_another_learner(learner, ward, teacher):
    other = a.learner(ward, number="1002")
    people.set_pin(learner.pk, by=teacher)
    people.set_pin(other.pk, by=teacher)
    stolen = LearnerSecret.objects.get(learner=learner).sealed_key
    LearnerSecret.objects.filter(learner=other).update(sealed_key=stolen)
    with pytest.raises(InvalidTag):
        people.pbkdf2_key(other)


def test_a_reset_raises_the_version_and_ends_the_old_pin(learner, teacher, device):
    old = people.set_pin(learner.pk, by=teacher, pin="258036")
    people.set_pin(learner.pk, by=teacher, pin="704193")
    assert people.secret_profile(learner)[3] == 2
    assert not people.verify_secret(learner, old, device=device)


def test_wrong_tries_make_the_learner_wait_longer_and_longer_up_to_a_minute(learner, teacher, device):
    people.set_pin(learner.pk, by=teacher, pin="258036")
    waits = []
    for _ in range(9):
        assert not people.verify_secret(learner, "135790", device=device)
        with pytest.raises(people.TooManyTries) as refused:
            people.verify_secret(learner, "258036", device=device)
        waits.append(refused.value.retry_after_seconds)
        SecretTries.objects.update(retry_at=timezone.now() - timedelta(seconds=1))
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_wrong_tries_slow_nobody_else_and_no_other_tablet(learner, ward, teacher, device_keeper, device):
    people.set_pin(learner.pk, by=teacher, pin="258036")
    other, other_device = a.learner(ward, number="1002"), d.device(device_keeper, ward)
    people.set_pin(other.pk, by=teacher, pin="704193")
    people.verify_secret(learner, "135790", device=device)
    assert people.verify_secret(other, "704193", device=device)
    assert people.verify_secret(learner, "258036", device=other_device)


def test_a_right_pin_forgets_the_wrong_tries(learner, teacher, device):
    people.set_pin(learner.pk, by=teacher, pin="258036")
    people.verify_secret(learner, "135790", device=device)
    SecretTries.objects.update(retry_at=timezone.now() - timedelta(seconds=1))
    assert people.verify_secret(learner, "258036", device=device)
    assert SecretTries.objects.get().failures == 0


def test_a_learner_without_a_secret_cannot_sign_in(learner, device):
    assert people.secret_profile(learner) is None
    assert not people.verify_secret(learner, "258036", device=device)


def test_setting_a_pin_is_audited_without_the_pin(learner, teacher):
    pin = people.set_pin(learner.pk, by=teacher)
    event = AuditEvent.objects.get(verb="people.secret.set")
    assert pin not in event.detail
    assert event.actor.startswith(f"officer:{teacher.pk}")


def test_a_pin_may_not_be_part_of_the_number(ward, teacher):
    learner = a.learner(ward, number="44258036")
    with pytest.raises(people.WeakSecret):
        people.set_pin(learner.pk, by=teacher, pin="258036")


@pytest.mark.parametrize("who", ["outsider", "author", "auditor"])
def test_only_officers_who_look_after_the_learner_set_a_secret(request, who, learner):
    with pytest.raises(NotFoundHere):
        people.set_pin(learner.pk, by=request.getfixturevalue(who))
    assert not LearnerSecret.objects.exists()


def test_a_teacher_of_another_ward_cannot_set_a_secret(prison, second_ward, learner):
    officer = a.officer(prison, "teacher", username="t2", ward=second_ward)
    with pytest.raises(NotFoundHere):
        people.set_pictures(learner.pk, ["sun", "tree", "boat"], by=officer)


def test_a_learner_who_left_gets_no_secret(learner, education_office):
    people.retire_learner(learner.pk, by=education_office)
    with pytest.raises(people.AlreadyRetired):
        people.set_pin(learner.pk, by=education_office)


def test_a_secret_sealed_under_the_servers_former_secret_still_opens(learner, teacher, settings):
    store_secret(learner, "pin", "258036", by=teacher)
    key = people.pbkdf2_key(learner)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "the next secret"
    assert people.pbkdf2_key(learner) == key

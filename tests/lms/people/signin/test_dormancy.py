from datetime import timedelta

import pytest
from django.utils import timezone

from lms.audit.models import AuditEvent
from lms.lib.errors import NotAllowed
from lms.people.models import Officer
from lms.people.officers import accounts
from lms.people.signin import dormancy
from tests.factories import people as a
from tests.factories import signin as at_the_door


def unused_for(officer, **time):
    Officer.objects.filter(pk=officer.pk).update(last_seen_at=timezone.now() - timedelta(**time))


def test_ninety_days_without_use_lock_an_account_and_eighty_nine_do_not(teacher, author):
    unused_for(teacher, days=90, minutes=1)
    unused_for(author, days=89)
    assert dormancy.lock_dormant_officers() == 1
    teacher.refresh_from_db()
    author.refresh_from_db()
    assert teacher.locked_at
    assert author.locked_at is None
    assert AuditEvent.objects.filter(verb="people.officer.locked").count() == 1


def test_locking_twice_changes_nothing(teacher):
    unused_for(teacher, days=91)
    dormancy.lock_dormant_officers()
    assert dormancy.lock_dormant_officers() == 0


def test_an_account_that_was_never_used_counts_from_the_day_it_was_made(teacher):
    Officer.objects.filter(pk=teacher.pk).update(created_at=timezone.now() - timedelta(days=91), last_seen_at=None)
    assert dormancy.lock_dormant_officers() == 1


def test_locking_ends_the_sessions(teacher):
    client = at_the_door.browser()
    at_the_door.sign_in(client, teacher)
    dormancy.lock(Officer.objects.get(pk=teacher.pk))
    assert client.get("/admin/").status_code == 302


def test_an_administrator_unlocks_and_nobody_else(prison, teacher, education_office):
    dormancy.lock(teacher)
    with pytest.raises(NotAllowed):
        accounts.unlock_officer(teacher.pk, by=education_office)
    accounts.unlock_officer(teacher.pk, by=a.officer(prison, "administrator", username="padmin"))
    teacher.refresh_from_db()
    assert teacher.may_sign_in
    assert not dormancy.is_dormant(teacher)


def test_working_keeps_an_account_awake(teacher):
    unused_for(teacher, days=80)
    client = at_the_door.browser()
    client.force_login(teacher)
    client.get("/admin/")
    teacher.refresh_from_db()
    assert teacher.last_seen_at > timezone.now() - timedelta(minutes=1)

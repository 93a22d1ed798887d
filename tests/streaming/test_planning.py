"""Broadcasts on the timetable: who may plan, change and cancel them, and who sees them."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lms.audit.models import AuditEvent
from lms.lib.errors import NotFoundHere
from streaming import api as streaming
from streaming.errors import AlreadyBegun, BadPlan
from tests.factories import people as a
from tests.factories.broadcasts import a_broadcast


@pytest.fixture
def broadcast(teacher, ward):
    return a_broadcast(teacher, wards=[ward])


def test_a_teacher_plans_a_broadcast_and_the_log_says_so(broadcast, teacher):
    assert broadcast.teacher == teacher
    event = AuditEvent.objects.order_by("-seq").first()
    assert event.verb == "streaming.broadcast.planned"


def test_nobody_plans_for_another_prison(teacher, other_prison):
    with pytest.raises(PermissionDenied):
        streaming.plan_broadcast(other_prison, by=teacher, title="x", planned_start=timezone.now())


def test_a_teacher_of_one_ward_plans_for_that_ward_only(prison, ward, second_ward):
    officer = a.officer(prison, "teacher", username="of-one-ward", ward=ward)
    assert a_broadcast(officer, wards=[ward])
    with pytest.raises(PermissionDenied):
        a_broadcast(officer, wards=[second_ward])
    with pytest.raises(PermissionDenied):
        a_broadcast(officer)


def test_somebody_who_does_not_teach_cannot_be_the_teacher(teacher, auditor):
    with pytest.raises(BadPlan):
        a_broadcast(teacher, teacher=auditor)


def test_a_broadcast_needs_a_title(teacher):
    with pytest.raises(BadPlan):
        a_broadcast(teacher, title="  ")


def test_a_ward_of_another_prison_is_refused(teacher, other_ward):
    with pytest.raises((BadPlan, PermissionDenied)):
        a_broadcast(teacher, wards=[other_ward])


def test_the_plan_can_be_changed_until_it_begins(broadcast, teacher):
    streaming.change_broadcast(broadcast.pk, by=teacher, planned_minutes=90)
    streaming.go_live(streaming.broadcast_for(teacher, broadcast.pk), by=teacher)
    with pytest.raises(AlreadyBegun):
        streaming.change_broadcast(broadcast.pk, by=teacher, planned_minutes=30)
    assert streaming.change_broadcast(broadcast.pk, by=teacher, title="Neu").title == "Neu"


def test_a_colleague_may_see_but_not_change(broadcast, prison):
    colleague = a.officer(prison, "teacher", username="colleague")
    assert streaming.broadcast_for(colleague, broadcast.pk) == broadcast
    with pytest.raises(PermissionDenied):
        streaming.change_broadcast(broadcast.pk, by=colleague, title="x")


def test_the_education_office_may_change_what_others_planned(broadcast, education_office):
    assert streaming.change_broadcast(broadcast.pk, by=education_office, title="x").title == "x"


def test_an_outsider_finds_nothing(broadcast, outsider):
    assert not streaming.broadcasts_for(outsider).exists()
    with pytest.raises(NotFoundHere):
        streaming.broadcast_for(outsider, broadcast.pk)


def test_the_administrator_finds_all_of_them(broadcast, administrator):
    assert list(streaming.broadcasts_for(administrator)) == [broadcast]


def test_a_planned_broadcast_can_be_cancelled_a_running_one_cannot(broadcast, teacher):
    streaming.go_live(broadcast, by=teacher)
    with pytest.raises(AlreadyBegun):
        streaming.cancel_broadcast(broadcast.pk, by=teacher)
    other = a_broadcast(teacher)
    assert streaming.cancel_broadcast(other.pk, by=teacher).state == "cancelled"


def test_learners_see_the_broadcasts_of_their_ward_and_of_the_whole_prison(broadcast, teacher, learner):
    everybody = a_broadcast(teacher)
    assert set(streaming.visible_to(learner)) == {broadcast, everybody}


def test_a_learner_outside_the_wards_sees_nothing_of_it(broadcast, second_ward, other_learner):
    elsewhere = a.learner(second_ward, number="2001")
    assert broadcast not in streaming.visible_to(elsewhere)
    assert not streaming.visible_to(other_learner).exists()


def test_a_cancelled_broadcast_is_seen_by_no_learner(broadcast, teacher, learner):
    streaming.cancel_broadcast(broadcast.pk, by=teacher)
    assert not streaming.visible_to(learner).exists()

"""Registering, withdrawing, correcting."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from assessments.certification.candidacies import api
from assessments.certification.candidacies.latin import latin_name
from assessments.certification.candidacies.numbers import check_digit, is_number, number_of
from assessments.certification.candidacies.states import CandidacyState as S
from assessments.certification.errors import AlreadyRegistered, NoRules, NotNow
from assessments.certification.models import Candidacy
from lms.audit.models import AuditEvent
from lms.lib.errors import Invalid, NotFoundHere
from lms.people import api as people
from tests.factories import certification as some
from tests.factories import people as a

pytestmark = pytest.mark.django_db
IDENTITY = "11010519491231002X"  # the example of GB 11643


def test_who_is_registered_gets_a_number_and_is_checked_at_once(evaluator, learner, scheme):
    one = api.register_candidates(scheme.pk, [learner.pk], by=evaluator)[0]
    assert one.state == S.ELIGIBLE and one.eligible_at and is_number(one.number)
    assert [move.new for move in one.moves.all()] == [S.REGISTERED, S.ELIGIBLE]
    assert (one.holder_name, one.holder_latin) == ("王小明", "Wang Xiaoming")


def test_the_number_tells_nothing_of_the_prison(evaluator, learner, other_prison, other_learner, scheme):
    everywhere = a.officer(other_prison, username="all", name="省局")
    a.grant_at_setup(everywhere, "evaluator", reason="test")
    both = api.register_candidates(scheme.pk, [learner.pk, other_learner.pk], by=everywhere)
    assert [int(one.number[4:10]) for one in both] == [1, 2]


def test_nobody_is_registered_twice_while_on_the_way(evaluator, learner, scheme):
    some.a_candidacy(evaluator, learner, scheme)
    with pytest.raises(AlreadyRegistered, match="王小明"):
        api.register_candidates(scheme.pk, [learner.pk], by=evaluator)
    assert Candidacy.objects.count() == 1


def test_one_who_cannot_be_registered_leaves_all_others_out(evaluator, learner, ward, scheme):
    other = a.learner(ward, number="1002")
    some.a_candidacy(evaluator, other, scheme)
    with pytest.raises(AlreadyRegistered):
        api.register_candidates(scheme.pk, [learner.pk, other.pk], by=evaluator)
    assert not learner.candidacies.exists()


def test_a_learner_of_another_prison_is_not_found(evaluator, other_learner, scheme):
    with pytest.raises(NotFoundHere):
        api.register_candidates(scheme.pk, [other_learner.pk], by=evaluator)


def test_a_teacher_registers_nobody(teacher, learner, scheme):
    with pytest.raises((PermissionDenied, NotFoundHere)):
        api.register_candidates(scheme.pk, [learner.pk], by=teacher)
    assert not Candidacy.objects.exists()


def test_who_has_left_is_not_registered(evaluator, education_office, learner, scheme):
    people.retire_learner(learner.pk, by=education_office)
    with pytest.raises(Invalid, match="has left"):
        api.register_candidates(scheme.pk, [learner.pk], by=evaluator)


def test_without_rules_in_force_nobody_is_registered(evaluator, learner):
    with pytest.raises(NoRules):
        api.register_candidates(some.a_scheme(evaluator, live=False).pk, [learner.pk], by=evaluator)


def test_the_identity_card_gives_the_date_of_birth(evaluator, learner, scheme):
    holder = api.Holder(identity_number=IDENTITY.lower())
    one = api.register_candidates(scheme.pk, [learner.pk], by=evaluator, holders={learner.pk: holder})[0]
    assert (one.born_on, one.identity_number) == (date(1949, 12, 31), IDENTITY)


def test_an_identity_card_with_a_wrong_digit_is_refused(evaluator, learner, scheme):
    holder = api.Holder(identity_number="110105194912310021")
    with pytest.raises(Invalid, match="wrong digit"):
        api.register_candidates(scheme.pk, [learner.pk], by=evaluator, holders={learner.pk: holder})
    assert not Candidacy.objects.exists()


def test_withdrawing_needs_a_reason_and_frees_the_place(evaluator, learner, scheme):
    one = some.a_candidacy(evaluator, learner, scheme)
    with pytest.raises(Invalid):
        api.withdraw_candidacy(one.pk, by=evaluator, reason=" ")
    assert api.withdraw_candidacy(one.pk, by=evaluator, reason="本人放弃").state == S.WITHDRAWN
    assert some.a_candidacy(evaluator, learner, scheme).state == S.ELIGIBLE


def test_who_has_a_seat_is_not_withdrawn(evaluator, learner, scheme):
    one = some.a_candidacy(evaluator, learner, scheme, state=S.SEATED)
    with pytest.raises(NotNow, match="seat"):
        api.withdraw_candidacy(one.pk, by=evaluator, reason="本人放弃")


def test_a_corrected_name_stands_in_the_audit_log_before_and_after(evaluator, learner, scheme):
    one = some.a_candidacy(evaluator, learner, scheme)
    api.correct_holder(one.pk, api.Holder("王晓明", "Wang Xiaoming", None, IDENTITY), by=evaluator)
    event = AuditEvent.objects.get(verb="assessments.candidacy.corrected")
    assert "王小明" in event.detail and "王晓明" in event.detail
    assert IDENTITY not in event.detail


def test_another_prisons_evaluator_corrects_nothing(evaluator, other_prison, learner, scheme):
    one = some.a_candidacy(evaluator, learner, scheme)
    outsider = a.officer(other_prison, "evaluator", username="foreign")
    with pytest.raises(NotFoundHere):
        api.correct_holder(one.pk, api.Holder("别人"), by=outsider)


def test_a_day_of_birth_in_the_future_is_refused(evaluator, learner, scheme):
    one = some.a_candidacy(evaluator, learner, scheme)
    with pytest.raises(Invalid, match="future"):
        api.correct_holder(one.pk, api.Holder("王小明", "", timezone.localdate() + timedelta(days=1)), by=evaluator)


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("王小明", "Wang Xiaoming"),
        ("欧阳娜", "Ouyang Na"),
        ("吕丽", "Lyu Li"),
        ("单雄信", "Shan Xiongxin"),
        ("艾力·买买提", "Aili Maimaiti"),
        ("John Smith", "John Smith"),
        ("王", ""),
    ],
    ids=["plain", "double surname", "umlaut", "surname's own sound", "dotted", "latin", "one sign"],
)
def test_latin_names_are_proposed(name, latin):
    assert latin_name(name) == latin


def test_a_wrong_digit_of_a_number_is_seen():
    number = number_of(2026, 123)
    assert len(number) == 11 and is_number(number)
    wrong = number[:8] + str((int(number[8]) + 1) % 10) + number[9:]
    assert not is_number(wrong)
    assert check_digit("7992739871") == "3"  # ISO/IEC 7812's usual example

"""One person entered twice: two officers, and nothing that would be lost."""

import pytest

from assessments.certification.candidacies import api
from assessments.certification.models import HandOver
from lms.lib.errors import Conflict, NotAllowed, NotFoundHere
from tests.factories import certification as some
from tests.factories import people as a
from tests.factories import sittings

pytestmark = pytest.mark.django_db


@pytest.fixture
def again(ward):
    return a.learner(ward, number="2001", name="王小明")


@pytest.fixture
def asked(evaluator, learner, again, scheme):
    some.a_candidacy(evaluator, learner, scheme)
    return api.ask_hand_over(learner.pk, again.pk, by=evaluator, reason="指纹相同")


def test_a_second_officer_confirms_and_the_candidacies_go_over(asked, marker, again):
    assert api.confirm_hand_over(asked.pk, by=marker) == 1
    assert again.candidacies.count() == 1


def test_the_same_officer_does_not_confirm(asked, evaluator, again):
    with pytest.raises(NotAllowed):
        api.confirm_hand_over(asked.pk, by=evaluator)
    assert not again.candidacies.exists()


def test_an_outsider_finds_nothing(asked, other_prison):
    with pytest.raises(NotFoundHere):
        api.confirm_hand_over(asked.pk, by=a.officer(other_prison, "evaluator", username="foreign"))


def test_two_open_candidacies_for_one_scheme_are_refused_also_when_they_come_in_between(
    asked, evaluator, marker, again, scheme
):
    some.a_candidacy(evaluator, again, scheme)
    with pytest.raises(Conflict, match="Both have an open candidacy"):
        api.confirm_hand_over(asked.pk, by=marker)
    assert HandOver.objects.get().state == "waiting" and again.candidacies.count() == 1


def test_while_an_exam_is_not_released_nothing_is_handed_over(asked, evaluator, marker, learner, paper):
    sittings.a_sitting(evaluator, [learner], version=paper)
    with pytest.raises(Conflict, match="not released"):
        api.confirm_hand_over(asked.pk, by=marker)

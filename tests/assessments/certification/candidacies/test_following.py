"""From seats and released marks to the steps of candidacies."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.certification.candidacies import api
from assessments.certification.candidacies.moving import move
from assessments.certification.candidacies.states import CandidacyState as S
from assessments.certification.models import Candidacy, CandidacyMove
from assessments.certification.schemes.rules import Rules
from assessments.exams.marking import api as marking
from assessments.exams.models import Outcome, OutcomeChange, Seat, Sitting
from assessments.exams.sittings import api as sittings
from tests.factories import certification as some
from tests.factories import marking as marks
from tests.factories import sittings as of_sittings

pytestmark = pytest.mark.django_db
WRONG = {"choice": "", "numeric": ""}


@pytest.fixture
def candidate(evaluator, learner, scheme):
    return some.a_candidacy(evaluator, learner, scheme)


@pytest.fixture
def released(evaluator, chief, releaser, learner, paper, candidate):
    """A way to a released sitting; `given`: what the candidate answers, everything right where nothing is said."""

    def release(given=None, attendance=None):
        sitting = marks.an_ended_sitting(evaluator, [learner], version=paper, given={0: given} if given else None)
        if attendance:
            sitting.seats.update(attendance=attendance, state=Seat.State.WAITING)
            sitting.seats.get().responses.all().delete()
        marking.close_marking(sitting.pk, by=chief)
        marking.approve_marks(sitting.pk, by=chief)
        return marking.release_marks(sitting.pk, by=releaser)

    return release


def follow(candidate):
    api.follow_exams_of_candidates()
    candidate.refresh_from_db()
    return candidate.state


def steps(candidate):
    return [one.new for one in candidate.moves.all()]


def test_a_seat_moves_the_candidate_on_and_its_loss_back(evaluator, learner, paper, candidate):
    sitting = of_sittings.a_sitting(evaluator, [learner], version=paper)
    assert follow(candidate) == S.SEATED
    sittings.remove_candidate(sitting.pk, sitting.seats.get().pk, by=evaluator)
    assert follow(candidate) == S.ELIGIBLE


def test_a_cancelled_sitting_gives_the_candidate_back(evaluator, learner, paper, candidate):
    sitting = of_sittings.a_sitting(evaluator, [learner], version=paper)
    follow(candidate)
    sittings.cancel_sitting(sitting.pk, by=evaluator, reason="停电")
    assert follow(candidate) == S.ELIGIBLE


def test_a_seat_for_another_paper_is_none_of_the_schemes(evaluator, learner, candidate):
    of_sittings.a_sitting(evaluator, [learner])
    assert follow(candidate) == S.ELIGIBLE


def test_an_ended_exam_waits_for_its_marks(evaluator, learner, paper, candidate):
    marks.an_ended_sitting(evaluator, [learner], version=paper)
    assert follow(candidate) == S.EXAMINED


def test_a_released_pass_is_awarded_step_by_step(candidate, released):
    released()
    assert follow(candidate) == S.AWARDED
    assert steps(candidate) == [S.REGISTERED, S.ELIGIBLE, S.SEATED, S.EXAMINED, S.MODERATED, S.AWARDED]
    result = candidate.results.get()
    assert (result.percent, result.passed, result.part) == (100, True, "theory")


def test_running_twice_changes_nothing(candidate, released):
    released()
    follow(candidate)
    before = CandidacyMove.objects.count()
    assert api.follow_exams_of_candidates() == 0
    assert CandidacyMove.objects.count() == before


def test_who_did_not_pass_may_try_again(candidate, released):
    released(WRONG)
    assert follow(candidate) == S.ELIGIBLE
    assert not candidate.results.get().passed


def test_without_another_attempt_it_is_not_awarded(evaluator, learner, paper, released, candidate):
    strict = Rules(parts=(some.theory(paper.paper_id),), most_attempts=1)
    some.write_rules(candidate.scheme, strict, by=evaluator)
    Candidacy.objects.filter(pk=candidate.pk).update(version=candidate.scheme.versions.get(state="live"))
    released(WRONG)
    assert follow(candidate) == S.NOT_AWARDED


def test_an_excused_absence_is_no_attempt(candidate, released):
    released(attendance=Seat.Attendance.EXCUSED)
    assert follow(candidate) == S.ELIGIBLE
    assert not candidate.results.exists() and api.decision_of(candidate).spent == ()


def test_an_absence_without_excuse_uses_an_attempt_up(evaluator, paper, candidate, released):
    strict = Rules(parts=(some.theory(paper.paper_id),), most_attempts=1)
    some.write_rules(candidate.scheme, strict, by=evaluator)
    Candidacy.objects.filter(pk=candidate.pk).update(version=candidate.scheme.versions.get(state="live"))
    move(candidate, S.SEATED, by=None)
    released(attendance=Seat.Attendance.ABSENT)
    assert follow(candidate) == S.NOT_AWARDED


def test_an_exam_before_the_registration_does_not_count(evaluator, candidate, released):
    sitting = released()
    Sitting.objects.filter(pk=sitting.pk).update(planned_start=timezone.now() - timedelta(days=2))
    assert follow(candidate) == S.ELIGIBLE


def a_correction(sitting, *, passed):
    """What an appeal leaves behind."""
    outcome = Outcome.objects.get(seat__sitting=sitting)
    points = outcome.out_of if passed else 0
    before = (outcome.points, outcome.passed)
    Outcome.objects.filter(pk=outcome.pk).update(points=points, passed=passed)
    return OutcomeChange.objects.create(
        outcome=outcome,
        why="appeal",
        by="chief",
        at=timezone.now(),
        points_before=before[0],
        points_after=points,
        out_of_before=outcome.out_of,
        out_of_after=outcome.out_of,
        passed_before=before[1],
        passed_after=passed,
    )


def test_an_appeal_that_is_upheld_reopens_and_awards(candidate, released):
    sitting = released(WRONG)
    assert follow(candidate) == S.ELIGIBLE
    a_correction(sitting, passed=True)
    assert follow(candidate) == S.AWARDED
    assert candidate.results.get().passed


def test_a_mark_that_falls_takes_the_award_back(candidate, released):
    sitting = released()
    follow(candidate)
    a_correction(sitting, passed=False)
    assert follow(candidate) == S.ELIGIBLE
    assert steps(candidate)[-2:] == [S.MODERATED, S.ELIGIBLE]


def test_after_the_issue_nothing_moves_but_evaluators_are_told(candidate, released):
    sitting = released()
    follow(candidate)
    move(candidate, S.ISSUED, by=None)
    a_correction(sitting, passed=False)
    assert follow(candidate) == S.ISSUED
    assert candidate.doubted_at and not candidate.results.get().passed


def test_a_new_candidacy_is_not_shaken_by_the_appeal_of_an_old_one(evaluator, learner, paper, candidate, released):
    strict = Rules(parts=(some.theory(paper.paper_id),), most_attempts=1)
    some.write_rules(candidate.scheme, strict, by=evaluator)
    Candidacy.objects.filter(pk=candidate.pk).update(version=candidate.scheme.versions.get(state="live"))
    sitting = released(WRONG)
    follow(candidate)
    Sitting.objects.filter(pk=sitting.pk).update(planned_start=timezone.now() - timedelta(days=9))
    Candidacy.objects.filter(pk=candidate.pk).update(registered_on=timezone.localdate() - timedelta(days=10))
    again = some.a_candidacy(evaluator, learner, candidate.scheme)
    a_correction(sitting, passed=True)
    assert follow(candidate) == S.NOT_AWARDED and candidate.doubted_at
    assert follow(again) == S.ELIGIBLE


def test_with_nothing_new_it_costs_a_few_queries(candidate, released, django_assert_max_num_queries):
    released()
    follow(candidate)
    with django_assert_max_num_queries(8):
        api.follow_exams_of_candidates()

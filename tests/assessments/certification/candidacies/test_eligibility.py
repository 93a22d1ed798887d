"""Who may sit, and the sentences on why not."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from django.utils import translation

from assessments.certification.candidacies.deciding import Taken
from assessments.certification.candidacies.eligibility import Facts, kept, reasons_for, sentences
from assessments.certification.schemes.rules import CourseRule, EarlierRule, PartRule, RenewalRule, Rules
from lms.learning.api import Learnt

TODAY = date(2026, 12, 1)
COURSE = "urn:newleaf:course:welding"
EARLIER = UUID(int=5)


def rules(**more):
    return Rules(parts=(PartRule(id="theory", kind="theory", title="理论"),), **more)


def facts(**more):
    return Facts(**{"today": TODAY, **more})


def said(rule, known):
    with translation.override("en"):
        return sentences(reasons_for(rule, known))


def test_without_requirements_everybody_is_eligible():
    assert reasons_for(rules(), facts()) == []


def test_hours_of_a_course_that_are_missing_are_named():
    asked = rules(courses=(CourseRule(course=COURSE, title="焊接基础", hours=Decimal(40), completed=False),))
    learnt = {COURSE: Learnt(minutes=28 * 60)}
    assert said(asked, facts(learnt=learnt)) == ["Needs 12 more hours of the course “焊接基础”."]


def test_a_minute_too_few_is_not_rounded_away():
    asked = rules(courses=(CourseRule(course=COURSE, title="焊接", hours=Decimal(1), completed=False),))
    assert said(asked, facts(learnt={COURSE: Learnt(minutes=59)})) == ["Needs 0.1 more hours of the course “焊接”."]
    assert said(asked, facts(learnt={COURSE: Learnt(minutes=60)})) == []


def test_lessons_that_are_left_are_counted():
    asked = rules(courses=(CourseRule(course=COURSE, title="焊接"),))
    assert said(asked, facts(learnt={COURSE: Learnt(left=2)})) == [
        "Has to complete the course “焊接”: 2 lessons are left."
    ]
    assert said(asked, facts(learnt={COURSE: Learnt(completed=True)})) == []


def test_hours_are_added_up_over_the_courses():
    two = tuple(CourseRule(course=name, hours=Decimal(1), completed=False) for name in ("a", "b"))
    learnt = {"a": Learnt(minutes=90), "b": Learnt(minutes=120)}
    assert said(rules(courses=two, total_hours=Decimal(5)), facts(learnt=learnt)) == [
        "Needs 1.5 more hours of the courses of this scheme."
    ]


def test_an_earlier_certificate_has_to_be_held_long_enough():
    asked = rules(earlier=(EarlierRule(scheme=EARLIER, months=12),))
    names = {EARLIER: ("焊工五级", "Welder 5")}
    assert said(asked, facts(names=names)) == ["Needs the certificate “Welder 5” first."]
    assert said(asked, facts(names=names, held={EARLIER: date(2026, 3, 1)})) == [
        "Has to hold the certificate “Welder 5” until 2027-03-01 first."
    ]
    assert said(asked, facts(names=names, held={EARLIER: date(2025, 12, 1)})) == []


def test_after_an_attempt_the_days_between_have_to_pass():
    asked = rules(days_between_attempts=30)
    taken = [Taken("theory", Decimal(40), date(2026, 11, 20))]
    assert said(asked, facts(taken=taken)) == ["May try again from 2026-12-20."]


def test_the_days_between_go_on_over_a_new_registration():
    assert said(rules(days_between_attempts=30), facts(before={"theory": date(2026, 11, 20)})) == [
        "May try again from 2026-12-20."
    ]


def test_an_excused_absence_is_no_reason():
    """Excused absences are not among the facts at all: only those without an excuse are."""
    asked = rules(days_between_attempts=30, most_attempts=1)
    assert reasons_for(asked, facts(absences={})) == []
    assert reasons_for(asked, facts(absences={"theory": [date(2026, 11, 20)]})) == [{"code": "attempts"}]


def test_who_waits_with_one_part_may_sit_for_another():
    two = Rules(
        parts=tuple(PartRule(id=name, kind="theory", title=name) for name in ("theory", "practical")),
        days_between_attempts=30,
    )
    assert reasons_for(two, facts(taken=[Taken("theory", Decimal(40), date(2026, 11, 20))])) == []


def test_what_was_waived_after_a_contest_counts_no_more():
    asked = rules(courses=(CourseRule(course=COURSE, title="焊接"),))
    reasons = reasons_for(asked, facts())
    assert reasons_for(asked, facts(waived=[kept(one) for one in reasons])) == []


def test_renewing_asks_for_further_training_and_not_for_the_course_again():
    asked = rules(
        courses=(CourseRule(course=COURSE),), valid_months=36, renewal=RenewalRule(hours=Decimal(8), parts=("theory",))
    )
    learnt = {COURSE: Learnt(minutes=120, left=3)}
    assert said(asked, facts(learnt=learnt, renewal=True)) == [
        "Needs 6 more hours of further training in the courses of this scheme."
    ]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_who_has_left_is_told_once(language):
    with translation.override(language):
        assert len(sentences(reasons_for(rules(total_hours=None), facts(here=False)))) == 1

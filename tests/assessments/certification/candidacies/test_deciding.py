"""From results to a decision."""

from datetime import date
from decimal import Decimal

import pytest

from assessments.certification.candidacies.deciding import Taken, decide
from assessments.certification.schemes.rules import PartRule, RenewalRule, Rules

TODAY = date(2026, 12, 1)


def part(name, percent=60):
    return PartRule(id=name, kind="theory", title=name, pass_percent=Decimal(percent))


def rules(*names, **more):
    return Rules(parts=tuple(part(name) for name in names or ("theory", "practical")), **more)


def took(name, percent, on=date(2026, 11, 1)):
    return Taken(name, Decimal(percent), on)


def test_every_part_passed_is_awarded_with_the_best_result_of_each():
    made = decide(rules(), [took("theory", 61), took("theory", 80), took("practical", 60)], today=TODAY)
    assert (made.verdict, made.counted["theory"].percent) == ("awarded", 80)


def test_a_part_below_its_share_stays_open():
    made = decide(rules(), [took("theory", "59.99"), took("practical", 90)], today=TODAY)
    assert (made.verdict, made.open_parts) == ("open", ("theory",))


def test_some_of_many_parts_suffice():
    given = [took("maths", 70), took("chinese", 65)]
    assert decide(rules("maths", "chinese", "law", parts_needed=2), given, today=TODAY).verdict == "awarded"


def test_passes_that_lie_too_far_apart_do_not_count_together():
    given = [took("theory", 70, date(2025, 1, 31)), took("practical", 70, date(2026, 2, 1))]
    made = decide(rules(within_months=12), given, today=TODAY)
    assert (made.verdict, made.open_parts) == ("open", ("theory",))


def test_passes_on_the_last_day_of_the_months_count_together():
    given = [took("theory", 70, date(2025, 2, 1)), took("practical", 70, date(2026, 2, 1))]
    assert decide(rules(within_months=12), given, today=TODAY).verdict == "awarded"


def test_a_later_pass_takes_the_place_of_one_that_is_too_old():
    given = [took("theory", 95, date(2024, 1, 1)), took("theory", 61, date(2026, 1, 5)), took("practical", 70)]
    made = decide(rules(within_months=12), given, today=TODAY)
    assert (made.verdict, made.counted["theory"].percent) == ("awarded", 61)


def test_without_attempts_left_it_is_not_awarded():
    given = [took("theory", 30), took("theory", 40), took("practical", 70)]
    made = decide(rules(most_attempts=2), given, today=TODAY)
    assert (made.verdict, made.spent) == ("not_awarded", ("theory",))


def test_an_absence_without_excuse_is_an_attempt():
    given = [took("theory", 30), took("practical", 70)]
    absences = {"theory": [date(2026, 11, 20)]}
    assert decide(rules(most_attempts=2), given, today=TODAY).verdict == "open"
    assert decide(rules(most_attempts=2), given, today=TODAY, absences=absences).verdict == "not_awarded"


def test_a_spent_part_does_no_harm_while_enough_others_can_be_passed():
    given = [took("law", 10), took("maths", 70)]
    made = decide(rules("maths", "chinese", "law", parts_needed=2, most_attempts=1), given, today=TODAY)
    assert (made.verdict, made.open_parts) == ("open", ("chinese",))


@pytest.mark.parametrize(("renewal", "verdict"), [(True, "awarded"), (False, "open")], ids=["renewal", "first"])
def test_renewing_asks_only_for_the_parts_that_the_rules_name(renewal, verdict):
    again = rules("theory", "practical", "review", valid_months=36, renewal=RenewalRule(parts=("review",)))
    assert decide(again, [took("review", 60)], today=TODAY, renewal=renewal).verdict == verdict

import math
import statistics
from collections import Counter
from datetime import date, timedelta

import pytest
from django.utils import timezone

from assessments.certification.candidacies import moving
from assessments.certification.candidacies.states import CandidacyState as S
from assessments.certification.desk import figures
from assessments.certification.desk.figures import Selection
from assessments.certification.desk.intervals import rate, spread
from assessments.certification.desk.stages import NEXT, group_of
from tests.assessments.certification.desk.candidates import Walk, a_candidacy, a_scheme
from tests.assessments.certification.desk.independent_count import STAGES, count_by_hand
from tests.factories import people as a

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def clock(monkeypatch):
    now = [timezone.now()]
    monkeypatch.setattr(moving.timezone, "now", lambda: now[0])

    def to(at):
        now[0] = at

    return to


@pytest.fixture
def of_all(prison):
    """Evaluates in every prison."""
    made = a.officer(None, username="province", name="省局考评员")
    a.grant_at_setup(made, "evaluator", reason="test")
    return made


def a_year(ward, other_ward, clock, *, seed, count):
    walk = Walk(seed, clock)
    schemes = [a_scheme("WELD"), a_scheme("COOK", title="厨师")]
    for number in range(count):
        place = walk.chance.choice([ward, other_ward])
        one = a_candidacy(
            a.learner(place, number=f"F{number}", name=f"学员{number}"),
            walk.chance.choice(schemes),
            number=f"26{number:05}",
            registered_on=date(2025, 1, 1) + timedelta(days=walk.chance.randrange(364)),
        )
        walk.go(one, walk.chance.randrange(0, 14))
    clock(timezone.now())
    return schemes


def as_counted(officer, selection):
    found = selection.of(officer)
    whole = figures.total(figures.tallies(found, "prison").values())
    steps = {
        one.stage.key: {"reached": one.reached, "here": one.here, "ended": one.ended} for one in figures.steps(whole)
    }
    return whole, steps, {one.wait.key: one.spread for one in figures.waits(found, whole)}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_funnel_equals_an_independent_count_of_a_random_year(of_all, ward, other_ward, clock, seed):
    schemes = a_year(ward, other_ward, clock, seed=seed, count=120)
    for scheme in (None, schemes[0].pk):
        for place in (None, ward.prison_id):
            for since, until in ((None, None), (date(2025, 3, 1), date(2025, 9, 30))):
                selection = Selection(since, until, scheme, place)
                whole, steps, waits = as_counted(of_all, selection)
                hand = count_by_hand(since, until, scheme=scheme, prison=place)
                assert steps == hand["stages"]
                assert (whole.rate.passed, whole.rate.of) == (hand["passed"], hand["decided"])
                for key, days in hand["waits"].items():
                    assert waits[key].n == len(days)
                    assert waits[key].median == (statistics.median(days) if days else None)
                    assert waits[key].ninety == (days[math.ceil(len(days) * 0.9) - 1] if days else None)


def test_everybody_stands_somewhere(of_all, ward, other_ward, clock):
    a_year(ward, other_ward, clock, seed=7, count=80)
    _whole, steps, _waits = as_counted(of_all, Selection())
    for stage in STAGES[:-1]:
        one, after = steps[stage], steps[NEXT[stage].key]
        assert one["reached"] == after["reached"] + one["here"] + one["ended"]


def test_the_list_behind_every_number_is_as_long_as_the_number(of_all, ward, other_ward, clock):
    a_year(ward, other_ward, clock, seed=4, count=100)
    selection = Selection(date(2025, 2, 1), date(2025, 11, 30))
    found = selection.of(of_all)
    whole = figures.total(figures.tallies(found, "scheme").values())
    for name, count in whole.counts.items():
        _label, asked = group_of(name, TODAY)
        assert found.filter(asked).count() == count, name
    for one in figures.waits(found, whole):
        assert found.filter(group_of(f"waited-{one.wait.key}", TODAY)[1]).count() == one.spread.n
    for days, count in figures.expiring_counts(of_all, selection, TODAY).items():
        behind = Selection().of(of_all).filter(group_of(f"expires-{days}", TODAY)[1])
        assert behind.count() == count


@pytest.mark.parametrize("by", figures.BY)
def test_the_rows_of_a_comparison_add_up_to_the_whole(of_all, ward, other_ward, clock, by):
    a_year(ward, other_ward, clock, seed=5, count=60)
    selection = Selection(date(2025, 2, 10), date(2025, 11, 20))
    rows = figures.tallies(selection.of(of_all), by)
    if by == "period":
        rows = figures.by_period(rows, selection)
        assert [since.month for since, _until in rows] == list(range(2, 12))
        for (since, until), tally in rows.items():
            assert Selection(since, until).of(of_all).count() == tally.registered
    assert figures.total(rows.values()).registered == selection.of(of_all).count()


def test_an_evaluator_counts_only_the_own_prison(prison, ward, other_ward, clock, of_all):
    a_year(ward, other_ward, clock, seed=6, count=40)
    mine = a.officer(prison, "evaluator", username="mine")
    counted = set(figures.tallies(Selection().of(mine), "prison"))
    assert counted == {prison.pk}
    assert len(figures.tallies(Selection().of(of_all), "prison")) == 2


def test_an_excused_absence_was_no_examination(ward, clock):
    one = a_candidacy(a.learner(ward, number="1"), a_scheme(), number="1")
    for state in (S.ELIGIBLE, S.SEATED, S.EXAMINED):
        moving.move(one, state, by=None)
    assert one.examined_at
    moving.move(one, S.ELIGIBLE, by=None)
    assert one.examined_at is None


def test_an_excused_second_round_leaves_the_first_examination(ward, clock):
    one = a_candidacy(a.learner(ward, number="1"), a_scheme(), number="1")
    start = timezone.now()
    for hours, state in enumerate((S.ELIGIBLE, S.SEATED, S.EXAMINED, S.MODERATED, S.ELIGIBLE, S.SEATED, S.EXAMINED)):
        clock(start + timedelta(hours=hours))
        moving.move(one, state, by=None)
    moving.move(one, S.ELIGIBLE, by=None)
    assert one.examined_at == start + timedelta(hours=2)


def test_the_wait_for_eligibility_is_counted_once(ward, clock):
    one = a_candidacy(a.learner(ward, number="1"), a_scheme(), number="1", registered_on=TODAY - timedelta(days=9))
    for state in (S.ELIGIBLE, S.NOT_ELIGIBLE):
        moving.move(one, state, by=None)
    clock(timezone.now() + timedelta(days=30))
    moving.move(one, S.ELIGIBLE, by=None)
    assert one.waited_eligible == 9


@pytest.mark.parametrize(
    ("passed", "of", "low", "high"),
    [(0, 10, 0.0, 0.27754), (10, 10, 0.72246, 1.0), (81, 263, 0.2553, 0.3662), (5, 5, 0.5655, 1.0)],
    ids=["none", "all", "newcombe", "fewest"],
)
def test_the_interval_is_wilsons(passed, of, low, high):
    """81 of 263: Newcombe 1998, Statistics in Medicine 17, table I, method 3."""
    made = rate(passed, of)
    assert (made.low, made.high) == (pytest.approx(low, abs=6e-4), pytest.approx(high, abs=6e-4))


def test_under_five_decided_no_rate_is_given():
    assert rate(4, 4).share is None


@pytest.mark.parametrize(
    "days", [[3], [1, 2], [5, 1, 9, 9, 2], list(range(100))], ids=["one", "two", "five", "hundred"]
)
def test_median_and_nine_of_ten_are_those_of_the_row(days):
    made = spread(Counter(days))
    assert made.median == statistics.median(days)
    assert made.ninety == sorted(days)[math.ceil(len(days) * 0.9) - 1]

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.learning import api as learning
from lms.learning.completion import merged, segments_of
from lms.learning.models import CourseProgress, Enrolment, Outcome, Progress, Question
from lms.records import api as records
from lms.records.models import Statement
from tests.factories import learning as a
from tests.factories.records import a_statement, new_statement


def progress(learner, package):
    learning.project_progress()
    return Progress.objects.filter(learner=learner, lesson_iri=package.lesson).first()


def test_opening_completes_a_lesson_that_only_wants_to_be_opened(learner):
    lesson = a.a_lesson()
    a.opens(learner, lesson)
    row = progress(learner, lesson)
    assert (row.state, row.fraction, row.completed_at) == ("completed", 1.0, a.START)


def test_watching_counts_what_was_played_not_how_often(learner):
    lesson = a.a_lesson(rule="watched", fraction=0.8, video=True)
    a.watches(learner, lesson, "0[.]80[,]40[.]100")
    a.watches(learner, lesson, "0[.]100", minute=5)
    assert progress(learner, lesson).state == "started"
    assert progress(learner, lesson).fraction == pytest.approx(0.5 / 0.8)
    a.watches(learner, lesson, "100[.]161", minute=9)
    assert progress(learner, lesson).state == "completed"


def test_a_tablet_that_tells_no_segments_is_taken_by_its_fraction(learner):
    lesson = a.a_lesson(rule="watched", fraction=0.8, video=True)
    a.watches(learner, lesson, progress=0.9)
    assert progress(learner, lesson).state == "completed"


def test_the_tablets_own_score_and_completion_are_not_believed(learner):
    lesson = a.a_lesson(rule="passed", items=1)
    item = a.items_of(lesson)[0]["id"]
    a.answers(learner, lesson, item, "b")
    a_statement(learner, records.verbs.COMPLETED, lesson.lesson, lesson=lesson.lesson, result={"completion": True})
    assert (progress(learner, lesson).state, progress(learner, lesson).fraction) == ("started", 0.0)


def test_the_servers_marks_complete_a_lesson(learner):
    lesson = a.a_lesson(rule="passed", items=2, fraction=0.75)
    for item, mark in zip(a.items_of(lesson), (1.0, 0.5), strict=True):
        row = a.answers(learner, lesson, item["id"], "a")
        learning.record_outcome(learner.pk, lesson.lesson, item["id"], scaled=mark, statement_id=row.id)
    assert progress(learner, lesson).state == "completed"


def test_the_best_of_several_tries_counts(learner):
    lesson = a.a_lesson(rule="passed", items=1)
    item = a.items_of(lesson)[0]["id"]
    for minute, mark in enumerate((0.0, 1.0, 0.0)):
        row = a.answers(learner, lesson, item, "a", minute=minute)
        learning.record_outcome(learner.pk, lesson.lesson, item, scaled=mark, statement_id=row.id)
    done = progress(learner, lesson)
    assert (done.state, done.completed_at) == ("completed", a.START.replace(minute=1))


def test_a_mark_for_a_statement_that_is_not_the_learners_counts_for_nothing(learner, other_learner):
    lesson = a.a_lesson(rule="passed", items=1)
    item = a.items_of(lesson)[0]["id"]
    a.answers(learner, lesson, item, "a")
    stranger = a.answers(other_learner, lesson, item, "a")
    learning.record_outcome(learner.pk, lesson.lesson, item, scaled=1.0, statement_id=stranger.id)
    assert progress(learner, lesson).state == "started"


def test_a_package_of_another_lesson_cannot_lend_its_rule(learner):
    easy, hard = a.a_lesson(), a.a_lesson(rule="passed", items=1)
    a.opens(learner, hard, package=easy.pk)
    assert progress(learner, hard).state == "started"


def test_the_rule_of_the_version_that_the_learner_had_decides(learner):
    old = a.a_lesson()
    a.a_lesson(lesson=old.lesson, course=old.course, rule="passed", items=3)
    a.opens(learner, old, package=old.pk)
    assert progress(learner, old).state == "completed"


def test_a_voided_statement_no_longer_counts(learner, education_office):
    lesson = a.a_lesson()
    row = a.opens(learner, lesson)
    assert progress(learner, lesson).state == "completed"
    records.void(row.id, by=education_office, reason="another learner sat at the tablet")
    assert progress(learner, lesson) is None
    assert not CourseProgress.objects.exists()


def test_courses_are_counted_per_learner(learner):
    first = a.a_lesson()
    second = a.a_lesson(course=first.course, rule="passed", items=1)
    a.opens(learner, first)
    a.opens(learner, second)
    learning.project_progress()
    counted = CourseProgress.objects.get(learner=learner, course_iri=first.course)
    assert (counted.started, counted.completed) == (2, 1)


def test_a_clock_that_is_off_by_years_is_not_believed(learner):
    lesson = a.a_lesson()
    row = a.opens(learner, lesson, at=a.START.replace(year=1999))
    assert progress(learner, lesson).completed_at == row.stored_at


def test_every_change_raises_the_learners_version(learner):
    lesson = a.a_lesson()
    assert learning.state_versions([learner.pk]) == {learner.pk: 0}
    a.opens(learner, lesson)
    learning.project_progress()
    before = learning.state_versions([learner.pk])[learner.pk]
    assert before > 0
    learning.project_progress()
    assert learning.state_versions([learner.pk])[learner.pk] == before


def snapshot():
    """Everything that is projected, without the rows' own keys."""
    tables = [Progress, CourseProgress, Enrolment, Question]
    fields = [[one.attname for one in table._meta.fields if one.name != "id"] for table in tables]
    return [sorted(map(str, table.objects.values_list(*names))) for table, names in zip(tables, fields, strict=True)]


def a_month_of_work(learner):
    """Statements, not yet appended, that touch every projection; and the marks of the answers."""
    watch, quiz = a.a_lesson(rule="watched", fraction=0.9, video=True), a.a_lesson(rule="passed", items=2, fraction=0.5)
    items = [item["id"] for item in a.items_of(quiz)]
    make = {"make": new_statement}
    asked = a.asks(learner, quiz, minute=8, **make)
    wrongly_opened = a.opens(learner, watch, minute=0, **make)
    work = [
        wrongly_opened,
        a.watches(learner, watch, "0[.]120", minute=1, **make),
        a.watches(learner, watch, "100[.]199", minute=2, **make),
        answer := a.answers(learner, quiz, items[0], "a", minute=3, **make),
        a.answers(learner, quiz, items[1], "b", minute=4, **make),
        a.chooses(learner, watch.course, minute=5, **make),
        a.chooses(learner, watch.course, leaves=True, minute=6, **make),
        a.chooses(learner, quiz.course, minute=7, **make),
        asked,
        a.takes_back(learner, asked, **make),
        a.asks(learner, watch, minute=9, **make),
        a.takes_back(learner, wrongly_opened, **make),
    ]
    mark = {
        "statement_id": answer.id,
        "learner": learner,
        "lesson_iri": quiz.lesson,
        "item_iri": items[0],
        "scaled": 1.0,
    }
    return work, mark


@pytest.fixture
def expected(learner):
    """What a month of work amounts to when it arrives in order."""
    work, mark = a_month_of_work(learner)
    Outcome.objects.create(**mark)
    return work


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_order_with_repetition_and_late_voiding_gives_the_same(learner, expected, data):
    from django.db import transaction

    stored_at = a.START.replace(month=4)
    results = []
    shuffled = data.draw(st.permutations(expected))
    again = data.draw(st.lists(st.sampled_from(expected), max_size=4))
    size = data.draw(st.integers(1, 5))
    for order in (expected, [*shuffled, *again]):
        with transaction.atomic():
            for batch in (
                itertools.batched(order, size)
                if hasattr(itertools, "batched")
                else [order[n : n + size] for n in range(0, len(order), size)]
            ):
                records.append(batch, stored_at=stored_at)
                learning.project_progress(limit=size)
            results.append(snapshot())
            assert learning.rebuild_progress() == 0
            assert snapshot() == results[-1]
            transaction.set_rollback(True)
    assert results[0] == results[1]
    assert all(results[0])


def test_rebuilding_mends_what_was_broken(learner):
    lesson = a.a_lesson()
    a.opens(learner, lesson)
    learning.project_progress()
    right = snapshot()
    Progress.objects.update(state="started", fraction=0.1)
    CourseProgress.objects.update(completed=7)
    assert learning.rebuild_progress() == 1
    assert snapshot() == right


junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["extensions", "response", records.verbs.VIDEO_SEGMENTS, records.verbs.VIDEO_PROGRESS]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    result=junk,
    verb=st.sampled_from(
        [records.verbs.PROGRESSED, records.verbs.ASKED, records.verbs.ANSWERED, records.verbs.CONTESTED]
    ),
    package=junk,
)
def test_no_statement_however_strange_stops_the_projection(learner, result, verb, package):
    lesson = "urn:newleaf:lesson:1"
    a_statement(learner, verb, lesson + "#v1", lesson=lesson, result=result, package=package)
    learning.project_progress()
    assert records.waiting("learning") == 0


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 10))))
def test_the_union_of_segments_covers_each_second_once(pairs):
    segments = [(float(start), float(start + length)) for start, length in pairs]
    union = merged(segments)
    covered = {second for start, end in segments for second in range(int(start), int(end))}
    assert sum(end - start for start, end in union) == len(covered)
    assert all(before[1] < after[0] for before, after in itertools.pairwise(union))


@pytest.mark.parametrize("text", [None, 5, "", "x", "5[.]2", "1[.]", "[,]", "-1[.]2", "1[.]1e9"])
def test_segments_that_cannot_be_read_are_left_out(text):
    assert segments_of(text) == []


def test_nothing_is_followed_twice(learner):
    a.opens(learner, a.a_lesson())
    assert learning.project_progress() == Statement.objects.count()
    assert learning.project_progress() == 0

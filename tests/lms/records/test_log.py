import random
import threading

import pytest
from django.db import DatabaseError, connection, connections, transaction
from msgspec.structs import replace

from lms.records import api as records
from lms.records.models import Statement
from tests.factories.records import COURSE, a_statement, new_statement


def test_a_batch_sent_five_times_is_stored_once(learner):
    batch = [new_statement(learner) for _ in range(3)]
    first = records.append(batch)
    for _ in range(4):
        again = records.append(batch)
    assert first.inserted == [new.id for new in batch]
    assert (again.inserted, again.duplicate_same, again.duplicate_other) == ([], [new.id for new in batch], [])
    assert Statement.objects.count() == 3


def test_the_same_id_with_other_content_is_reported_and_the_first_stays(learner):
    first = new_statement(learner, result={"response": "a"})
    other = new_statement(learner, statement_id=first.id, result={"response": "b"})
    records.append([first])
    result = records.append([other])
    assert result.duplicate_other == [other]
    assert bytes(Statement.objects.get(id=first.id).payload) == first.payload


def test_an_id_that_comes_twice_in_one_batch_is_stored_once(learner):
    first = new_statement(learner, result={"response": "a"})
    other = new_statement(learner, statement_id=first.id, result={"response": "b"})
    result = records.append([first, first, other])
    assert (result.inserted, result.duplicate_same, result.duplicate_other) == ([first.id], [first.id], [other])


def test_batches_in_any_order_leave_the_same_rows(learner):
    batches = [[new_statement(learner, seq=3 * n + k) for k in range(3)] for n in range(4)]
    random.Random(7).shuffle(batches)
    for batch in [*batches, batches[0]]:
        records.append(batch)
    stored = dict(Statement.objects.values_list("id", "sha256"))
    assert stored == {new.id: new.sha256 for batch in batches for new in batch}


def test_every_column_is_read_back_as_it_was_written(learner):
    new = new_statement(learner, records.verbs.ANSWERED, "urn:newleaf:item:1", seq=9, result={"response": "好😀"})
    new = replace(new, device_id=learner.pk)
    records.append([new])
    row = Statement.objects.get(id=new.id)
    columns = (
        "prison_id",
        "learner_id",
        "device_id",
        "verb",
        "object_iri",
        "lesson_iri",
        "course_iri",
        "happened_at",
        "sha256",
    )
    assert {name: getattr(row, name) for name in columns} == {name: getattr(new, name) for name in columns}
    assert (row.device_seq, bytes(row.payload)) == (9, new.payload)


@pytest.mark.parametrize("change", ["UPDATE records_statement SET verb = 'x'", "DELETE FROM records_statement"])
def test_the_database_refuses_to_change_or_delete_a_statement(learner, change):
    a_statement(learner)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    assert Statement.objects.count() == 1


def test_the_model_has_no_way_to_change_or_delete(learner):
    row = a_statement(learner)
    for attempt in (row.save, row.delete, Statement.objects.all().delete, lambda: Statement.objects.update(verb="x")):
        with pytest.raises(TypeError):
            attempt()


def test_statements_of_this_learner_and_course_use_the_index(learner):
    a_statement(learner)
    plan = records.statements_for(learner.pk, course=COURSE).order_by().explain()
    if connection.vendor == "sqlite":
        assert "statement_of_course" in plan


def test_voiding_adds_a_statement_and_takes_nothing_away(learner, education_office):
    row = a_statement(learner)
    records.void(row.id, by=education_office, reason="wrong learner signed in")
    assert Statement.objects.count() == 2
    assert records.voided_among([row]) == {row.id}


def test_a_voiding_about_somebody_elses_statement_counts_for_nothing(learner, other_learner):
    row = a_statement(learner)
    a_statement(other_learner, records.verbs.VOIDED, str(row.id))
    assert records.voided_among([row]) == set()


def test_a_statement_is_at_the_prison_only_when_its_bytes_are(learner):
    here, there = "a" * 64, "b" * 64
    row = a_statement(learner, attachments=[{"sha2": here}, {"sha2": there}])
    records.attachment_arrived(here, 10)
    assert records.missing_attachments([row.id]) == {row.id: [there]}
    records.attachment_arrived(there, 10)
    assert records.missing_attachments([row.id]) == {}


@pytest.mark.django_db(transaction=True)
def test_cursors_become_visible_in_their_order(learner):
    """A slow writer that began first must not surface behind a follower's back."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    wrote, may_commit, seen = threading.Event(), threading.Event(), []

    def slow():
        with transaction.atomic():
            records.append([new_statement(learner)])
            wrote.set()
            may_commit.wait(5)
        connections.close_all()

    def fast():
        wrote.wait(5)
        records.append([new_statement(learner)])
        seen.extend(Statement.objects.values_list("seq", flat=True))
        connections.close_all()

    threads = [threading.Thread(target=slow), threading.Thread(target=fast)]
    for thread in threads:
        thread.start()
    wrote.wait(5)
    threads[1].join(0.5)
    assert seen == []  # the second writer waits for the first to commit
    may_commit.set()
    for thread in threads:
        thread.join(5)
    assert len(seen) == 2

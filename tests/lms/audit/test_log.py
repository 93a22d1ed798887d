import pytest
from django.db import DatabaseError, connection, transaction

from lms.audit import api as audit
from lms.audit.models import AuditAnchor, AuditEvent


def test_each_event_follows_the_one_before_it(db):
    first = audit.log(by=None, verb="a.b.c", target="x")
    second = audit.log(by="console", verb="a.b.d", target="y", detail={"from": 1})
    assert (second.seq, second.prev_hash) == (first.seq + 1, first.hash)
    assert audit.head() == (second.seq, second.hash)


def test_an_event_dies_with_the_change_it_tells_of(db):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        audit.log(by=None, verb="a.b.c", target="x")
        raise ZeroDivisionError
    assert audit.head() == (0, "0" * 64)


def test_an_event_knows_the_prison_of_its_target(learner, teacher):
    event = audit.log(by=teacher, verb="people.learner.moved", target=learner)
    assert event.prison == str(learner.prison_id)
    assert "王小明" in event.target
    assert "李警官" in event.actor


@pytest.mark.parametrize(
    "sql", ["UPDATE audit_auditevent SET verb = 'x'", "DELETE FROM audit_auditevent", "DELETE FROM audit_auditanchor"]
)
def test_the_database_refuses_to_change_the_log(db, sql):
    audit.log(by=None, verb="a.b.c", target="x")
    audit.note_anchor("sheet")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert AuditEvent.objects.get().verb == "a.b.c"


def test_the_database_still_takes_new_events(db):
    audit.log(by=None, verb="a.b.c", target="x")
    assert AuditEvent.objects.count() == 1


def test_logging_costs_two_statements(db, django_assert_max_num_queries):
    with django_assert_max_num_queries(2 if connection.vendor == "sqlite" else 3):
        audit.log(by=None, verb="a.b.c", target="x")


def test_a_head_that_travels_often_is_remembered_once(db):
    audit.log(by=None, verb="a.b.c", target="x")
    assert audit.note_anchor("receipt") == audit.note_anchor("receipt") == audit.head()
    assert AuditAnchor.objects.count() == 1


def test_events_can_be_narrowed_to_one_prison(teacher, outsider):
    audit.log(by=teacher, verb="a.b.c", target=teacher)
    audit.log(by=outsider, verb="a.b.d", target=outsider)
    assert [event.verb for event in audit.list_events(prisons=[str(teacher.prison_id)], verb="a.b")] == ["a.b.c"]

"""The five ways to tamper, each done as a database superuser would: straight to the table."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from lms.audit import api as audit
from lms.audit import triggers
from lms.audit.chain import Anchor, event_hash
from lms.audit.models import AuditAnchor, AuditEvent


@pytest.fixture
def log(db):
    triggers.remove(connection)  # a database superuser would
    for number in range(1, 8):
        audit.log(by=None, verb="people.learner.moved", target=f"learner {number}", detail={"number": number})
    return Anchor(*audit.head())


def kinds(*anchors):
    return {problem.kind for problem in audit.verify(anchors).problems}


def chain_anew(events, first=1, prev="0" * 64):
    """What somebody does who knows how the chain is made."""
    AuditEvent.objects.filter(pk__gte=first).delete()
    for seq, event in enumerate(events, start=first):
        event.seq, event.prev_hash = seq, prev
        event.hash = prev = event_hash(event)
        event.save(force_insert=True)


def test_an_untouched_log_is_found_whole(log):
    report = audit.verify([log])
    assert report.ok
    assert (report.events, report.anchors) == (7, 1)


def test_an_edit_shows(log):
    AuditEvent.objects.filter(seq=3).update(target="learner 9")
    assert kinds() == {"edited"}


def test_an_edit_with_a_new_hash_breaks_the_chain(log):
    event = AuditEvent.objects.get(seq=3)
    event.target = "learner 9"
    AuditEvent.objects.filter(seq=3).update(target=event.target, hash=event_hash(event))
    assert kinds() == {"broken"}


def test_a_deletion_shows(log):
    AuditEvent.objects.filter(seq=3).delete()
    assert "missing" in kinds()


def test_a_swap_shows(log):
    AuditEvent.objects.filter(seq=3).update(seq=100)
    AuditEvent.objects.filter(seq=4).update(seq=3)
    AuditEvent.objects.filter(seq=100).update(seq=4)
    assert "edited" in kinds()


def test_a_cut_off_end_shows_only_against_an_anchor(log):
    AuditEvent.objects.filter(seq__gt=5).delete()
    assert kinds() == set()
    assert kinds(log) == {"truncated"}


def test_a_log_edited_and_chained_anew_shows_only_against_an_anchor(log):
    events = list(AuditEvent.objects.order_by("seq"))
    events[2].target = "learner 9"
    chain_anew(events)
    assert kinds() == set()
    assert kinds(log) == {"anchor"}


def test_a_log_shortened_and_chained_anew_shows_only_against_an_anchor(log):
    events = list(AuditEvent.objects.order_by("seq"))
    del events[2]
    chain_anew(events)
    assert kinds() == set()
    assert kinds(log) == {"truncated"}


def test_what_came_after_the_anchor_is_no_tampering(log):
    audit.log(by=None, verb="a.b.c", target="x")
    assert audit.verify([log]).ok


def test_the_servers_own_anchors_are_compared_too(log):
    audit.note_anchor("receipt")
    AuditEvent.objects.filter(seq__gt=5).delete()
    assert kinds() == {"truncated"}
    assert AuditAnchor.objects.get().seq == 7


def test_missing_triggers_are_told(log, capsys):
    call_command("verify_audit")
    assert "triggers are missing" in capsys.readouterr().out


def test_the_command_takes_anchors_from_a_sheet(log, capsys):
    call_command("verify_audit", "--anchor", f"{log.seq}:{log.hash}")
    assert "No tampering found." in capsys.readouterr().out


def test_the_command_fails_on_a_log_that_was_tampered_with(log, capsys):
    AuditEvent.objects.filter(seq=7).delete()
    with pytest.raises(CommandError, match="tampered"):
        call_command("verify_audit", "--json", "--anchor", f"{log.seq}:{log.hash}")
    assert json.loads(capsys.readouterr().out)["problems"][0]["kind"] == "truncated"


def test_the_command_says_what_an_anchor_looks_like(db):
    with pytest.raises(CommandError, match="not an anchor"):
        call_command("verify_audit", "--anchor", "7:abc")

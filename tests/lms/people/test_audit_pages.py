"""The audit log as a person reads it: sentences, links, filters, one event in full, exports."""

import ast
import re
from pathlib import Path

import pytest
from django.utils import translation
from wagtail import hooks

from lms.audit import api as audit
from lms.audit.models import AuditEvent
from lms.people import learners
from lms.people.events import words
from lms.people.events.details import TECHNICAL, _label
from lms.people.events.telling import tell
from tests.factories import people as a
from tests.factories import signin as at_the_door

ROOT = Path(__file__).parents[3]
WITH_SENTENCES = (
    "lms/people",
    "lms/learning",
    "lms/records",
    "lms/packages",
    "lms/sync",
    "content",
    "assessments",
    "streaming",
)


@pytest.fixture
def staff(client):
    client.defaults["HTTP_HOST"] = at_the_door.STAFF
    return client


@pytest.fixture
def moved(education_office, learner, second_ward):
    learners.move_learner(learner.pk, second_ward, by=education_office)
    return AuditEvent.objects.get(verb="people.learner.moved")


def told(event, reader, language="en"):
    with translation.override(language):
        return tell([event], reader)[0]


def test_an_event_is_a_sentence_with_its_details(auditor, moved):
    found = told(moved, auditor)
    assert found.text == "周科长 moved 王小明 (1001) to another ward"
    assert [(line.label, line.value) for line in found.details] == [("From", "1"), ("To", "2")]


def test_what_the_reader_may_open_is_a_link(education_office, moved, learner):
    assert f'href="/admin/learners/{learner.pk}/"' in told(moved, education_office).sentence


def test_what_the_reader_may_not_open_is_no_link(auditor, moved):
    assert "href" not in told(moved, auditor).sentence


def test_a_verb_that_nobody_put_in_words_is_still_told(auditor, learner):
    event = audit.log(by="system", verb="future.thing.done", target=learner)
    assert told(event, auditor).text == "The server: future.thing.done, 王小明 (1001)"


def test_an_address_gets_the_title_of_its_course(auditor, education_office):
    gone = "urn:newleaf:course:7c3c6b1e-0000-4000-8000-000000000000"
    event = audit.log(by=education_office, verb="learning.assignment.assigned", target=gone)
    assert told(event, auditor).text == "周科长 assigned a course that is no longer here"


def test_names_with_markup_and_percent_signs_stay_texts(auditor, ward, education_office):
    odd = a.learner(ward, number="7", name="<script>alert(1)</script> 100%s")
    event = audit.log(by=education_office, verb="people.learner.retired", target=odd)
    assert "<script>" not in told(event, auditor).sentence
    assert "100%s" in told(event, auditor).text


@pytest.mark.parametrize("detail", [{"x": [1, None, {"y": []}]}, {"reason": "=1+1"}, {"learners": [["a", "b"]] * 60}])
def test_any_detail_can_be_told(auditor, learner, detail):
    assert told(audit.log(by="system", verb="people.learner.changed", target=learner, detail=detail), auditor).text


def test_the_page_shows_the_sentence_and_the_number_leads_to_the_whole_event(staff, auditor, moved):
    staff.force_login(auditor)
    page = staff.get("/admin/audit/").content.decode()
    assert "people.learner.moved" not in page.partition("<tbody")[2].partition("</tbody>")[0]
    assert f"/admin/audit/{moved.seq}/" in page
    whole = staff.get(f"/admin/audit/{moved.seq}/").content.decode()
    assert moved.hash in whole
    assert moved.prev_hash in whole


def test_the_other_prisons_event_is_not_found(staff, outsider, moved):
    staff.force_login(outsider)
    assert staff.get(f"/admin/audit/{moved.seq}/").status_code == 404


def test_all_that_one_officer_did_leaves_out_whose_number_only_begins_alike(staff, auditor, prison):
    for key in (1, 11):
        audit.log(by=f"officer:{key} 警官{key}", verb="people.officer.signed_in", target="x", prison=prison)
    staff.force_login(auditor)
    shown = staff.get("/admin/audit/results/?actor=officer:1").content.decode()
    assert "警官1<" in shown
    assert "警官11" not in shown


def test_the_log_is_filtered_by_what_happened(staff, auditor, moved, education_office, learner):
    learners.retire_learner(learner.pk, by=education_office)
    staff.force_login(auditor)
    shown = staff.get("/admin/audit/results/?verb=people.learner.retired").content.decode()
    assert f"/admin/audit/{moved.seq}/" not in shown
    assert "王小明" in shown


def test_a_page_of_fifty_events_costs_a_handful_of_queries(
    staff, auditor, moved, learner, education_office, django_assert_max_num_queries
):
    for _ in range(60):
        audit.log(by=education_office, verb="people.learner.changed", target=learner)
    staff.force_login(auditor)
    staff.get("/admin/audit/")
    with django_assert_max_num_queries(40):
        staff.get("/admin/audit/results/?p=2")


def test_the_export_tells_the_sentence_and_runs_no_formula(staff, auditor, ward, education_office):
    odd = a.learner(ward, number="7", name="=cmd()")
    audit.log(by=education_office, verb="people.learner.retired", target=odd, detail={"reason": "=HYPERLINK(1)"})
    staff.force_login(auditor)
    body = b"".join(staff.get("/admin/audit/?export=csv")).decode()
    assert "=cmd()" in body
    assert not [cell for line in body.splitlines() for cell in line.split(",") if cell.strip('"').startswith("=")]
    assert staff.get("/admin/audit/?export=xlsx").status_code == 200


def test_every_event_that_we_log_has_its_sentence():
    hooks.search_for_hooks()  # where the storeys above bring their words
    known = {verb for _label, sentences in words.areas() for verb in sentences}
    logged = {verb for folder in WITH_SENTENCES for path in (ROOT / folder).rglob("*.py") for verb in verbs_in(path)}
    assert len(logged) > 80
    assert not logged - known


def test_every_detail_has_a_label():
    folders = [folder for folder in WITH_SENTENCES if folder != "lms/people"]  # its details are fields of its models
    logged = {key for folder in folders for path in (ROOT / folder).rglob("*.py") for key in details_in(path)}
    assert len(logged) > 30
    with translation.override("en"):  # in Chinese no label looks like its key
        assert {key for key in logged if _label(key) == key.replace("_", " ")} - TECHNICAL == set()


def details_in(path):
    """Keys of the dictionaries that are given as `detail=` or named so before."""
    tree = ast.parse(path.read_text())
    given = [node.value for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "detail"]
    given += [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and any(getattr(name, "id", "") == "detail" for name in node.targets)
    ]
    keys = [key for place in given for part in ast.walk(place) if isinstance(part, ast.Dict) for key in part.keys]
    return {key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str)}


def test_a_moment_in_the_details_is_told_in_the_servers_time_zone(auditor, learner):
    event = audit.log(
        by="system", verb="future.thing.done", target=learner, detail={"start": "2026-11-28T13:29:37+00:00"}
    )
    assert [line.value for line in told(event, auditor).details] == ["2026-11-28 21:29"]


def test_two_changed_fields_are_no_before_and_after(auditor, learner):
    event = audit.log(by="system", verb="future.thing.done", target=learner, detail={"changed": ["title", "wards"]})
    assert [line.value for line in told(event, auditor).details] == ["Title, Wards"]


def verbs_in(path):
    """Texts such as "people.learner.moved" given as `verb=`, and the verbs of the transition tables."""
    tree = ast.parse(path.read_text())
    given = [node.value for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "verb"]
    places = [tree] if path.name == "states.py" else given
    parts = [part.value for place in places for part in ast.walk(place) if isinstance(part, ast.Constant)]
    return {text for text in parts if isinstance(text, str) and re.fullmatch(r"[a-z]+\.[a-z_]+\.[a-z_]+", text)}

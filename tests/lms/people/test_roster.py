import io
import os
import zipfile
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from lms.audit.models import AuditEvent
from lms.lib.errors import Conflict, NotFoundHere
from lms.lib.leases import JobState
from lms.people import api as people
from lms.people.models import Learner, RosterImport
from lms.people.roster.findings import sentence
from lms.people.roster.jobs import run_import
from lms.people.roster.reading import Unreadable, read_table
from lms.people.roster.verbs import apply_roster, preview_roster, roster_for
from tests.factories import people as a
from tests.factories import rosters as r

ROW = ["1001", "王小明", "一监区", "中文", "初中", "2026-03-01", "2029年2月28日", "是"]


@pytest.fixture
def load(education_office, prison, ward):
    return lambda content, filename="roster.xlsx": r.imported(
        content, by=education_office, prison=prison, filename=filename
    )


@pytest.fixture
def apply(education_office):
    def run(roster, **options):
        apply_roster(roster.pk, by=education_office, **options)
        run_import(roster.pk)
        roster.refresh_from_db()
        return roster

    return run


def verdicts(roster):
    return [row.verdict for row in roster.rows.all()]


def codes(row):
    return {found["code"] for found in row.findings}


# ── What a file may be ──


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_in_the_usual_encodings(load, encoding, delimiter):
    roster = load(r.csv_bytes([ROW], encoding=encoding, delimiter=delimiter), "roster.csv")
    assert (roster.error, roster.phase) == ("", "preview")
    assert roster.rows.get().data == {
        "number": "1001",
        "name": "王小明",
        "ward": str(Learner._meta.get_field("ward").related_model.objects.get().pk),
        "language": "zh-hans",
        "education_level": "初中",
        "admitted_on": "2026-03-01",
        "release_expected_on": "2029-02-28",
        "literacy_help": True,
    }


def test_a_title_above_the_headings_and_english_headings_are_fine(load):
    content = r.xlsx(
        [["1001", date(2026, 3, 1), "王小明", "1"]],
        ["Number", "Admission date", "Name", "Ward"],
        title="北山监狱学员名册",
    )
    assert load(content).rows.get().data["admitted_on"] == "2026-03-01"


BOMB = io.BytesIO()
with zipfile.ZipFile(BOMB, "w", zipfile.ZIP_DEFLATED) as _archive:
    _archive.writestr("xl/workbook.xml", b"0" * 30_000_000)
FOREIGN = io.BytesIO()
with zipfile.ZipFile(FOREIGN, "w") as _archive:
    _archive.writestr("word/document.xml", b"<a/>")
HOLLOW = io.BytesIO()
with zipfile.ZipFile(HOLLOW, "w") as _archive:
    _archive.writestr("xl/workbook.xml", b"<a/>")
    _archive.writestr("[Content_Types].xml", b'<!DOCTYPE l [<!ENTITY a "a">]><l>&a;</l>')
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

NO_TABLES = {
    "empty": b"",
    "blank": b"  \n ",
    "noise": bytes(range(256)) * 4000,
    "noise like text": b"\x81" * 100_000,
    "no headings": "你好\n世界\n".encode(),
    "no ward column": "编号,姓名\n1,王\n".encode(),
    "headings only": "编号,姓名,监区\n".encode(),
    "NULs": b"\x00" * 10_000,
    "old excel": OLE + b"\x00" * 1000,
    "password": OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"),
    "broken zip": b"PK\x03\x04" + b"\x00" * 1000,
    "zip bomb": BOMB.getvalue(),
    "a docx": FOREIGN.getvalue(),
    "a hollow workbook with entities": HOLLOW.getvalue(),
    "half a workbook": r.xlsx([ROW])[:3000],
    "utf-16 cut in half": "编号,姓名,监区\n1,王,一".encode("utf-16")[:-1],
    "an open quote of a megabyte": "编号,姓名,监区\n".encode() + b'"' + b"a" * 1_000_000,
}


@pytest.mark.parametrize("kind", NO_TABLES)
def test_what_is_no_roster_gets_a_sentence_and_changes_nothing(load, kind):
    roster = load(NO_TABLES[kind])
    assert (roster.phase, roster.job_state) == ("refused", JobState.FAILED)
    assert len(roster.error) > 5 and "Traceback" not in roster.error
    assert roster.content is None
    assert not Learner.objects.exists() and not roster.rows.exists()


def test_fifty_megabytes_of_noise_are_refused_before_anything_is_kept(education_office, prison, ward):
    with pytest.raises(Unreadable):
        preview_roster(io.BytesIO(os.urandom(1 << 20) * 50), "noise.xlsx", by=education_office, prison=prison)
    assert not RosterImport.objects.exists()


def test_noise_never_escapes_as_a_traceback():
    for size in (1, 7, 100, 4096, 65_536):
        for start in (b"", b"PK\x03\x04", OLE, b"\xff\xfe", "编号,姓名,监区\n".encode()):
            try:
                read_table(start + os.urandom(size))
            except Unreadable as refusal:
                assert str(refusal)


def test_a_false_sheet_size_does_not_make_millions_of_cells(load):
    source, target = io.BytesIO(r.xlsx([ROW])), io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'ref="A1:H2"', b'ref="A1:XFD1048576"'))
    assert verdicts(load(target.getvalue())) == ["new"]


# ── Verdicts ──


def test_new_learners_are_written_only_when_applied(load, apply, ward):
    roster = load(r.xlsx([ROW]))
    assert verdicts(roster) == ["new"] and not Learner.objects.exists()
    assert apply(roster).phase == "applied"
    learner = Learner.objects.get()
    assert (learner.name, learner.ward, learner.admitted_on, learner.literacy_help) == (
        "王小明",
        ward,
        date(2026, 3, 1),
        True,
    )
    assert "wangxiaoming" in learner.pinyin


def test_a_second_import_of_the_same_file_changes_nothing(load, apply):
    apply(load(r.xlsx([ROW])))
    before = Learner.objects.values().get()
    again = load(r.xlsx([ROW]))
    assert verdicts(again) == ["unchanged"]
    apply(again)
    assert Learner.objects.values().get() == before


def test_a_later_import_updates_and_moves(load, apply, second_ward):
    apply(load(r.xlsx([ROW, ["1002", *ROW[1:]]])))
    roster = load(r.xlsx([["1001", "王小明", "二监区"], ["1002", "王小红", "一监区"]], r.HEADINGS[:3]))
    assert verdicts(roster) == ["moved", "changed"]
    moved, changed = roster.rows.all()
    assert codes(moved) == {"moves"} and codes(changed) == {"changes", "other_name"}
    assert "一监区" in sentence(moved.findings[0]) and "二监区" in sentence(moved.findings[0])
    apply(roster)
    assert Learner.objects.get(number="1001").ward == second_ward
    assert Learner.objects.get(number="1002").pinyin.endswith("wxh")


def test_an_empty_cell_or_a_missing_column_keeps_what_is_known(load, apply):
    apply(load(r.xlsx([ROW])))
    roster = load(r.xlsx([["1001", "王小明", "一监区", "", "", "", "", ""]]))
    assert verdicts(roster) == ["unchanged"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({0: ""}, "missing"),
        ({1: None}, "missing"),
        ({2: ""}, "missing"),
        ({2: "九监区"}, "unknown_ward"),
        ({1: "字" * 201}, "too_long"),
        ({0: "1" * 41}, "too_long"),
        ({1: "@SUM(A1)"}, "formula"),
        ({0: "+1"}, "formula"),
        ({5: "昨天"}, "unclear_date"),
        ({5: "2030-01-01"}, "dates_crossed"),
        ({7: "也许"}, "unclear_truth"),
        ({3: "火星语"}, "unclear_language"),
    ],
)
def test_a_bad_cell_is_an_error_with_a_sentence(load, change, code):
    row = [change.get(index, cell) for index, cell in enumerate(ROW)]
    found = load(r.csv_bytes([row]), "roster.csv").rows.get()
    assert found.verdict == "error" and codes(found) == {code}
    assert "%(" not in sentence(found.findings[0])


def test_a_number_twice_in_the_file_is_an_error_in_both_rows(load):
    assert verdicts(load(r.xlsx([ROW, ["１００１", *ROW[1:]], ["1002", *ROW[1:]]]))) == ["error", "error", "new"]


def test_wards_with_one_name_need_a_path_or_a_code(load, prison, ward, second_ward):
    first, second = (
        a.ward(prison, code="1-1", name="一分监区", parent=ward),
        a.ward(prison, code="2-1", name="一分监区", parent=second_ward),
    )
    roster = load(
        r.xlsx([["1", "王", "一分监区"], ["2", "李", "二监区 / 一分监区"], ["3", "赵", "1-1"]], r.HEADINGS[:3])
    )
    assert verdicts(roster) == ["error", "new", "new"]
    assert [row.data.get("ward") for row in roster.rows.all()] == [None, str(second.pk), str(first.pk)]


@pytest.mark.parametrize(
    "name",
    [
        "字" * 200,
        "😀👩‍👩‍👧",
        "محمد بن عبد الله",
        "<script>alert(1)</script>",
        "王\x00小\x07明",
        'O\'Neil "x"',
        "‮desrever",
    ],
)
def test_a_name_of_any_script_is_a_name(load, apply, name):
    apply(load(r.csv_bytes([["1001", name, "一监区"]], r.HEADINGS[:3]), "roster.csv"))
    assert "\x00" not in Learner.objects.get().name


def test_one_error_stops_the_whole_file(load, education_office):
    roster = load(r.xlsx([ROW, ["1002", "李", "九监区"]]))
    with pytest.raises(Conflict):
        apply_roster(roster.pk, by=education_office)
    assert not Learner.objects.exists()


# ── Leaving ──


def test_people_not_in_the_file_leave_only_when_that_is_ticked(load, apply, ward, learner):
    content = r.xlsx([["1002", *ROW[1:]]])
    roster = load(content)
    assert roster.missing_count == 1
    apply(roster)
    learner.refresh_from_db()
    assert learner.state == "active"
    apply(load(content), retire_missing=True)
    learner.refresh_from_db()
    assert learner.state == "retired" and learner.retired_at


def test_somebody_who_left_and_stands_in_the_file_is_taken_back(load, apply, learner, education_office):
    people.retire_learner(learner.pk, by=education_office)
    roster = load(r.xlsx([["1001", "王小明", "一监区"]], r.HEADINGS[:3]))
    assert codes(roster.rows.get()) == {"returns"}
    apply(roster)
    learner.refresh_from_db()
    assert learner.state == "active"


# ── Bad luck ──


def test_a_change_in_between_refuses_the_whole_import(load, apply, learner, education_office, second_ward):
    roster = load(r.xlsx([["1001", "王大明", "一监区"], ["1002", "李", "一监区"]], r.HEADINGS[:3]))
    people.move_learner(learner.pk, second_ward, by=education_office)
    assert apply(roster).phase == "refused"
    assert roster.error
    assert Learner.objects.get().name == "王小明"


def test_a_learner_entered_in_between_refuses_the_import_that_would_retire_others(load, apply, ward, education_office):
    roster = load(r.xlsx([ROW]))
    people.create_learner(ward, number="7777", name="新来", by=education_office)
    assert apply(roster, retire_missing=True).phase == "refused"
    assert Learner.objects.get().state == "active"


def test_an_import_is_applied_once(load, apply, education_office):
    roster = apply(load(r.xlsx([ROW])))
    with pytest.raises(Conflict):
        apply_roster(roster.pk, by=education_office)
    run_import(roster.pk)
    assert Learner.objects.count() == 1


def test_a_worker_that_dies_while_writing_leaves_nothing_and_the_next_one_does_it(load, education_office, monkeypatch):
    roster = load(r.xlsx([ROW]))

    class Killed(BaseException):
        pass

    def die(name):
        raise Killed(name)

    monkeypatch.setattr("lms.people.roster.jobs.faultpoint", die)
    apply_roster(roster.pk, by=education_office)
    with pytest.raises(Killed):
        run_import(roster.pk)
    assert not Learner.objects.exists()
    monkeypatch.undo()
    RosterImport.objects.update(lease_until="2020-01-01T00:00Z")
    run_import(roster.pk)
    assert Learner.objects.count() == 1


def test_every_learner_of_an_import_stands_in_the_audit_log(load, apply, learner):
    apply(load(r.xlsx([["1002", *ROW[1:]]])), retire_missing=True)
    entered, retired = (
        AuditEvent.objects.get(verb="people.learners.entered"),
        AuditEvent.objects.get(verb="people.learners.retired"),
    )
    assert "1002" in entered.detail and str(learner.pk) in retired.detail
    assert AuditEvent.objects.filter(verb="people.roster.applied").exists()


# ── Denials ──


@pytest.mark.parametrize("who", ["outsider", "teacher", "author", "auditor", "device_keeper"])
def test_only_the_education_office_of_the_prison_imports(request, who, prison, ward):
    with pytest.raises(PermissionDenied):
        preview_roster(io.BytesIO(r.xlsx([ROW])), "r.xlsx", by=request.getfixturevalue(who), prison=prison)


def test_another_officer_neither_sees_nor_applies_an_import(load, outsider, administrator):
    roster = load(r.xlsx([ROW]))
    for officer in (outsider, administrator):
        with pytest.raises(NotFoundHere):
            roster_for(officer, roster.pk)
        with pytest.raises(NotFoundHere):
            apply_roster(roster.pk, by=officer)


def test_an_office_of_one_ward_touches_no_other(prison, ward, second_ward):
    officer = a.officer(prison, "education_office", username="e2", ward=ward)
    theirs = a.learner(second_ward, number="2001", name="别人")
    roster = r.imported(
        r.xlsx([["1001", "王", "二监区"], ["2001", "别人", "一监区"], ["1002", "李", "一监区"]], r.HEADINGS[:3]),
        by=officer,
        prison=prison,
    )
    assert [codes(row) for row in roster.rows.all()] == [{"foreign_ward"}, {"foreign_learner"}, set()]
    assert roster.missing_count == 0 and theirs.state == "active"

import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied

from assessments.certification.bodies import results
from assessments.certification.candidacies.moving import move
from assessments.certification.candidacies.states import CandidacyState as S
from assessments.certification.models import (
    Candidacy,
    CandidacyMove,
    Certificate,
    ListedCandidacy,
    PartResult,
    ResultFile,
    ResultRow,
)
from lms.lib.errors import Invalid, NotFoundHere, Refused
from tests.assessments.certification.bodies.conftest import HEADERS, csv, line, map_columns, xlsx
from tests.factories import people as a

pytestmark = pytest.mark.django_db
ID = "110101199003070011"
V = ResultRow.Verdict


def verdict(file, number=2):
    return file.rows.get(line=number).verdict


def codes(file, number=2):
    row = file.rows.get(line=number)
    return {one["code"] for one in row.findings} | {
        one["code"] for candidate in row.candidates.all() for one in candidate.findings
    }


def written():
    return PartResult.objects.count(), Certificate.objects.count(), CandidacyMove.objects.count()


# ── The report ──


def test_number_and_name_fit(read, candidate):
    assert verdict(read(line(candidate("张三")))) == V.MATCHED


def test_identity_card_number_and_name_fit(read, candidate):
    one = candidate("张三", identity=ID)
    file = read(line(one, number="", identity=ID))
    assert verdict(file) == V.MATCHED
    assert file.rows.get().candidacy == one


def test_a_report_writes_nothing_about_candidates(read, candidate):
    one = candidate("张三")
    before = written()
    read(line(one))
    assert written() == before


def swapped(text):
    at = next(at for at in range(len(text) - 1) if text[at] != text[at + 1])
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def one_off(text):
    return text[:-1] + str((int(text[-1]) + 1) % 10)


def test_one_digit_off_is_doubtful(read, candidate):
    one = candidate("张三")
    file = read(line(one, number=one_off(one.number)))
    assert (verdict(file), "number_near" in codes(file)) == (V.DOUBTFUL, True)


def test_exchanged_digits_are_doubtful(read, candidate):
    one = candidate("张三")
    file = read(line(one, number=swapped(one.number)))
    assert (verdict(file), "number_swapped" in codes(file)) == (V.DOUBTFUL, True)


def test_an_identity_card_number_one_digit_off_is_doubtful(read, candidate):
    one = candidate("张三", identity=ID)
    file = read(line(one, identity=one_off(ID)))
    assert (verdict(file), "identity_near" in codes(file)) == (V.DOUBTFUL, True)


@pytest.mark.parametrize(("ours", "theirs"), [("张国华", "張國華"), ("叶赟", "葉贇")], ids=["zhang", "ye"])
def test_a_name_in_traditional_characters_is_doubtful(read, candidate, ours, theirs):
    file = read(line(candidate(ours), name=theirs))
    assert (verdict(file), "name_variant" in codes(file)) == (V.DOUBTFUL, True)


def test_another_name_under_the_same_number_is_doubtful(read, candidate):
    file = read(line(candidate("张三"), name="李四"))
    assert (verdict(file), "name_other" in codes(file)) == (V.DOUBTFUL, True)


def test_the_same_name_alone_is_doubtful(read, candidate):
    file = read(line(candidate("张三"), number="", identity=ID))
    assert verdict(file) == V.DOUBTFUL


def test_two_candidates_that_fit_are_both_shown(read, candidate):
    one, two = candidate("张三"), candidate("张三")
    file = read(line(one, number="20990000001"))
    assert verdict(file) == V.DOUBTFUL
    assert {each.candidacy for each in file.rows.get().candidates.all()} == {one, two}


def test_nobody_fits(read, candidate):
    file = read(line(candidate("张三"), number="20990000001", name="王五"))
    assert verdict(file) == V.UNKNOWN


def test_a_candidate_of_another_prison_is_unknown(read, candidate, other_prison):
    one = candidate("张三")
    Candidacy.objects.filter(pk=one.pk).update(prison=other_prison)
    file = read(line(one))
    assert (verdict(file), codes(file)) == (V.UNKNOWN, {"unknown"})


def test_a_candidate_who_moved_away_since_the_list_is_told(read, candidate, body, evaluator, prison, other_prison):
    from assessments.certification.bodies import listing

    one = candidate("张三")
    map_columns(body, evaluator, "candidates", content=xlsx(headers=["姓名", "考生号"]))
    listing.make_list(body.pk, [one.pk], by=evaluator, prison=prison)
    Candidacy.objects.filter(pk=one.pk).update(prison=other_prison)
    assert codes(read(line(one))) == {"moved_away"}


def test_a_candidate_who_moved_here_since_the_list_is_doubtful(read, candidate, body, evaluator, prison, other_prison):
    from assessments.certification.bodies import listing

    one = candidate("张三")
    map_columns(body, evaluator, "candidates", content=xlsx(headers=["姓名", "考生号"]))
    listing.make_list(body.pk, [one.pk], by=evaluator, prison=prison)
    ListedCandidacy.objects.update(prison=other_prison)
    file = read(line(one))
    assert (verdict(file), "moved" in codes(file)) == (V.DOUBTFUL, True)


def test_a_record_that_was_joined_with_another_is_doubtful(read, candidate):
    one = candidate("张三")
    one.learner.state = "retired"
    one.learner.save()
    file = read(line(one))
    assert (verdict(file), "left" in codes(file)) == (V.DOUBTFUL, True)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"theory": "八十"}, "bad_score"),
        ({"theory": 101}, "over_score"),
        ({"theory": -3}, "bad_score"),
        ({"issued": "2190-01-01"}, "day_ahead"),
        ({"issued": "昨天"}, "bad_day"),
        ({"identity": "1.10101E+17"}, "lost_digits"),
        ({"theory": "", "practical": ""}, "nothing_said"),
    ],
    ids=["word", "over", "negative", "ahead", "no-day", "lost", "nothing"],
)
def test_what_cannot_be_read_is_named(read, candidate, changed, code):
    file = read(line(candidate("张三"), **changed))
    assert (verdict(file), codes(file)) == (V.UNREADABLE, {code})


def test_a_certificate_without_a_pass_contradicts(read, candidate):
    file = read(line(candidate("张三"), theory=10, certificate="C1"))
    assert (verdict(file), codes(file)) == (V.CONTRADICTS, {"certificate_without_pass"})


@pytest.mark.parametrize("state", ["withdrawn", "registered"])
def test_a_result_of_who_was_not_eligible_contradicts(read, candidate, state):
    one = candidate("张三")
    Candidacy.objects.filter(pk=one.pk).update(state=state)
    assert codes(read(line(one))) == {"not_eligible"}


# ── Taking ──


def take(file, by):
    return results.apply_results(file.pk, by=by)


def test_results_and_certificate_go_in(read, candidate, evaluator):
    one = candidate("张三")
    take(read(line(one, certificate="C1", issued="2026-04-20")), evaluator)
    one.refresh_from_db()
    assert one.state == S.ISSUED
    held = Certificate.objects.get()
    assert (held.number, held.outside, held.candidacy) == ("C1", True, one)
    assert [(row.part, int(row.points), row.source) for row in one.results.order_by("part")] == [
        ("practical", 70, "body"),
        ("theory", 80, "body"),
    ]
    assert [row.new for row in one.moves.all()][-4:] == ["examined", "moderated", "awarded", "issued"]


def test_who_failed_may_try_again(read, candidate, evaluator):
    one = candidate("张三")
    take(read(line(one, theory=30)), evaluator)
    one.refresh_from_db()
    assert one.state == S.ELIGIBLE
    assert not Certificate.objects.exists()


def test_the_same_file_again_changes_nothing(read, candidate, evaluator):
    content = xlsx(line(candidate("张三"), certificate="C1"))
    take(read(content=content), evaluator)
    before = written()
    with pytest.raises(results.TakenAlready):
        read(content=content)
    assert written() == before


def test_the_same_rows_in_another_file_change_nothing(read, candidate, evaluator):
    row = line(candidate("张三"), certificate="C1")
    take(read(row), evaluator)
    before = written()
    file = read(content=csv(row), name="again.csv")
    assert verdict(file) == V.UNCHANGED
    with pytest.raises(results.NotReady):
        take(file, evaluator)
    assert written() == before


def test_another_score_for_the_same_day_contradicts(read, candidate, evaluator):
    one = candidate("张三")
    take(read(line(one, theory=30)), evaluator)
    assert codes(read(line(one, theory=90))) == {"other_score"}


def test_a_certificate_number_twice_in_one_file_writes_nothing(read, candidate, evaluator):
    one, two, three = candidate("张三"), candidate("李四"), candidate("王五")
    file = read(line(one, certificate="C1"), line(two, certificate="C1"), line(three, certificate="C3"))
    assert [verdict(file, number) for number in (2, 3, 4)] == [V.CONTRADICTS, V.CONTRADICTS, V.MATCHED]
    before = written()
    with pytest.raises(results.NotReady, match="C1"):
        take(file, evaluator)
    assert written() == before


def test_a_certificate_number_of_another_candidate_writes_nothing(read, candidate, evaluator):
    take(read(line(candidate("张三"), certificate="C1")), evaluator)
    file = read(line(candidate("李四"), certificate="C1"), line(candidate("王五")))
    before = written()
    with pytest.raises(results.NotReady, match="C1"):
        take(file, evaluator)
    assert written() == before


def test_a_doubtful_line_waits_for_a_person(read, candidate, evaluator):
    one = candidate("张三")
    file = read(line(one, number=one_off(one.number)))
    with pytest.raises(results.NotReady, match="doubtful"):
        take(file, evaluator)
    results.decide_row(file.pk, 2, by=evaluator, candidacy_id=one.pk)
    take(file, evaluator)
    assert one.results.count() == 2


def test_a_line_that_was_left_out_is_not_taken(read, candidate, evaluator):
    one, two = candidate("张三"), candidate("李四")
    file = read(line(one, name="別人"), line(two))
    results.decide_row(file.pk, 2, by=evaluator, candidacy_id=None)
    take(file, evaluator)
    assert (one.results.count(), two.results.count()) == (0, 2)


def test_a_doubt_is_decided_only_for_who_was_shown(read, candidate, evaluator):
    one, other = candidate("张三"), candidate("李四")
    file = read(line(one, number=one_off(one.number)))
    with pytest.raises(NotFoundHere):
        results.decide_row(file.pk, 2, by=evaluator, candidacy_id=other.pk)


def test_an_officer_of_the_ward_takes_no_results(read, candidate, ward):
    officer = a.officer(ward.prison, "evaluator", username="w")
    a.grant_at_setup(officer, "teacher", ward=ward, reason="test")
    file = read(line(candidate("张三")))
    with pytest.raises(PermissionDenied):
        take(file, officer)
    assert not PartResult.objects.exists()


def test_another_prison_sees_and_takes_nothing(read, candidate, stranger):
    file = read(line(candidate("张三")))
    for verb in (take, lambda found, by: results.discard_results(found.pk, by=by)):
        with pytest.raises(NotFoundHere):
            verb(file, stranger)


def test_what_changed_since_the_report_stops_the_whole_file(read, candidate, evaluator):
    one, two = candidate("张三"), candidate("李四")
    file = read(line(one), line(two))
    move(two, S.WITHDRAWN, by=evaluator)
    with pytest.raises(results.NotReady, match="changed"):
        take(file, evaluator)
    assert not PartResult.objects.exists()


def test_a_file_is_taken_once(read, candidate, evaluator):
    file = read(line(candidate("张三")))
    take(file, evaluator)
    with pytest.raises(results.NotReady):
        take(file, evaluator)


def test_a_discarded_file_can_be_read_again(read, candidate, evaluator):
    content = xlsx(line(candidate("张三")))
    results.discard_results(read(content=content).pk, by=evaluator)
    assert verdict(read(content=content)) == V.MATCHED


# ── Damaged files ──


def zipped(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return file.getvalue()


def broken(part, text):
    """A good workbook with one part replaced."""
    source = zipfile.ZipFile(io.BytesIO(xlsx(["1", "甲"])))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            archive.writestr(name, text if name == part else source.read(name))
    return file.getvalue()


GOOD = xlsx(["1", "甲"])
SHEET = "xl/worksheets/sheet1.xml"
DAMAGED = {
    "empty": b"",
    "spaces": b"   \n\n ",
    "old-xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "cut-in-half": GOOD[: len(GOOD) // 2],
    "cut-at-the-end": GOOD[:-30],
    "only-pk": b"PK\x03\x04",
    "pk-and-noise": b"PK\x03\x04" + bytes(range(256)) * 8,
    "zip-of-text": zipped(a_xml="<a/>"),
    "no-workbook": zipped(xl__other_xml="<a/>"),
    "bomb": zipped(xl__workbook_xml=" " * 80_000_000),
    "path-outside": zipped(**{"../evil": "x", "xl__workbook_xml": "<a/>"}),
    "sheet-no-xml": broken(SHEET, "not xml"),
    "sheet-cut": broken(SHEET, "<worksheet><sheetData><row"),
    "sheet-entity": broken(SHEET, '<!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>'),
    "sheet-empty": broken(SHEET, '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'),
    "workbook-no-xml": broken("xl/workbook.xml", "x"),
    "styles-no-xml": broken("xl/styles.xml", "<"),
    "rels-no-xml": broken("xl/_rels/workbook.xml.rels", "<"),
    "types-no-xml": broken("[Content_Types].xml", "<"),
    "headings-only": xlsx(),
    "other-headings": xlsx(["a"], headers=["x", "y"]),
    "headings-below": xlsx(["1", "甲"], above=[["标题"]]),
    "no-text": bytes(range(128, 256)) * 20,
    "binary": b"\x89PNG\r\n\x1a\n" + b"\0\1\2" * 900,
    "csv-without-columns": "一行文字".encode(),
    "csv-one-quote": '"考生号,姓名\n'.encode() + b"x" * 200_000,
    "csv-nul": b"\0" * 5_000,
    "too-many-lines": ("\n".join([",".join(HEADERS), *(["1,a"] * 5_001)])).encode(),
    "too-big": b"x" * (10 * 1024 * 1024 + 1),
    "html": "<html><table><tr><td>考生号</td></tr></table></html>".encode(),
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_file_gets_a_sentence_and_changes_nothing(read, content):
    before = written()
    with pytest.raises(Refused) as told:
        read(content=content or b" ")
    assert len(str(told.value)) > 10
    assert not ResultFile.objects.exists()
    assert written() == before


def test_there_are_thirty_damaged_files():
    assert len(DAMAGED) >= 30


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_sample_gets_a_sentence_too(body, evaluator, scheme, content):
    from assessments.certification.bodies.mapping import begin_mapping

    try:
        begin_mapping(body.pk, "candidates", content or b" ", "x", by=evaluator)
    except Refused as refused:
        assert len(str(refused)) > 10


def test_a_line_too_many_is_refused(read):
    with pytest.raises(Invalid, match="5000"):
        read(*([["1", "甲"]] * 5_001))

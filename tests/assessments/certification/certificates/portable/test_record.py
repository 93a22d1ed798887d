"""The portable record: what lies in the zip, what stands apart, who may make it."""

import io
import json
import zipfile
from datetime import UTC, date, datetime

import pikepdf
import pytest
from django.utils import translation

from assessments.certification.certificates.portable import pages
from assessments.certification.certificates.portable.archive import PRIVATE, portable_record
from assessments.certification.certificates.portable.contents import KINDS, Contents, CourseLine, contents_of
from assessments.certification.certificates.portable.making import make_record
from assessments.certification.credentials.facts import Words
from assessments.certification.custody import betrays
from assessments.certification.models import AwardingBody, Certificate
from lms.audit.models import AuditEvent
from lms.learning import api as learning
from tests.factories import certificates as some
from tests.factories import learning as of_learning
from tests.factories import packages as of_packages
from tests.lms.learning.pages import staff

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 1)


def a_course_of(title="焊接基础", kind="vocational", lessons=2):
    """A live course; returns its lessons' packages."""
    built = [of_learning.a_lesson()]
    built += [of_learning.a_lesson(course=built[0].course) for _more in range(lessons - 1)]
    manifest = of_packages.course_manifest(built[0].course, built, title=title, kind=kind)
    of_packages.packages.set_course(manifest, by=None)
    return built


def completes(learner, built):
    for held in built:
        of_learning.opens(learner, held)
    learning.project_progress()


def unzipped(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def holder(awarded, first, second):
    """A learner with a certificate and a completed course."""
    some.issued(awarded[:1], first=first, second=second)
    learner = awarded[0].learner
    completes(learner, a_course_of())
    return learner


def record(learner, day=DAY):
    return unzipped(portable_record(learner, made_on=day))


def test_it_holds_certificate_transcript_checking_page_and_readme(holder):
    files = record(holder)
    number = Certificate.objects.get().number
    assert set(files) == {
        "README.txt",
        "index.html",
        "transcript.json",
        "transcript.pdf",
        "verifier.html",
        f"certificates/{number}.json",
        f"certificates/{number}.jwt",
        f"certificates/{number}.pdf",
    }


def test_the_certificate_in_it_is_the_one_that_was_signed(holder):
    files, one = record(holder), Certificate.objects.get()
    assert files[f"certificates/{one.number}.jwt"].decode() == one.credential
    assert one.credential in files[f"certificates/{one.number}.json"].decode()
    with pikepdf.open(io.BytesIO(files[f"certificates/{one.number}.pdf"])) as pdf:
        assert pdf.attachments["credential.jwt"].get_file().read_bytes().decode() == one.credential


def test_the_transcript_tells_course_hours_and_day(holder):
    (line,) = json.loads(record(holder)["transcript.json"])["courses"]
    assert line["title"]["zh"] == "焊接基础"
    assert line["kind"]["zh"] == "职业技能"
    assert (line["lessons_completed"], line["lessons"], line["completed"]) == (2, 2, True)
    assert line["hours"] == 0.5
    assert line["last_on"] == "2026-03-01"


def test_page_pdf_and_json_name_the_same_course_and_certificate(holder):
    files, number = record(holder), Certificate.objects.get().number
    html = files["index.html"].decode()
    assert "焊接基础" in html and f'href="certificates/{number}.pdf"' in html
    with pikepdf.open(io.BytesIO(files["transcript.pdf"])) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Lang == "zh-Hans"
        assert holder.name in str(pdf.docinfo.Title)
    assert json.loads(files["transcript.json"])["certificates"][0]["number"] == number


def test_the_day_of_issue_is_that_of_the_certificate(holder):
    Certificate.objects.update(issued_at=datetime(2026, 5, 1, 17, 0, tzinfo=UTC))
    files = record(holder)
    assert json.loads(files["transcript.json"])["certificates"][0]["issued_on"] == "2026-05-02"
    assert "2026年5月2日" in files["index.html"].decode()


def test_the_page_opens_nothing_from_elsewhere(holder):
    html = record(holder)["index.html"].decode()
    assert "http://" not in html and "https://" not in html and "<script" not in html


def test_a_course_begun_and_not_finished_says_how_far(holder):
    built = a_course_of("电工基础", lessons=3)
    completes(holder, built[:1])
    line = next(one for one in contents_of(holder).public if one.title.zh == "电工基础")
    assert (line.done, line.lessons, line.completed) == (1, 3, False)


def test_a_course_of_which_no_lesson_is_completed_is_left_out(holder):
    built = [of_learning.a_lesson(rule="passed", items=1)]
    manifest = of_packages.course_manifest(built[0].course, built, title="没学完", kind="cultural")
    of_packages.packages.set_course(manifest, by=None)
    completes(holder, built)
    assert [line.title.zh for line in contents_of(holder).public] == ["焊接基础"]


def test_a_withdrawn_course_stays_in_the_record(holder):
    built = a_course_of("老课程")
    completes(holder, built)
    of_packages.packages.withdraw_course(built[0].course, by=None)
    assert "老课程" in {line.title.zh for line in contents_of(holder).public}


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("induction", "新学员第一课"),
        ("release", "回家的路"),
        ("civic", "认罪悔罪教育"),
        ("civic", "北山监狱劳动安全"),
        ("vocational", "北山焊工班"),
        ("cultural", "一监区读书会"),
        ("vocational", "Welding in prison"),
        ("vocational", "新叶焊工班"),
    ],
)
def test_a_course_that_tells_of_custody_stands_in_the_private_folder_alone(holder, kind, title):
    completes(holder, a_course_of(title, kind))
    files = record(holder)
    private = {name for name in files if name.startswith(PRIVATE)}
    assert private == {
        f"{PRIVATE}/{name}" for name in ("README.txt", "index.html", "transcript.pdf", "transcript.json")
    }
    assert title in files[f"{PRIVATE}/index.html"].decode()
    assert "不必给任何人看" in files[f"{PRIVATE}/README.txt"].decode()
    for name in files.keys() - private:
        assert title.encode() not in files[name]


def test_nothing_public_refers_to_the_private_folder(holder):
    completes(holder, a_course_of("新学员第一课", "induction"))
    with_private = record(holder)
    for name, data in with_private.items():
        if not name.startswith(PRIVATE) and name.endswith((".txt", ".html", ".json")) and name != "verifier.html":
            assert "private" not in data.decode().lower() and "私人" not in data.decode(), name


def test_without_private_courses_there_is_no_private_folder(holder):
    assert not [name for name in record(holder) if "private" in name]


def test_the_public_part_is_the_same_with_and_without_a_private_one(holder, monkeypatch):
    fixed = {name: data for name, data in record(holder).items() if name != "verifier.html"}
    completes(holder, a_course_of("新学员第一课", "induction"))
    later = record(holder)
    assert {name: later[name] for name in fixed} == fixed


def test_the_same_day_gives_the_same_bytes(holder, monkeypatch):
    monkeypatch.setattr("assessments.certification.certificates.portable.archive.verifier_of", lambda _bodies: b"page")
    assert portable_record(holder, made_on=DAY) == portable_record(holder, made_on=DAY)


def test_revoked_certificates_are_left_out(holder):
    Certificate.objects.update(state="revoked")
    assert not [name for name in record(holder) if name.startswith("certificates/")]


def test_what_a_body_printed_itself_is_named_by_its_number(holder):
    Certificate.objects.update(outside=True, number="外 2026/17", credential="", compact="")
    AwardingBody.objects.update(outside=True)
    files = record(holder)
    assert not [name for name in files if name.startswith("certificates/")]
    assert "verifier.html" not in files
    assert "verifier.html" not in files["README.txt"].decode()
    assert "外 2026/17" in files["index.html"].decode()


def test_a_learner_without_anything_gets_a_record_that_says_so(ward):
    from tests.factories import people as a

    files = record(a.learner(ward, number="77", name="新人"))
    assert "还没有完成的课程" in files["index.html"].decode()


@pytest.mark.parametrize("name", ["焊接基础", "中国历史", "Awarding bodies", "Forwarding goods", "电路改装"])
def test_ordinary_words_betray_nothing(name):
    assert not betrays(name)


# ── Who may ──


def test_the_education_office_makes_it_and_that_stands_in_the_log(holder, education_office):
    _learner, data = make_record(holder.pk, by=education_office)
    assert "index.html" in unzipped(data)
    assert AuditEvent.objects.filter(verb="assessments.record.made").count() == 1


def test_the_officer_finds_it_on_the_learners_page_and_downloads_it(client, holder, education_office):
    page = staff(client, education_office)
    shown = page.get(f"/admin/learners/{holder.pk}/").content.decode()
    assert f"/admin/certificates/records/{holder.pk}/" in shown
    assert Certificate.objects.get().number in shown
    before = page.get(f"/admin/certificates/records/{holder.pk}/").content.decode()
    assert "焊接基础" in before
    answer = page.post(f"/admin/certificates/records/{holder.pk}/make/")
    assert answer["Content-Type"] == "application/zip"
    assert "index.html" in unzipped(answer.content)


def test_getting_the_make_address_makes_nothing(client, holder, education_office):
    assert staff(client, education_office).get(f"/admin/certificates/records/{holder.pk}/make/").status_code == 405


def test_a_teacher_of_the_ward_sees_no_record(client, holder, teacher):
    page = staff(client, teacher)
    assert page.post(f"/admin/certificates/records/{holder.pk}/make/").status_code in (302, 403)
    assert not AuditEvent.objects.filter(verb="assessments.record.made").exists()


def test_the_office_of_another_prison_does_not_find_the_learner(client, holder, elsewhere):
    page = staff(client, elsewhere)
    assert page.get(f"/admin/certificates/records/{holder.pk}/").status_code == 404
    assert page.post(f"/admin/certificates/records/{holder.pk}/make/").status_code == 404


def test_a_name_that_cannot_be_printed_ends_with_a_sentence(client, holder, education_office):
    one = Certificate.objects.get()
    one.facts["holder"]["name"] = "王🙂"
    Certificate.objects.update(facts=one.facts)
    with translation.override("en"):
        answer = staff(client, education_office).post(f"/admin/certificates/records/{holder.pk}/make/", follow=True)
    assert "cannot be printed" in answer.content.decode()
    assert not AuditEvent.objects.filter(verb="assessments.record.made").exists()


def test_a_list_over_many_pages_keeps_its_tags_and_languages():
    courses = [
        CourseLine(Words(f"课程{n}", f"Course {n}"), KINDS["vocational"], 4, 4, 120, DAY, completed=True)
        for n in range(90)
    ]
    html = pages.page(Contents("李明远", "", courses), courses, made_on=DAY, files={}, private=False)
    made = pages.pdf(html, made_on=DAY)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert len(pdf.pages) > 3
        kinds = [str(one.get("/S")) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one]
        assert kinds.count("/TR") > 90
        english = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and str(one.get("/Lang")) == "en"]
        assert len(english) >= 3 * 90
    assert pages.pdf(html, made_on=DAY) == made

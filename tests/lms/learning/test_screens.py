"""The staff pages: they open for those who may, show what they should, and refuse the rest."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from lms.learning import api as learning
from lms.learning.models import Assignment, Group
from lms.records import api as records
from tests.factories import learning as a
from tests.factories import people
from tests.lms.learning.pages import staff

PAGES = [
    "assign",
    "assignments",
    "who-has-done-what",
    "who-is-stuck",
    "questions",
    "contested",
    "teaching-groups",
    "teaching-groups/new",
]
ALLOWED = {
    "teacher": {
        "assign",
        "assignments",
        "who-has-done-what",
        "who-is-stuck",
        "questions",
        "teaching-groups",
        "teaching-groups/new",
    },
    "education_office": {
        "assign",
        "assignments",
        "who-has-done-what",
        "who-is-stuck",
        "contested",
        "teaching-groups",
        "teaching-groups/new",
    },
    "evaluator": {"who-has-done-what"},
    "author": set(),
    "device_keeper": set(),
    "auditor": set(),
}


def refused(reply):
    """Not found, or Wagtail's way of saying no: back to the start page with a message."""
    return reply.status_code in (403, 404) or (reply.status_code, reply.headers.get("Location")) == (302, "/admin/")


@pytest.fixture
def evaluator(prison):
    return people.officer(prison, "evaluator", username="evaluator")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ALLOWED)
def test_each_page_opens_for_its_roles_only(client, request, ward, learner, who, page):
    reply = staff(client, request.getfixturevalue(who)).get(f"/admin/{page}/")
    assert (reply.status_code == 200) if page in ALLOWED[who] else refused(reply)


@pytest.mark.parametrize("page", PAGES)
def test_nobody_gets_in_without_signing_in(client, db, page):
    reply = client.get(f"/admin/{page}/", headers={"host": "staff.newleaf.localhost"})
    assert reply.status_code == 302
    assert "login" in reply.url


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_one_press_assigns_to_the_place_that_is_preselected(client, education_office, ward, learner, language):
    course = a.a_course([a.a_lesson()])
    browser = staff(client, education_office, language)
    page = browser.get("/admin/assign/")
    assert page.context["target_key"] == f"ward:{ward.pk}"
    reply = browser.post(
        "/admin/assign/", {"place": page.context["target_key"], "course": course, "due_on": ""}, follow=True
    )
    assert [view.course for view in learning.assignments_of(learner)] == [course]
    assert "一监区" in reply.content.decode()


def test_the_place_of_the_last_assignment_is_preselected(client, education_office, ward, second_ward):
    course = a.a_course([a.a_lesson()])
    learning.assign_course(course, by=education_office, ward=second_ward)
    assert staff(client, education_office).get("/admin/assign/").context["target_key"] == f"ward:{second_ward.pk}"


@pytest.mark.parametrize("place", ["ward:{other}", "ward:x", "learner:{stranger}", "planet:{other}", "group:{other}"])
def test_a_place_out_of_reach_is_not_found(client, education_office, ward, other_ward, other_learner, place):
    course = a.a_course([a.a_lesson()])
    place = place.format(other=other_ward.pk, stranger=other_learner.pk)
    browser = staff(client, education_office)
    assert browser.post("/admin/assign/", {"place": place, "course": course}).status_code == 404
    assert browser.get("/admin/who-has-done-what/", {"place": place, "ward": other_ward.pk}).status_code == 404
    assert not Assignment.objects.exists()


def test_a_course_goes_to_one_learner_from_the_record(client, education_office, ward, learner):
    course = a.a_course([a.a_lesson()])
    browser = staff(client, education_office)
    assert f"place=learner:{learner.pk}" in browser.get(f"/admin/records/{learner.pk}/").content.decode()
    browser.post("/admin/assign/", {"place": f"learner:{learner.pk}", "course": course})
    assert Assignment.objects.get().learner == learner


@pytest.mark.parametrize(
    ("course", "due_on"), [("urn:newleaf:course:none", ""), (None, "2001-01-01"), (None, "tomorrow")]
)
def test_what_cannot_be_assigned_gets_a_sentence_and_changes_nothing(client, education_office, ward, course, due_on):
    course = course or a.a_course([a.a_lesson()])
    reply = staff(client, education_office).post(
        "/admin/assign/", {"place": f"ward:{ward.pk}", "course": course, "due_on": due_on}, follow=True
    )
    assert reply.status_code == 200
    assert [str(message.level_tag) for message in reply.context["messages"]] == ["error"]
    assert not Assignment.objects.exists()


def test_assignments_are_extended_and_withdrawn(client, education_office, ward):
    assignment = learning.assign_course(a.a_course([a.a_lesson()]), by=education_office, ward=ward)
    browser = staff(client, education_office)
    later = timezone.localdate() + timedelta(days=60)
    assert browser.get("/admin/assignments/").content.count(b"nl-inline") == 2
    browser.post(f"/admin/assignments/{assignment.pk}/extend/", {"due_on": later.isoformat()})
    assignment.refresh_from_db()
    assert assignment.due_on == later
    browser.post(f"/admin/assignments/{assignment.pk}/withdraw/")
    assignment.refresh_from_db()
    assert assignment.withdrawn_by == education_office


def test_an_outsider_withdraws_nothing(client, education_office, outsider, other_ward, ward):
    assignment = learning.assign_course(a.a_course([a.a_lesson()]), by=education_office, ward=ward)
    assert staff(client, outsider).post(f"/admin/assignments/{assignment.pk}/withdraw/").status_code == 404


def test_a_get_changes_nothing(client, education_office, ward):
    assignment = learning.assign_course(a.a_course([a.a_lesson()]), by=education_office, ward=ward)
    assert staff(client, education_office).get(f"/admin/assignments/{assignment.pk}/withdraw/").status_code == 405


def test_the_table_downloads_as_excel_without_formulas(client, teacher, education_office, ward):
    people.learner(ward, number="7", name='=HYPERLINK("http://x")')
    course = a.a_course([a.a_lesson()], title="=1+1")
    learning.assign_course(course, by=education_office, ward=ward)
    reply = staff(client, teacher, "zh-hans").get("/admin/who-has-done-what/?export=xlsx")
    sheet = load_workbook(BytesIO(reply.content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert any(cell.value and "HYPERLINK" in str(cell.value) for cell in cells)
    assert not any(cell.data_type == "f" for cell in cells)


def test_names_are_text_and_never_markup(client, teacher, ward):
    nasty = people.learner(ward, number="<b>7", name="<script>alert(1)</script>")
    a.a_course([a.a_lesson(title="<i>x</i>")], title="<script>alert(2)</script>")
    browser = staff(client, teacher)
    for page in ("who-has-done-what", "who-is-stuck", f"records/{nasty.pk}", "assign", "teaching-groups/new"):
        assert b"<script>alert" not in browser.get(f"/admin/{page}/").content


def test_a_record_is_told_in_sentences(client, teacher, learner):
    lesson = a.a_lesson(title="安全用电", items=1)
    a.a_course([lesson])
    a.opens(learner, lesson)
    a.answers(learner, lesson, a.items_of(lesson)[0]["id"], "b")
    a.watches(learner, lesson, progress=0.5)
    asked = a.asks(learner, lesson, "看不懂 <b>图</b>")
    note = {"response": "eyJhbGciOi.secret"}
    from tests.factories.records import a_statement

    a_statement(learner, records.verbs.NOTED, lesson.lesson, lesson=lesson.lesson, course=lesson.course, result=note)
    a_statement(learner, "http://example.org/verbs/juggled", lesson.lesson, lesson=lesson.lesson, course=lesson.course)
    records.void(asked.id, by=teacher, reason="x")
    learning.project_progress()
    text = staff(client, teacher).get(f"/admin/records/{learner.pk}/").content.decode()
    for sentence in (
        "Opened “",
        "not marked yet",
        "Watched 50 % of a video",
        "Asked the teacher about",
        "juggled",
        "taken back",
        "看不懂 &lt;b&gt;",
    ):
        assert sentence in text
    assert "eyJhbGciOi" not in text


@pytest.mark.parametrize("who", ["outsider", "reviewer_only", "auditor"])
def test_a_record_stays_with_the_learners_own_teachers(client, request, prison, learner, who, other_ward):
    officer = (
        people.officer(prison, "supervisor", username="s") if who == "reviewer_only" else request.getfixturevalue(who)
    )
    assert refused(staff(client, officer).get(f"/admin/records/{learner.pk}/"))


def test_an_answer_is_sent_from_the_inbox(client, teacher, learner):
    row = a.asks(learner, a.a_lesson(), "为什么？")
    learning.project_progress()
    browser = staff(client, teacher)
    assert "为什么？" in browser.get("/admin/questions/").content.decode()
    browser.post(f"/admin/questions/{row.id}/answer/", {"text": "因为安全。"})
    assert "因为安全。" in browser.get("/admin/questions/?show=answered").content.decode()
    reply = browser.post(f"/admin/questions/{row.id}/answer/", {"text": "again"}, follow=True)
    assert [str(message.level_tag) for message in reply.context["messages"]] == ["error"]


def test_a_contested_record_is_answered_by_the_education_office(client, education_office, learner):
    row = a.contests(learner, a.a_lesson())
    learning.project_progress()
    browser = staff(client, education_office)
    assert "我学完了" in browser.get("/admin/contested/").content.decode()
    browser.post(f"/admin/contested/{row.id}/answer/", {"text": "已更正"})
    assert [answer.answer for answer in learning.answers_of(learner)] == ["已更正"]


def test_a_group_is_made_filled_renamed_and_closed(client, education_office, ward, learner):
    browser = staff(client, education_office)
    made = browser.post("/admin/teaching-groups/new/", {"name": "焊工班", "ward": ""})
    group = Group.objects.get()
    assert made.url.endswith(f"/admin/teaching-groups/{group.pk}/")
    browser.post(f"/admin/teaching-groups/{group.pk}/add/", {"learner": [str(learner.pk)]})
    assert learning.members_of_group(group.pk) == [learner.pk]
    assert "王小明" in browser.get(f"/admin/teaching-groups/{group.pk}/?q=nobody").content.decode()
    browser.post(f"/admin/teaching-groups/{group.pk}/rename/", {"name": "焊工二班"})
    browser.post(f"/admin/teaching-groups/{group.pk}/remove/", {"learner": [str(learner.pk)]})
    browser.post(f"/admin/teaching-groups/{group.pk}/close/")
    group.refresh_from_db()
    assert (group.name, group.size if hasattr(group, "size") else 0, bool(group.closed_at)) == ("焊工二班", 0, True)


@pytest.mark.parametrize("data", [{"learner": ["x"]}, {"learner": ["{stranger}"]}])
def test_strangers_and_noise_do_not_become_members(client, education_office, other_learner, learner, data):
    group = a.a_group(education_office, learner)
    data = {"learner": [one.format(stranger=other_learner.pk) for one in data["learner"]]}
    staff(client, education_office).post(f"/admin/teaching-groups/{group.pk}/add/", data)
    assert learning.members_of_group(group.pk) == [learner.pk]


def test_a_menu_shows_only_what_its_role_may_open(client, auditor, teacher):
    assert b"/admin/assign/" not in staff(client, auditor).get("/admin/").content
    client.logout()
    assert b"/admin/assign/" in staff(client, teacher).get("/admin/").content


@pytest.fixture
def sixty(ward):
    return [people.learner(ward, number=f"5{number:03}", name=f"学员{number:03}") for number in range(60)]


def test_who_has_done_what_comes_in_pages(client, teacher, sixty):
    a.a_course([a.a_lesson()])
    browser = staff(client, teacher)
    first, second = (browser.get(f"/admin/who-has-done-what/?p={page}").content.decode() for page in (1, 2))
    assert (first.count('<th scope="row"><a'), second.count('<th scope="row"><a')) == (50, 10)


def test_who_has_done_what_is_searched_by_name_pinyin_and_number(client, teacher, sixty, ward):
    people.learner(ward, number="9", name="欧阳明", pinyin="ouyangming oym")
    browser = staff(client, teacher)
    for text in ("欧阳", "oym", "9"):
        page = browser.get("/admin/who-has-done-what/", {"q": text}).content.decode()
        assert "欧阳明" in page
        assert "学员001" not in page


def test_the_count_below_a_course_is_of_everybody_not_of_the_page(client, teacher, sixty):
    lesson = a.a_lesson()
    a.a_course([lesson])
    for learner in (sixty[0], sixty[59]):
        a.opens(learner, lesson)
    learning.project_progress()
    page = staff(client, teacher).get("/admin/who-has-done-what/").content.decode()
    assert "<td>2</td>" in page.partition("<tfoot>")[2]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_download_holds_everybody_who_is_searched_for_and_no_formula(client, teacher, sixty, ward, kind):
    people.learner(ward, number="8", name="=1+1")
    a.a_course([a.a_lesson()])
    browser = staff(client, teacher)
    reply = browser.get("/admin/who-has-done-what/", {"export": kind})
    body = b"".join(reply) if reply.streaming else reply.content
    if kind == "xlsx":
        rows = list(load_workbook(BytesIO(body)).active.iter_rows())
        assert not any(cell.data_type == "f" for row in rows for cell in row)
    else:
        rows = body.decode().splitlines()
        assert not any(",=" in row for row in rows)
    assert len(rows) == 62
    found = browser.get("/admin/who-has-done-what/", {"export": kind, "q": "学员01"})
    assert len(b"".join(found) if found.streaming else found.content) < len(body)


def test_who_may_not_open_records_gets_no_links_to_them(client, prison, sixty):
    lesson = a.a_lesson()
    a.a_course([lesson])
    browser = staff(client, people.officer(prison, "evaluator", "supervisor", username="ev"))
    assert "/admin/records/" not in browser.get("/admin/who-has-done-what/").content.decode()
    assert "/admin/records/" not in browser.get("/admin/who-is-stuck/").content.decode()

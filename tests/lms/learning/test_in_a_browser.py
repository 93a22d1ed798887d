"""The staff pages in Chromium: clicks are counted, the keyboard suffices, axe finds nothing."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from lms.learning import api as learning
from lms.learning.models import Assignment, Reply
from tests.factories import learning as a
from tests.factories import people
from tests.lms.learning.pages import HOST, staff

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture
def open_as(live_server, client, playwright):
    """open_as(officer, path) → a Chromium page of that officer."""
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    page = context.new_page()
    base = live_server.url.replace("localhost", HOST).replace("127.0.0.1", HOST)

    def open_as(officer, path, language="en"):
        staff(client, officer, language)
        cookie = {"name": "newleaf_staff", "value": client.cookies["newleaf_staff"].value, "domain": HOST, "path": "/"}
        context.clear_cookies()
        context.add_cookies([cookie])
        page.goto(base + path)
        return page

    yield open_as
    browser.close()


@pytest.fixture
def school(education_office, teacher, ward, second_ward):
    """Two wards, some courses, some work, a question and a contested record."""
    learners = [
        people.learner(ward, number=str(1001 + n), name=name)
        for n, name in enumerate(["王小明", "Mohammed Al-Fulan", "阿不都热合曼·买买提"])
    ]
    people.learner(second_ward, number="2001", name="刘二")
    lessons = [a.a_lesson(rule="passed", items=1, title="安全用电")]
    lessons.append(a.a_lesson(course=lessons[0].course, title="工具"))
    course = a.a_course(lessons, title="低压电工")
    a.a_course([a.a_lesson(title="宪法")], title="宪法宣传")
    learning.assign_course(
        course, by=education_office, ward=ward, due_on=timezone.localdate() + timezone.timedelta(days=5)
    )
    a.opens(learners[0], lessons[1])
    item = a.items_of(lessons[0])[0]["id"]
    for minute in range(3):
        row = a.answers(learners[1], lessons[0], item, "b", minute=minute)
        learning.record_outcome(learners[1].pk, lessons[0].lesson, item, scaled=0.0, statement_id=row.id)
    a.asks(learners[0], lessons[0], "为什么要先验电？")
    a.asks(learners[2], lessons[0], "ما معنى هذا؟", minute=6)
    a.contests(learners[0], lessons[1], "这一课我学完了")
    group = a.a_group(education_office, *learners)
    learning.project_progress()
    return {"learners": learners, "course": course, "group": group}


def test_a_course_is_assigned_in_two_clicks_from_the_start_page(open_as, education_office, school, ward):
    page = open_as(education_office, "/admin/")
    page.evaluate(
        "window.name = '0'; addEventListener('click', () => window.name = String(Number(window.name) + 1), true)"
    )
    page.get_by_role("main").get_by_role("link", name="Assign a course").click()
    page.wait_for_url("**/admin/assign/")
    page.evaluate("addEventListener('click', () => window.name = String(Number(window.name) + 1), true)")
    page.get_by_role("button", name="Assign Course 宪法宣传").click()
    page.get_by_text("is assigned to 一监区").wait_for()
    assert page.evaluate("window.name") == "2"
    assert Assignment.objects.filter(ward=ward).count() == 2


def test_questions_are_answered_without_a_mouse(open_as, teacher, school):
    page = open_as(teacher, "/admin/questions/")
    page.keyboard.type("先验电，再动手。")
    page.keyboard.press("Control+Enter")
    page.get_by_text("Answered. It goes to").wait_for()
    page.keyboard.type("مهم")
    page.keyboard.press("Control+Enter")
    page.get_by_text("Nothing is waiting").wait_for()
    assert Reply.objects.count() == 2


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_axe_finds_nothing_on_any_page(open_as, education_office, teacher, school, language):
    learner, group = school["learners"][0], school["group"]
    learning.add_notice(learner, {"zh-hans": "x"}, "test")
    pages = [
        (education_office, "assign/"),
        (education_office, "assignments/"),
        (education_office, "who-has-done-what/"),
        (teacher, "who-is-stuck/"),
        (teacher, "questions/"),
        (education_office, "contested/"),
        (teacher, f"records/{learner.pk}/"),
        (education_office, "teaching-groups/"),
        (education_office, f"teaching-groups/{group.pk}/"),
        (education_office, "teaching-groups/new/"),
    ]
    shots = os.environ.get("NEWLEAF_SHOTS")
    found = {}
    for officer, path in pages:
        page = open_as(officer, f"/admin/{path}", language)
        if shots:
            name = path.split("/")[0] + ("-new" if "new" in path else "-one" if path.count("/") > 1 else "")
            page.screenshot(path=str(Path(shots) / f"{name}.{language}.png"))
        violations = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        if violations:
            found[path] = [(one["id"], one["nodes"][0]["html"][:200]) for one in violations]
    assert found == {}

import re

import pytest

from lms.people.models import Officer
from lms.people.roles import Role
from lms.people.start import tasks_of
from lms.staff.guide import guide_for, register_guide_step
from tests.factories import people as a
from tests.factories import signin as at_the_door


@pytest.fixture
def staff(client):
    client.defaults["HTTP_HOST"] = at_the_door.STAFF
    return client


def sidebar(page):
    return re.search(r'<script id="wagtail-sidebar-props"[^>]*>(.*?)</script>', page, re.S).group(1)


def test_each_role_finds_at_most_three_tasks_of_its_own(staff, prison):
    for role in Role:
        officer = a.officer(prison, role, username=f"x-{role}")
        staff.force_login(officer)
        page = staff.get("/admin/").content.decode()
        assert page.count('<ul class="newleaf-tasks">') <= 1
        assert len(re.findall(r'<li><a href="[^"]+"><svg', page)) == min(3, len(tasks_of(role)))


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_every_link_of_a_start_page_opens(staff, prison, ward, role):
    staff.force_login(a.officer(prison, role, username="x"))
    page = staff.get("/admin/").content.decode()
    links = re.findall(r'<li(?: class="urgent")?><a href="([^"]+)"', page)
    assert links or role == Role.INVIGILATOR
    assert {link: staff.get(link, follow=True).status_code for link in links} == dict.fromkeys(links, 200)


def test_a_teacher_prepares_a_lesson_goes_live_and_sees_who_is_stuck(staff, teacher):
    staff.force_login(teacher)
    page = staff.get("/admin/").content.decode()
    tasks = re.findall(r'<li><a href="([^"]+)"><svg', page)
    assert tasks[:3] == ["/admin/lessons/new/", "/admin/live/next/", "/admin/who-is-stuck/"]


@pytest.mark.parametrize(
    ("role", "first"), [("evaluator", "/admin/marking/"), ("chief_evaluator", "/admin/exam-marks/")]
)
def test_an_evaluator_begins_with_marks_sittings_and_candidates(staff, prison, role, first):
    staff.force_login(a.officer(prison, role, username="x"))
    tasks = re.findall(r'<li><a href="([^"]+)"><svg', staff.get("/admin/").content.decode())
    assert tasks[:3] == [first, "/admin/sittings/", "/admin/certification/candidates/register/"]


def test_whose_work_comes_with_examinations_is_told_so(staff, prison):
    officer = a.officer(prison, "invigilator", username="x")
    Officer.objects.filter(pk=officer.pk).update(language="en")
    staff.force_login(Officer.objects.get(pk=officer.pk))
    staff.post("/language/en/")
    assert "as soon as there are examinations" in staff.get("/admin/").content.decode()


def test_the_auditors_first_task_is_one_click_away(staff, auditor):
    staff.force_login(auditor)
    assert 'href="/admin/audit/"' in staff.get("/admin/").content.decode()


def test_who_holds_two_roles_finds_both(staff, prison):
    staff.force_login(a.officer(prison, "auditor", "administrator", username="both"))
    assert staff.get("/admin/").content.decode().count('<ul class="newleaf-tasks">') == 2


@pytest.mark.parametrize("role", ["device_keeper", "teacher", "auditor"])
def test_wagtails_menus_are_hidden_from_who_does_not_write(staff, prison, role):
    staff.force_login(a.officer(prison, role, username="x"))
    menu = sidebar(staff.get("/admin/").content.decode())
    for name in ("explorer", "images", "documents", "reports", "settings", "help"):
        assert f'"name": "{name}"' not in menu


def test_the_header_buttons_are_named_in_the_language_of_the_page(staff, prison, ward):
    staff.force_login(a.officer(prison, "education_office", username="x"))
    page = staff.get("/admin/learners/").content.decode()
    assert '<nav aria-label="操作" id="w-slim-header-buttons"' in page


def test_no_role_at_all_opens_nothing(staff, prison):
    staff.force_login(a.officer(prison, username="x"))
    assert staff.get("/admin/").status_code == 302


def test_one_click_changes_the_language_and_is_kept_on_the_officer(staff, teacher):
    staff.force_login(teacher)
    assert 'lang="zh-hans"' in staff.get("/admin/").content.decode()
    assert "/language/en/" in sidebar(staff.get("/admin/").content.decode())
    back = staff.post("/language/en/", headers={"referer": f"http://{at_the_door.STAFF}/admin/my-sign-in/"})
    assert back["Location"].endswith("/admin/my-sign-in/")
    assert '<html lang="en"' in staff.get("/admin/").content.decode()
    assert Officer.objects.get(pk=teacher.pk).language == "en"


def test_the_language_switch_leads_nowhere_else(staff, teacher):
    staff.force_login(teacher)
    assert staff.post("/language/en/", headers={"referer": "https://evil.example/"})["Location"] == "/"
    assert staff.post("/language/xx/").status_code == 404
    assert staff.get("/language/en/").status_code == 405


def test_the_sign_in_page_speaks_both_languages(staff, db):
    staff.post("/language/en/")
    assert '<html lang="en"' in staff.get("/admin/login/").content.decode()
    staff.post("/language/zh-hans/")
    assert '<html lang="zh-hans"' in staff.get("/admin/login/").content.decode()


def test_the_guide_looks_at_what_is_there(staff, prison, education_office):
    done = {state.step.key for state in guide_for(education_office, prison) if state.done}
    assert done == set()
    ward = a.ward(prison)
    a.learner(ward, number="1")
    states = guide_for(education_office, prison)
    assert {state.step.key for state in states if state.done} == {"wards", "roster"}
    assert [state.step.key for state in states if state.is_next] == ["secrets"]


def test_the_guide_does_not_look_into_other_prisons(other_prison, learner, education_office):
    assert not any(state.done for state in guide_for(education_office, other_prison))


def test_every_step_of_the_guide_has_a_page_for_somebody(prison):
    everybody = a.officer(prison, *Role, username="x")
    assert all(state.url for state in guide_for(everybody, prison))


def test_a_step_is_linked_only_for_the_roles_that_do_it(prison, education_office):
    links = {state.step.key: state.url for state in guide_for(education_office, prison)}
    assert links["roster"]
    assert not links["lesson"]


def test_an_app_above_replaces_a_step_and_a_default_does_not(prison, education_office):
    from lms.staff import guide

    before = guide._STEPS["lesson"]
    try:
        register_guide_step("lesson", 50, "x", "y", url_name="officers", roles=(Role.AUTHOR,), done=lambda prison: True)
        register_guide_step(
            "lesson", 50, "z", "y", url_name="officers", roles=(Role.AUTHOR,), done=lambda prison: False, default=True
        )
        assert next(state for state in guide_for(education_office, prison) if state.step.key == "lesson").done
    finally:
        guide._STEPS["lesson"] = before


def test_the_guide_page_shows_the_next_step_with_its_link(staff, ward, education_office):
    staff.force_login(education_office)
    page = staff.get("/admin/guide/").content.decode()
    assert 'aria-current="step"' in page
    assert 'data-step="roster"' in page


def test_a_teacher_has_no_guide(staff, teacher):
    staff.force_login(teacher)
    assert staff.get("/admin/guide/").status_code in (302, 403)

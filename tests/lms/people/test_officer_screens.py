"""Officers', roles', places' and audit pages, through the browser's eyes."""

import pytest

from lms.audit import api as audit
from lms.audit.models import AuditAnchor
from lms.people import grants
from lms.people.models import Officer, Prison, RoleGrant, RoleRequest, Ward
from lms.people.roles import Role
from tests.factories import people as a
from tests.factories import signin as at_the_door


@pytest.fixture
def staff(client):
    client.defaults["HTTP_HOST"] = at_the_door.STAFF
    return client


@pytest.fixture
def prison_administrator(prison):
    return a.officer(prison, "administrator", username="padmin", name="郑管理")


def test_a_new_account_is_printed_once_and_never_again(staff, prison, prison_administrator):
    staff.force_login(prison_administrator)
    sheet = staff.post("/admin/officers/new/", {"username": "neu", "name": "新警官", "prison": str(prison.pk)})
    officer = Officer.objects.get(username="neu")
    assert "no-store" in sheet["Cache-Control"]
    assert sheet.content.decode().count("<li>") == 20
    assert "code" in staff.get(f"/admin/officers/{officer.pk}/").content.decode()


def test_a_teacher_reaches_no_officer_page(staff, teacher, author):
    staff.force_login(teacher)
    for path in (
        "/admin/officers/",
        f"/admin/officers/{author.pk}/",
        "/admin/role-requests/",
        "/admin/tokens/",
        "/admin/audit/",
    ):
        assert staff.get(path).status_code in (302, 403)


def test_the_other_prisons_officers_are_not_found(staff, prison_administrator, outsider):
    staff.force_login(prison_administrator)
    assert staff.get(f"/admin/officers/{outsider.pk}/").status_code == 404
    assert "outsider" not in staff.get("/admin/officers/").content.decode()


def test_two_officers_give_a_role_through_the_pages(staff, prison, education_office):
    second = a.officer(prison, "education_office", username="edu2")
    newcomer = a.officer(prison, username="neu", name="新警官")
    staff.force_login(education_office)
    staff.post(
        f"/admin/officers/{newcomer.pk}/role/", {"role": "teacher", "place": f"prison:{prison.pk}", "reason": "teaches"}
    )
    asked = RoleRequest.objects.get()
    staff.post(f"/admin/role-requests/{asked.pk}/", {"answer": "confirm"})
    assert not RoleGrant.objects.filter(officer=newcomer).exists()
    staff.force_login(second)
    staff.post(f"/admin/role-requests/{asked.pk}/", {"answer": "confirm"})
    assert RoleGrant.objects.get(officer=newcomer).role == Role.TEACHER


def test_the_second_officer_finds_the_request_on_the_start_page(staff, prison, education_office):
    second = a.officer(prison, "education_office", username="edu2")
    newcomer = a.officer(prison, username="neu", name="新警官")
    grants.request_role(newcomer.pk, Role.TEACHER, prison=prison, by=education_office, reason="x")
    staff.force_login(second)
    assert "/admin/role-requests/?state=waiting" in staff.get("/admin/").content.decode()
    staff.force_login(education_office)
    assert "/admin/role-requests/?state=waiting" not in staff.get("/admin/").content.decode()


@pytest.mark.parametrize(
    "path",
    ["users/", "users/add/", "groups/", "groups/new/", "sites/", "password_reset/", "bulk/people/officer/delete/"],
)
def test_wagtails_own_account_screens_are_shut_for_everybody(staff, administrator, path):
    staff.force_login(administrator)
    assert staff.get(f"/admin/{path}").status_code == 404
    assert staff.post(f"/admin/{path}").status_code == 404


def test_wagtails_account_page_leads_to_ours(staff, teacher):
    staff.force_login(teacher)
    assert staff.get("/admin/account/")["Location"] == "/admin/my-sign-in/"


def test_adding_a_key_asks_for_a_recent_sign_in(staff, teacher):
    staff.force_login(teacher)
    assert staff.post("/admin/my-sign-in/key/options/").status_code == 403
    assert staff.post("/admin/my-sign-in/codes/").status_code in (302, 403)
    assert not teacher.one_time_codes.exists()


def test_wards_form_a_tree_within_one_prison(staff, prison, ward, other_ward, education_office):
    staff.force_login(education_office)
    staff.post(
        "/admin/wards/new/", {"prison": str(prison.pk), "parent": str(ward.pk), "name": "一分监区", "code": "1-1"}
    )
    below = Ward.objects.get(code="1-1")
    assert below.parent == ward
    staff.post(f"/admin/wards/{ward.pk}/", {"parent": str(below.pk), "name": "一监区", "code": "1"})
    ward.refresh_from_db()
    assert ward.parent is None
    assert staff.get(f"/admin/wards/{other_ward.pk}/").status_code == 404


def test_a_ward_with_learners_is_not_deleted(staff, ward, second_ward, learner, education_office):
    staff.force_login(education_office)
    assert staff.post(f"/admin/wards/{ward.pk}/delete/").status_code == 409
    staff.post(f"/admin/wards/{second_ward.pk}/delete/")
    assert list(Ward.objects.all()) == [ward]


def test_only_the_whole_servers_administrator_makes_prisons(staff, prison_administrator, administrator):
    data = {"name": "东山监狱", "code": "east", "offline_lease_days": 14}
    staff.force_login(prison_administrator)
    staff.post("/admin/prisons/new/", data)
    assert not Prison.objects.filter(code="east").exists()
    staff.force_login(administrator)
    staff.post("/admin/prisons/new/", data)
    assert Prison.objects.filter(code="east").exists()


def test_an_auditor_reads_the_events_of_the_own_prison_only(staff, auditor, teacher, outsider):
    audit.log(by=teacher, verb="people.learner.moved", target="mine", prison=teacher.prison)
    audit.log(by=outsider, verb="people.learner.moved", target="theirs", prison=outsider.prison)
    staff.force_login(auditor)
    page = staff.get("/admin/audit/?verb=people.learner.moved").content.decode()
    assert "mine" in page
    assert "theirs" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=needle", True),
        ("q=haystack", False),
        ("actor=李警官", True),
        ("target=needle", True),
        ("at_from=2001-01-01&at_to=2001-01-02", False),
    ],
)
def test_the_log_can_be_searched_and_filtered(staff, administrator, teacher, query, found):
    audit.log(by=teacher, verb="people.learner.moved", target="needle")
    staff.force_login(administrator)
    assert ("needle</bdi>" in staff.get(f"/admin/audit/results/?{query}").content.decode()) is found


def test_the_log_is_paged(staff, administrator):
    for number in range(60):
        audit.log(by=None, verb="a.b.c", target=f"event {number}")
    staff.force_login(administrator)
    assert "event 59<" in staff.get("/admin/audit/").content.decode()
    assert "event 2<" in staff.get("/admin/audit/?p=2").content.decode()


@pytest.mark.parametrize("evil", ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "\t=1", "＝1"])
def test_an_export_of_the_log_holds_no_formulas(staff, administrator, evil):
    audit.log(by=evil, verb="a.b.c", target=evil)
    staff.force_login(administrator)
    reply = staff.get("/admin/audit/?verb=a.b.c&export=csv")
    line = b"".join(reply.streaming_content).decode("utf-8-sig").splitlines()[1]
    assert f"'{evil}" in line.replace('""', '"')


def test_people_with_script_in_their_name_do_no_harm(staff, administrator, prison):
    a.officer(prison, "teacher", username="evil", name="<script>alert(1)</script>")
    staff.force_login(administrator)
    for path in ("/admin/officers/", "/admin/audit/"):
        assert "<script>alert(1)" not in staff.get(path).content.decode()


def test_a_printed_anchor_carries_the_head_and_is_remembered(staff, auditor):
    audit.log(by=None, verb="a.b.c", target="x")
    seq, head = audit.head()
    staff.force_login(auditor)
    sheet = staff.post("/admin/audit/anchor/").content.decode()
    assert f"{seq}:{head}" in sheet
    assert "<svg" in sheet
    assert AuditAnchor.objects.get().carrier == "sheet"


def test_the_check_page_finds_what_an_anchor_shows(staff, auditor):
    audit.log(by=None, verb="a.b.c", target="x")
    staff.force_login(auditor)
    seq, head = audit.head()
    good = staff.post("/admin/audit/check/", {"anchors": f"{seq}:{head}"})
    assert good.context["report"].ok
    bad = staff.post("/admin/audit/check/", {"anchors": f"{seq}:{'0' * 64}"})
    assert not bad.context["report"].ok
    assert staff.post("/admin/audit/check/", {"anchors": "nonsense"}).context["report"] is None

import io
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone, translation

from assessments.certification.candidacies.moving import move
from assessments.certification.candidacies.states import CandidacyState as S
from tests.assessments.certification.desk.candidates import a_candidacy, a_scheme
from tests.factories import people as a

pytestmark = pytest.mark.django_db
HOST = {"host": "staff.newleaf.localhost"}
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def evaluator(prison):
    return a.officer(prison, "evaluator", username="evaluator")


@pytest.fixture
def open_as(client):
    def open_page(officer, path, **query):
        officer.language = "en"
        officer.save()
        client.force_login(officer)
        return client.get(path, query, headers=HOST)

    return open_page


@pytest.fixture
def six(ward):
    """Six of one scheme, all eligible; one has a seat."""
    scheme = a_scheme()
    made = [a_candidacy(a.learner(ward, number=f"F{n}", name=f"学员{n}"), scheme, number=f"26{n}") for n in range(6)]
    for one in made:
        move(one, S.ELIGIBLE, by=None)
    move(made[0], S.SEATED, by=None)
    return made


@pytest.mark.parametrize("role", ["evaluator", "chief_evaluator"])
def test_evaluators_start_on_the_desk(open_as, prison, role):
    page = open_as(a.officer(prison, role, username="x"), "/admin/")
    assert "My work today" in page.content.decode()


@pytest.mark.parametrize("role", ["teacher", "education_office", "invigilator", "auditor"])
def test_other_roles_keep_their_start_page(open_as, prison, role):
    page = open_as(a.officer(prison, role, username="x"), "/admin/")
    assert "My work today" not in page.content.decode()


def test_an_officer_with_several_roles_reaches_the_desk_by_one_click(open_as, prison):
    officer = a.officer(prison, "evaluator", "teacher", username="x")
    page = open_as(officer, "/admin/").content.decode()
    assert "My work today" not in page
    assert f'href="{reverse("evaluator_desk")}"' in page
    assert "My work today" in open_as(officer, reverse("evaluator_desk")).content.decode()


def test_the_desk_is_not_for_teachers(open_as, teacher):
    assert open_as(teacher, reverse("evaluator_desk")).status_code == 302


def test_who_waits_for_a_seat_stands_on_the_desk(open_as, evaluator, six):
    page = open_as(evaluator, "/admin/").content.decode()
    assert "5 candidates wait for a seat" in page


def test_nobody_of_another_prison_stands_on_the_desk(open_as, six, other_prison):
    page = open_as(a.officer(other_prison, "evaluator", username="x"), "/admin/").content.decode()
    assert "wait for a seat" not in page


def test_the_figures_show_each_stage(open_as, evaluator, six):
    page = open_as(evaluator, reverse("desk_figures")).content.decode()
    assert "what=reached-eligible" in page
    assert page.count('role="img"') >= 2


def test_every_number_of_the_page_opens_a_list_of_that_length(open_as, evaluator, six):
    import html
    import re

    page = open_as(evaluator, reverse("desk_figures")).content.decode()
    links = re.findall(r'<a[^>]*href="([^"]*what=[^"]*)"[^>]*>(\d+)', page)
    assert len(links) > 20
    for address, number in links:
        shown = open_as(evaluator, html.unescape(address)).context
        assert shown["count"] == int(number), address


def test_filters_stay_in_the_address_of_the_list_and_back(open_as, evaluator, six):
    scheme = six[0].scheme
    page = open_as(evaluator, reverse("desk_people"), scheme=scheme.pk, what="here-eligible", **{"from": "2020-01-01"})
    assert page.context["count"] == 5
    assert f"scheme={scheme.pk}" in page.context["back"]
    assert "from=2020-01-01" in page.context["back"]


@pytest.mark.parametrize(
    "query",
    [{"from": "yesterday"}, {"from": "2026-05-01", "to": "2026-01-01"}, {"scheme": "x"}, {"prison": "' OR 1=1"}],
    ids=["no-day", "backwards", "no-scheme", "no-prison"],
)
def test_a_filter_that_cannot_be_read_is_told(open_as, evaluator, query):
    assert open_as(evaluator, reverse("desk_figures"), **query).status_code == 422


def test_another_prison_cannot_be_chosen(open_as, evaluator, other_prison):
    assert open_as(evaluator, reverse("desk_figures"), prison=str(other_prison.pk)).status_code == 422


def test_a_number_that_there_is_not_is_not_found(open_as, evaluator):
    assert open_as(evaluator, reverse("desk_people"), what="reached-heaven").status_code == 404


def test_a_list_holds_nobody_of_another_prison(open_as, six, other_prison):
    other = a.officer(other_prison, "evaluator", username="x")
    page = open_as(other, reverse("desk_people"))
    assert page.context["count"] == 0
    assert six[0].holder_name not in page.content.decode()


def test_the_workbook_holds_every_table_with_its_denominators(open_as, evaluator, six):
    reply = open_as(evaluator, reverse("desk_figures"), export="xlsx")
    book = openpyxl.load_workbook(io.BytesIO(reply.content))
    assert len(book.worksheets) == 5
    funnel = list(book.worksheets[0].values)
    assert [row[1] for row in funnel[1:]] == [6, 6, 1, 0, 0, 0, 0]
    assert "Wilson" in " ".join(str(row[0]) for row in book.worksheets[4].values)


def test_few_decided_candidates_show_no_rate(open_as, evaluator, six):
    assert "too few" in open_as(evaluator, reverse("desk_figures")).content.decode()


def test_work_with_a_deadline_comes_first(evaluator):
    from assessments.certification.desk import work

    now = timezone.now()
    things = [
        work.Work("old", "/", since=now - timedelta(days=90)),
        work.Work("late", "/", due=now - timedelta(days=1)),
        work.Work("others", "/", due=now - timedelta(days=9), with_others=True),
        work.Work("soon", "/", due=now + timedelta(days=1)),
    ]
    original = work.PROVIDERS
    try:
        work.PROVIDERS = (lambda officer: things,)
        assert [one.text for one in work.work_of(evaluator)] == ["late", "soon", "old", "others"]
    finally:
        work.PROVIDERS = original

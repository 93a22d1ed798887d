"""Papers on the staff pages."""

import re

import pytest

from assessments.exams import api as exams
from assessments.exams.models import Paper
from tests.factories import people as a
from tests.factories.bank import an_item
from tests.factories.papers import a_paper, draw, fixed, items
from tests.lms.learning.pages import staff


def page(client, officer, address, **data):
    return staff(client, officer).get(address, data)


def test_the_list_finds_a_paper_by_title_and_kind(client, evaluator):
    paper = a_paper(evaluator, title="焊工理论卷")
    for query, there in (({}, True), ({"q": "理论"}, True), ({"q": "烹调"}, False), ({"kind": "unit_test"}, False)):
        assert (str(paper.pk) in page(client, evaluator, "/admin/papers/", **query).content.decode()) is there, query


def test_a_papers_page_says_what_is_wrong_and_cannot_approve(client, evaluator):
    paper = a_paper(evaluator, draw(4))
    text = page(client, evaluator, f"/admin/papers/look/{paper.pk}/").content.decode()
    assert "only 0 questions fit" in text
    assert re.search(r'<button class="button"\s+disabled>', text)


def test_approving_from_the_page(client, evaluator):
    items(evaluator, 2)
    paper = a_paper(evaluator)
    assert staff(client, evaluator).post(f"/admin/papers/approve/{paper.pk}/").status_code == 302
    assert paper.versions.count() == 1
    assert staff(client, evaluator).post(f"/admin/papers/approve/{paper.pk}/").status_code == 302
    assert paper.versions.count() == 1


def test_a_form_shows_its_questions_and_the_key_only_when_asked(client, evaluator):
    paper = a_paper(evaluator, fixed(an_item(evaluator, "fill_in")))
    address = f"/admin/papers/form/{paper.pk}/"
    assert "三十六" not in page(client, evaluator, address, seed="a").content.decode()
    assert "三十六" in page(client, evaluator, address, seed="a", key="1").content.decode()


def test_words_to_choose_are_shown_without_saying_which_is_right(client, evaluator):
    paper = a_paper(evaluator, fixed(an_item(evaluator, "inline_choice")))
    address = f"/admin/papers/form/{paper.pk}/"
    hidden = page(client, evaluator, address, seed="a").content.decode()
    assert "nlp-gap" in hidden
    assert "✓" not in hidden
    assert "correct=" not in hidden
    assert "✓" in page(client, evaluator, address, seed="a", key="1").content.decode()


def test_a_form_that_cannot_be_drawn_leads_back_to_the_reason(client, evaluator):
    paper = a_paper(evaluator, draw(4))
    assert page(client, evaluator, f"/admin/papers/form/{paper.pk}/").status_code == 302


def test_out_of_use_and_back(client, evaluator):
    paper = a_paper(evaluator)
    browser = staff(client, evaluator)
    browser.post(f"/admin/papers/retire/{paper.pk}/")
    assert Paper.objects.get().retired_at
    browser.post(f"/admin/papers/retire/{paper.pk}/")
    assert not Paper.objects.get().retired_at


def test_what_was_approved_cannot_be_deleted(client, evaluator):
    items(evaluator, 2)
    paper = a_paper(evaluator)
    exams.approve_paper(paper.pk, by=evaluator)
    assert staff(client, evaluator).post(f"/admin/papers/delete/{paper.pk}/").status_code == 409
    assert Paper.objects.count() == 1


@pytest.mark.parametrize("step", ["look", "form", "edit"])
def test_an_exam_does_not_exist_for_a_teacher(client, evaluator, teacher, step):
    paper = a_paper(evaluator)
    assert page(client, teacher, f"/admin/papers/{step}/{paper.pk}/").status_code in (
        302,
        403,
        404,
    )  # Wagtail leads away from what one may not change


def test_another_prisons_papers_are_not_listed(client, evaluator, other_prison):
    paper = a_paper(evaluator)
    other = a.officer(other_prison, "evaluator", username="other")
    assert str(paper.pk) not in page(client, other, "/admin/papers/").content.decode()


def test_a_paper_is_written_in_the_editor(client, evaluator):
    items(evaluator, 2)
    form = {
        "title": "新卷",
        "kind": "exam",
        "occupation": "",
        "language": "zh-hans",
        "points": "4",
        "pass_mark": "2",
        "minutes": "30",
        "attempts": "1",
        "feedback": "after_release",
        "variant_of": "",
        "sections-count": "1",
        "sections-0-deleted": "",
        "sections-0-order": "0",
        "sections-0-type": "section",
        "sections-0-id": "",
        "sections-0-value-title": "选择题",
        "sections-0-value-instructions": "",
        "sections-0-value-parts-count": "1",
        "sections-0-value-parts-0-deleted": "",
        "sections-0-value-parts-0-order": "0",
        "sections-0-value-parts-0-type": "draw",
        "sections-0-value-parts-0-id": "",
        "sections-0-value-parts-0-value-count": "2",
        "sections-0-value-parts-0-value-points": "2",
        "sections-0-value-parts-0-value-topics": "",
        "sections-0-value-parts-0-value-easiest": "",
        "sections-0-value-parts-0-value-hardest": "",
    }
    reply = staff(client, evaluator).post("/admin/papers/add/", form)
    assert reply.status_code == 302, reply.content.decode()
    paper = Paper.objects.get()
    assert (reply.headers["Location"], paper.prison.code) == (f"/admin/papers/look/{paper.pk}/", "north")
    assert exams.check_paper(paper).fit

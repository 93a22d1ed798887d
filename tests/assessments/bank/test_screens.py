"""The item bank on the staff pages."""

import pytest

from assessments.bank.kinds import MARKED
from assessments.bank.models import Item
from lms.tablet.build import BuiltFile
from tests.factories import people
from tests.factories.bank import KINDS, a_picture, an_item
from tests.lms.learning.pages import staff

FORM = {
    "prompt": '{"blocks":[{"key":"a","type":"unstyled","text":"怎么做？","depth":0,"inlineStyleRanges":[],"entityRanges":[]}],"entityMap":{}}',
    "interaction-count": "1",
    "interaction-0-deleted": "",
    "interaction-0-order": "0",
    "interaction-0-type": "choice",
    "interaction-0-id": "",
    "interaction-0-value-options-count": "2",
    "interaction-0-value-options-0-deleted": "",
    "interaction-0-value-options-0-order": "0",
    "interaction-0-value-options-0-type": "",
    "interaction-0-value-options-0-id": "",
    "interaction-0-value-options-0-value-text": "戴面罩",
    "interaction-0-value-options-0-value-correct": "on",
    "interaction-0-value-options-1-deleted": "",
    "interaction-0-value-options-1-order": "1",
    "interaction-0-value-options-1-type": "",
    "interaction-0-value-options-1-id": "",
    "interaction-0-value-options-1-value-text": "不戴",
    "interaction-0-value-weights-values-count": "0",
    "interaction-0-value-weights-default": "0",
    "interaction-0-value-weights-lower": "0",
    "interaction-0-value-weights-upper": "",
    "pictures-count": "0",
    "feedback_correct": "",
    "feedback_incorrect": "",
    "language": "zh-hans",
    "tags": "焊工",
    "points": "1",
}


@pytest.mark.parametrize("who", ["author", "teacher"])
def test_a_writer_adds_a_question_and_finds_it_again(client, request, who):
    browser = staff(client, request.getfixturevalue(who))
    assert browser.get("/admin/item-bank/add/").status_code == 200
    assert browser.post("/admin/item-bank/add/", FORM).status_code == 302
    item = Item.objects.get()
    assert (item.kind, item.version, [tag.name for tag in item.tags.all()]) == ("choice", 1, ["焊工"])
    assert "怎么做" in browser.get("/admin/item-bank/?q=怎么&kind=choice&tags=焊").content.decode()
    assert "怎么做" not in browser.get("/admin/item-bank/?kind=order").content.decode()


def test_an_edit_is_a_version_with_a_history(client, author):
    item = an_item(author)
    browser = staff(client, author)
    assert browser.post(f"/admin/item-bank/edit/{item.pk}/", FORM).status_code == 302
    assert Item.objects.get().version == 2
    assert browser.get(f"/admin/item-bank/history/{item.pk}/").status_code == 200


def test_a_question_without_a_right_answer_is_sent_back_with_a_sentence(client, author):
    form = {name: value for name, value in FORM.items() if not name.endswith("correct") or name.startswith("feedback")}
    reply = staff(client, author).post("/admin/item-bank/add/", form)
    assert reply.status_code == 200
    assert not Item.objects.exists()
    assert "Tick the right answer" in reply.content.decode()


@pytest.mark.parametrize("built", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_a_preview(monkeypatch, author, kind, built):
    bundle = BuiltFile(b"<html><head></head></html>", None, "text/html", "x") if built else None
    monkeypatch.setattr("lms.tablet.preview.built_file", lambda name: bundle)
    item = an_item(author, kind, pictures=[(a_picture(author), "一把焊枪")])
    page = item.make_preview_request(preview_mode="")
    if hasattr(page, "render"):
        page.render()
    shown = page.content.decode()
    assert "焊接时怎么做" in shown
    assert "一把焊枪" in shown
    assert ("newleaf-preview" in shown) == (built and kind not in MARKED)
    assert ("看得出" in shown) == (kind in MARKED)  # the rubric


@pytest.mark.parametrize("path", ["", "add/", "edit/{pk}/", "delete/{pk}/"])
@pytest.mark.parametrize("who", ["device_keeper", "auditor", "supervisor"])
def test_those_who_do_not_write_questions_change_none(client, prison, author, path, who):
    item = an_item(author)
    officer = people.officer(prison, who, username="nobody")
    browser = staff(client, officer)
    reply = browser.post(f"/admin/item-bank/{path.format(pk=item.pk)}", FORM)
    assert reply.status_code in (302, 403, 405)
    assert list(Item.objects.values_list("pk", flat=True)) == [item.pk]
    assert Item.objects.get().version == 1
    if who != "supervisor" or path:
        assert browser.get(f"/admin/item-bank/{path.format(pk=item.pk)}").status_code == 302


def test_a_question_is_chosen_for_a_lesson(client, author):
    item = an_item(author)
    browser = staff(client, author)
    assert "焊接时怎么做" in browser.get("/admin/item_chooser/").json()["html"]
    assert "焊接时怎么做" in browser.get("/admin/item_chooser/results/?q=焊接&kind=choice").content.decode()
    assert "焊接时怎么做" not in browser.get("/admin/item_chooser/results/?q=没有").content.decode()
    assert browser.get(f"/admin/item_chooser/chosen/{item.pk}/").json()["result"]["id"] == str(item.pk)


def test_a_question_is_written_in_the_chooser(client, author):
    form = {f"{name}": value for name, value in FORM.items()}
    reply = staff(client, author).post("/admin/item_chooser/create/", form).json()
    item = Item.objects.get()
    assert (reply["step"], reply["result"]["id"], item.version, item.kind) == ("chosen", str(item.pk), 1, "choice")


@pytest.mark.parametrize("key", ["x", "0190b5a0-0000-7000-8000-000000000000"])
def test_a_question_that_does_not_exist_is_not_found(client, author, key):
    assert staff(client, author).get(f"/admin/item_chooser/chosen/{key}/").status_code == 404


@pytest.mark.parametrize("who", ["device_keeper", "auditor"])
def test_others_neither_choose_nor_create(client, request, who):
    browser = staff(client, request.getfixturevalue(who))
    assert browser.get("/admin/item_chooser/").status_code == 302
    browser.post("/admin/item_chooser/create/", FORM)
    assert not Item.objects.exists()


def test_in_english_nothing_on_the_list_is_in_the_language_of_the_servers_start(client, author, settings):
    browser = staff(client, author)
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = browser.get("/admin/item-bank/").content.decode()
    assert "更新" not in page
    assert "首页" not in page


def test_a_question_that_a_person_marks_is_not_offered_to_a_lesson_and_the_page_says_why(client, author):
    item = an_item(author, "practical")
    browser = staff(client, author)
    shown = browser.get("/admin/item_chooser/").json()["html"]
    assert "焊接时怎么做" not in shown
    assert "for exam papers" in shown
    reply = browser.get(f"/admin/item_chooser/chosen/{item.pk}/")
    assert (reply.status_code, "exam paper" in reply.content.decode()) == (422, True)


def test_a_question_that_a_person_marks_is_not_written_in_a_lesson(client, author):
    form = {name: value for name, value in FORM.items() if "options" not in name and "weights" not in name}
    rubric = "interaction-0-value-rubric-0"
    form |= {
        "interaction-0-type": "practical",
        "interaction-0-value-minutes": "",
        "interaction-0-value-materials": "",
        "interaction-0-value-rubric-count": "1",
    }
    for place, words in (
        (f"{rubric}", None),
        (f"{rubric}-value-levels-0", "没有"),
        (f"{rubric}-value-levels-1", "全对"),
    ):
        form |= {f"{place}-deleted": "", f"{place}-order": place[-1], f"{place}-type": "", f"{place}-id": ""}
        if words:
            form |= {f"{place}-value-points": place[-1], f"{place}-value-description": words}
    form |= {f"{rubric}-value-title": "安全", f"{rubric}-value-levels-count": "2"}
    browser = staff(client, author)
    reply = browser.post("/admin/item_chooser/create/", form).json()
    assert (reply["step"], "exam paper" in reply["htmlFragment"]) == ("reshow_creation_form", True)
    assert not Item.objects.exists()
    assert browser.post("/admin/item-bank/add/", form).status_code == 302
    assert Item.objects.get().kind == "practical"


def test_a_form_without_its_fields_is_refused_with_a_sentence(client, author):
    client.force_login(author)
    cut = {name: value for name, value in FORM.items() if name != "interaction-count"}
    reply = client.post("/admin/item-bank/add/", cut, headers={"host": "staff.newleaf.localhost"})
    assert reply.status_code == 422

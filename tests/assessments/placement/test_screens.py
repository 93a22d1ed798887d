"""The staff pages of placement, and the learner's page at the desk."""

import html
import re

import pytest

from assessments.bank import api as bank
from assessments.placement import api
from assessments.placement.holding import desk_token, open_question
from assessments.placement.models import ItemCalibration, Placement, PlacementTest
from assessments.placement.screens.questions import moved
from tests.factories import bank as of_bank
from tests.factories import placement as a
from tests.lms.learning.pages import staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, teacher):
    return staff(client, teacher)


@pytest.fixture
def under_way(placement_test, learner, teacher):
    return api.begin_placement(placement_test.pk, learner.pk, by=teacher)


def text(response):
    return html.unescape(response.content.decode())


def form_of(**changed):
    rows = {"levels-0-name": "A", "levels-1-name": "B", "levels-1-starts_at": "2.5", "areas-0-tag": "识字"}
    counted = {
        f"{name}-{kind}_FORMS": "0" for name in ("levels", "areas") for kind in ("INITIAL", "MIN_NUM", "MAX_NUM")
    }
    counted |= {"levels-TOTAL_FORMS": "8", "areas-TOTAL_FORMS": "8"}
    counted |= {f"areas-{n}-share": "1" for n in range(8)}  # as the browser sends them
    said = {"name": "分级", "subject": "语文", "language": "zh-hans", "precision": "normal", "most_items": "20"}
    return said | counted | rows | changed


def test_a_test_is_made_with_the_form_and_changed(client, education_office, items):
    staff(client, education_office)
    answer = client.post("/admin/placement-tests/new/", form_of())
    test = PlacementTest.objects.get()
    assert answer.url == f"/admin/placement-tests/{test.pk}/"
    assert [str(one.starts_at) for one in test.levels.all()] == ["None", "2.5"]
    shown = client.get(f"/admin/placement-tests/{test.pk}/change/")
    assert 'value="2.5"' in text(shown)
    changed = form_of(**{"levels-INITIAL_FORMS": "2", "areas-INITIAL_FORMS": "1", "levels-1-name": "乙"})
    client.post(f"/admin/placement-tests/{test.pk}/change/", changed)
    assert [one.name for one in test.levels.all()] == ["A", "乙"]


def test_a_form_that_is_not_right_says_so_and_changes_nothing(client, education_office):
    staff(client, education_office)
    for changed, sentence in (
        ({"levels-1-starts_at": ""}, "Give at least two levels"),
        ({"levels-1-name": "", "levels-1-starts_at": ""}, "Give at least two levels"),
        ({"levels-1-name": ""}, "Name this level"),
        ({"areas-0-tag": ""}, "Name at least one topic tag"),
        ({"levels-1-starts_at": "9"}, "less than or equal to 6"),
        ({"most_items": "900"}, "less than or equal to 60"),
    ):
        answer = client.post("/admin/placement-tests/new/", form_of(**changed))
        assert answer.status_code == 200
        assert sentence in text(answer)
    assert not PlacementTest.objects.exists()


def test_the_page_of_a_test_reads_its_levels_and_tries_it_out(client, education_office, placement_test):
    staff(client, education_office)
    shown = text(client.get(f"/admin/placement-tests/{placement_test.pk}/"))
    assert (
        "half of the questions of difficulty 2.5 right; of questions one step easier about 73 in 100, one step harder about 27 in 100"
        in shown
    )
    assert "many learners would see the same ones" in shown
    tried = text(client.get(f"/admin/placement-tests/{placement_test.pk}/?trial=1"))
    assert re.search(r"Of 1,000 made-up learners at level “初级”, \d+ % are placed there", tried)
    assert re.search(r"A learner answers \d+ questions on average", tried)


def test_a_test_without_questions_says_so(client, education_office):
    test = a.a_test(education_office)
    staff(client, education_office)
    assert "too few questions" in text(client.get(f"/admin/placement-tests/{test.pk}/?trial=1"))


def test_difficulties_need_answers_and_a_test_can_be_closed(client, education_office, placement_test):
    staff(client, education_office)
    address = f"/admin/placement-tests/{placement_test.pk}/"
    assert "too few answers" in text(client.post(address + "calibrate/", follow=True))
    client.post(address + "close/")
    placement_test.refresh_from_db()
    assert placement_test.closed_at
    assert client.post(address + "other/").status_code == 404


def test_a_teacher_has_no_way_to_change_a_test(page, placement_test):
    shown = text(page.get(f"/admin/placement-tests/{placement_test.pk}/"))
    assert "Work out difficulties" not in shown
    page.post(f"/admin/placement-tests/{placement_test.pk}/close/")
    placement_test.refresh_from_db()
    assert placement_test.closed_at is None


def test_a_teacher_begins_one(page, placement_test, learner, other_learner):
    shown = text(page.get("/admin/placement/new/?q=1001"))
    assert learner.name in shown
    assert other_learner.name not in shown
    answer = page.post("/admin/placement/new/", {"learner": learner.pk, "test": placement_test.pk})
    assert answer.url == f"/admin/placement/{Placement.objects.get().pk}/"


@pytest.mark.parametrize("chosen", [{}, {"learner": "x", "test": "y"}])
def test_beginning_without_a_choice_says_so(page, placement_test, learner, chosen):
    assert "Choose a learner and a test." in text(page.post("/admin/placement/new/", chosen))
    assert not Placement.objects.exists()


def test_handing_over_signs_the_officer_out_and_shows_the_first_question(page, under_way):
    answer = page.post(f"/admin/placement/{under_way.pk}/hand-over/")
    assert page.get("/admin/").status_code == 302  # to the sign-in page
    shown = page.get(answer.url)
    assert shown.status_code == 200
    assert "第" in text(shown)
    assert "/admin/" not in text(shown)


def test_the_learner_answers_until_it_is_finished(client, page, under_way, teacher):
    address = page.post(f"/admin/placement/{under_way.pk}/hand-over/").url
    for _turn in range(8):
        question = open_question(under_way)
        answer = client.post(address, {"number": question.number, "option": question.document["correct"]})
        assert answer.url == address
    assert "谢谢，您答完了。" in text(client.get(address))
    under_way.refresh_from_db()
    assert (under_way.state, under_way.proposed_level) == ("proposed", "中级")


def test_the_page_is_in_the_learners_language(client, under_way, learner):
    address = f"/placement/{desk_token(under_way)}/"
    client.defaults["HTTP_HOST"] = "staff.newleaf.localhost"
    assert "我不会" in text(client.get(address))
    learner.language = "en"
    learner.save()
    assert "I do not know" in text(client.get(address))


def test_an_empty_answer_is_asked_for_again_and_not_knowing_is_taken(client, under_way):
    address = f"/placement/{desk_token(under_way)}/"
    client.defaults["HTTP_HOST"] = "staff.newleaf.localhost"
    assert "请先选择或填写答案" in text(client.post(address, {"number": "1"}))
    assert open_question(under_way).number == 1
    client.post(address, {"number": "1", "unknown": "1"})
    assert under_way.answers.get(number=1).score == 0
    assert open_question(under_way).number == 2


def test_what_is_sent_again_or_makes_no_sense_changes_nothing(client, under_way):
    address = f"/placement/{desk_token(under_way)}/"
    client.defaults["HTTP_HOST"] = "staff.newleaf.localhost"
    right = open_question(under_way).document["correct"]
    client.post(address, {"number": "1", "option": right})
    for form in ({"number": "1", "option": "x"}, {"number": "x"}, {}, {"number": "99", "option": right}):
        assert client.post(address, form).status_code == 302
    assert under_way.answers.get(number=1).is_right
    assert open_question(under_way).number == 2


def test_a_wrong_address_opens_nothing(client, under_way, teacher):
    client.defaults["HTTP_HOST"] = "staff.newleaf.localhost"
    for wrong in ("x", str(under_way.pk), desk_token(under_way)[:-2]):
        assert client.get(f"/placement/{wrong}/").status_code == 404
        assert client.post(f"/placement/{wrong}/", {"number": "1", "unknown": "1"}).status_code == 404
    assert open_question(under_way).number == 1


RESPONSES = {
    "choice": lambda item: {"option": item["correct"]},
    "order": lambda item: {"entry": item["correct"]},
    "match": lambda item: {f"match-{left}": right for left, right in item["correct"]},
    "fill_in": lambda item: {f"gap-{gap['id']}": gap["accept"][-1] for gap in item["gaps"]},
}


@pytest.mark.parametrize("kind", RESPONSES)
def test_each_kind_is_asked_without_its_key_and_scored(client, education_office, author, learner, teacher, kind):
    for _number in range(5):
        made = of_bank.an_item(author, kind, tags=["识字"], feedback=("绝密反馈", "绝密反馈"))
        ItemCalibration.objects.create(item=made, difficulty=0, standard_error=0.2, answers=99)
    test = a.a_test(education_office)
    made = api.begin_placement(test.pk, learner.pk, by=teacher)
    client.defaults["HTTP_HOST"] = "staff.newleaf.localhost"
    address = f"/placement/{desk_token(made)}/"
    question, shown = open_question(made), text(client.get(address))
    assert "绝密反馈" not in shown
    assert "accept" not in shown
    assert "三十六" not in shown
    assert "correct" not in shown
    client.post(address, {"number": "1", **RESPONSES[kind](question.document)})
    assert made.answers.get(number=1).is_right
    client.post(address, {"number": "2", "option": "?", "entry": "?", "gap-g1": "?", "match-x": "?"})
    client.post(address, {"number": "2", "unknown": "1"})
    assert made.answers.get(number=2).score == 0


def test_steps_are_moved_up_and_down(client, education_office, author, learner, teacher):
    for _number in range(5):
        of_bank.an_item(author, "order", tags=["识字"])
    made = api.begin_placement(a.a_test(education_office).pk, learner.pk, by=teacher)
    client.defaults["HTTP_HOST"] = "staff.newleaf.localhost"
    entries = [entry["id"] for entry in open_question(made).document["entries"]]
    form = {"number": "1", "entry": entries, "move": f"down:{entries[0]}"}
    shown = text(client.post(f"/placement/{desk_token(made)}/", form))
    assert re.findall(r'name="entry" value="([^"]+)"', shown) == [entries[1], entries[0], *entries[2:]]
    assert open_question(made).number == 1


@pytest.mark.parametrize(
    ("move", "after"),
    [("up:b", "bac"), ("down:b", "acb"), ("up:a", "abc"), ("down:c", "abc"), ("up:x", "abc"), ("", "abc")],
)
def test_a_move_stays_within_the_list(move, after):
    assert "".join(moved(list("abc"), move)) == after


def test_a_teacher_sees_what_waits_and_confirms(page, under_way):
    a.answered(under_way)
    waiting = text(page.get("/admin/placement/"))
    assert "中级" in waiting
    assert "1 proposed level waits for a teacher" in text(page.get("/admin/"))
    page.post(f"/admin/placement/{under_way.pk}/confirm/")
    under_way.refresh_from_db()
    assert under_way.level == "中级"
    assert "Decided" in text(page.get("/admin/placement/"))


def test_another_level_needs_a_reason(page, under_way):
    a.answered(under_way)
    address = f"/admin/placement/{under_way.pk}/change/"
    assert "Write why" in text(page.post(address, {"level": "初级", "reason": ""}, follow=True))
    page.post(address, {"level": "初级", "reason": "不会写字"})
    under_way.refresh_from_db()
    assert (under_way.level, under_way.reason) == ("初级", "不会写字")


def test_the_page_of_one_tells_each_answer(page, under_way):
    a.answered(under_way, right=lambda number: number != 2)
    shown = text(page.get(f"/admin/placement/{under_way.pk}/"))
    assert shown.count("✓") == 7
    assert "did not know" in shown
    assert "Gets half of the questions of difficulty" in shown


def test_it_can_be_stopped_and_ended_from_the_page(page, under_way):
    assert "too few answers" in text(page.post(f"/admin/placement/{under_way.pk}/propose/", follow=True))
    page.post(f"/admin/placement/{under_way.pk}/stop/")
    under_way.refresh_from_db()
    assert under_way.state == "stopped"
    assert page.post(f"/admin/placement/{under_way.pk}/nonsense/").status_code == 404
    answer = page.post(f"/admin/placement/{under_way.pk}/hand-over/", follow=True)
    assert "This placement is over." in text(answer)


def test_the_other_prison_opens_nothing(client, outsider, under_way, placement_test):
    staff(client, outsider)
    assert client.get(f"/admin/placement/{under_way.pk}/").status_code == 404
    assert client.get(f"/admin/placement-tests/{placement_test.pk}/").status_code == 404
    for action in ("confirm", "change", "stop", "propose", "hand-over"):
        assert client.post(f"/admin/placement/{under_way.pk}/{action}/").status_code == 404
    assert open_question(under_way) is not None


def test_a_question_that_left_the_bank_still_counts_as_it_was(under_way, items):
    question = open_question(under_way)
    type(items[0]).objects.filter(pk=question.item_id).delete()
    api.give_answer(under_way.pk, 1, a.right_response(question))
    assert under_way.answers.get(number=1).is_right
    assert bank.find_item(question.item_id) is None

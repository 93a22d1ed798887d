from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.exams.sittings import api as sittings
from tests.factories import sittings as some

from .screens import get, text_of

pytestmark = pytest.mark.django_db


def test_an_empty_list_says_so(client, evaluator):
    assert "No sitting is planned." in text_of(get(client, evaluator, "sittings"))


def test_what_is_coming_stands_in_the_list_of_evaluators(client, evaluator, learners):
    some.a_sitting(evaluator, learners, title="焊工理论")
    assert "焊工理论" in text_of(get(client, evaluator, "sittings"))


def test_an_invigilator_sees_only_what_is_theirs(client, evaluator, invigilator, learners):
    version = some.an_approved_paper(evaluator)
    some.a_sitting(evaluator, learners, version=version, title="我的场次", invigilator=invigilator)
    some.a_sitting(evaluator, learners, version=version, title="别人的场次")
    page = text_of(get(client, invigilator, "sittings"))
    assert "我的场次" in page
    assert "别人的场次" not in page


def test_other_prisons_see_nothing(client, evaluator, learners, other_evaluator):
    some.a_sitting(evaluator, learners, title="焊工理论")
    assert "焊工理论" not in text_of(get(client, other_evaluator, "sittings"))


def test_what_is_under_way_is_shown_first(client, evaluator, learners):
    some.an_open_sitting(evaluator, learners, title="正在考试")
    assert "正在考试" in text_of(get(client, evaluator, "sittings"))


def test_what_was_cancelled_is_past(client, evaluator, learners):
    sitting = some.a_sitting(evaluator, learners, title="取消的")
    sittings.cancel_sitting(sitting.pk, by=evaluator, reason="停电")
    assert "取消的" not in text_of(get(client, evaluator, "sittings"))
    assert "取消的" in text_of(get(client, evaluator, "sittings", show="past"))


@pytest.mark.parametrize(
    ("query", "found"),
    [({"q": "二号"}, "乙"), ({"room": "一号教室"}, "甲"), ({"state": "sealed"}, "乙"), ({"on": "tomorrow"}, "乙")],
)
def test_the_list_is_narrowed(client, evaluator, learners, query, found):
    tomorrow = timezone.now() + timedelta(days=1)
    version = some.an_approved_paper(evaluator)
    some.a_sitting(evaluator, learners, version=version, title="甲场")
    some.a_sealed_sitting(evaluator, learners, version=version, title="乙场", room="二号教室", planned_start=tomorrow)
    if query.get("on"):
        query = {"on": timezone.localdate(tomorrow).isoformat()}
    page = text_of(get(client, evaluator, "sittings", show="ahead", **query))
    assert [name in page for name in ("甲场", "乙场")] == [found == "甲", found == "乙"]


@pytest.mark.parametrize("query", [{"on": "2026-99-99"}, {"state": "x"}, {"p": "zz"}, {"show": "zz"}, {"q": "\x00%"}])
def test_what_makes_no_sense_is_left_out(client, evaluator, learners, query):
    some.a_sitting(evaluator, learners)
    assert get(client, evaluator, "sittings", **query).status_code == 200


def test_a_long_list_has_pages(client, evaluator, learners):
    version = some.an_approved_paper(evaluator)
    for _ in range(31):
        some.a_sitting(evaluator, learners[:1], version=version)
    assert "1 / 2" in text_of(get(client, evaluator, "sittings"))

"""The staff screens of candidates, as an officer uses them."""

import html
import io

import pytest
from django.urls import reverse as of_urls
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from assessments.certification.candidacies import api
from assessments.certification.candidacies.states import CandidacyState as S
from assessments.certification.models import Candidacy
from assessments.certification.schemes.rules import CourseRule, Rules
from tests.factories import certification as some
from tests.factories import people as a
from tests.factories import sittings
from tests.lms.learning.pages import staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, evaluator):
    return staff(client, evaluator)


@pytest.fixture
def candidate(evaluator, learner, scheme):
    return some.a_candidacy(evaluator, learner, scheme)


@pytest.fixture
def strict(evaluator):
    """A scheme that nobody is eligible for."""
    asked = Rules(parts=(some.theory(),), courses=(CourseRule(course="urn:newleaf:course:x", title="焊接基础"),))
    return some.a_scheme(evaluator, rules=asked)


def text_of(response):
    return html.unescape(response.content.decode())


def reverse(name, args=()):
    return of_urls(name, args=args, urlconf="lms.urls.staff")


def test_the_list_finds_by_pinyin_and_state(page, candidate):
    url = reverse("candidacies")
    assert candidate.number in text_of(page.get(url, {"q": "wang", "state": "eligible"}))
    assert candidate.number not in text_of(page.get(url, {"state": "awarded"}))
    assert page.get(url, {"q": "\x00'\"%", "scheme": "x", "year": "0000", "p": "-1"}).status_code == 200


def test_the_list_goes_out_as_excel(page, candidate):
    book = load_workbook(io.BytesIO(page.get(reverse("candidacies"), {"export": "xlsx"}).content))
    assert candidate.number in [cell.value for cell in book.active["A"]]


def test_another_prison_sees_nothing(client, candidate, other_prison):
    staff(client, a.officer(other_prison, "evaluator", username="foreign"))
    assert candidate.number not in text_of(client.get(reverse("candidacies")))
    assert client.get(reverse("candidacy", args=[candidate.pk])).status_code == 404


def test_the_page_tells_the_way_the_rules_and_what_is_missing(page, evaluator, learner, strict):
    one = some.a_candidacy(evaluator, learner, strict)
    shown = text_of(page.get(reverse("candidacy", args=[one.pk])))
    assert "Has to complete the course “焊接基础”." in shown and "Theory 60 of 100." in shown


def test_ticked_learners_are_registered(page, learner, scheme):
    assert "王小明" in text_of(page.get(reverse("candidacies_register"), {"scheme": scheme.pk}))
    page.post(reverse("candidacies_register_chosen", args=[scheme.pk]), {"learner": [learner.pk]})
    assert Candidacy.objects.get().state == S.ELIGIBLE


def test_a_pasted_list_is_judged_line_by_line_before_anything_is_written(page, evaluator, ward, learner, scheme):
    some.a_candidacy(evaluator, a.learner(ward, number="1002", name="李四"), scheme)
    a.learner(ward, number="1003", name="赵六")
    text = "1001\t王小明\n1002\n9999\n1003 钱七\n1001"
    url = reverse("candidacies_register_list")
    shown = text_of(page.post(url, {"scheme": scheme.pk, "list": text}))
    for words in ("Will be registered", "Is registered for this scheme already", "No learner with this number"):
        assert words in shown
    assert "another one here" in shown and "Stands in the list twice" in shown
    assert Candidacy.objects.count() == 1
    page.post(url, {"scheme": scheme.pk, "list": text, "register": "1"})
    assert set(Candidacy.objects.values_list("learner__number", flat=True)) == {"1001", "1002"}


def test_a_file_brings_dates_and_identity_numbers(page, learner, scheme):
    book = Workbook()
    book.active.append(["编号", "姓名", "出生日期"])
    book.active.append([1001, "王小明", "1990年5月31日"])
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "list.xlsx"
    url = reverse("candidacies_register_list")
    shown = page.post(url, {"scheme": scheme.pk, "file": file})
    page.post(url, {"scheme": scheme.pk, "list": shown.context["text"], "register": "1"})
    assert str(Candidacy.objects.get().born_on) == "1990-05-31"


@pytest.mark.parametrize("content", [b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0old", b"", b"\xff\xfe\x00"], ids=range(4))
def test_a_damaged_file_gets_a_sentence(page, scheme, content):
    file = io.BytesIO(content)
    file.name = "list.xlsx"
    response = page.post(reverse("candidacies_register_list"), {"scheme": scheme.pk, "file": file})
    assert response.status_code == 422 and "Nobody was registered." in text_of(response)


def test_from_a_sitting_all_who_may_sit_are_ticked(page, evaluator, ward, paper, candidate):
    sitting = sittings.a_sitting(evaluator, sittings.candidates(ward, 1), version=paper)
    url = reverse("sitting_eligible", args=[sitting.pk])
    assert "王小明" in text_of(page.get(url))
    page.post(url, {"learner": [candidate.learner_id]})
    assert sitting.seats.filter(learner=candidate.learner_id).exists()
    assert "No candidate waits" in text_of(page.get(url))


def test_a_contest_is_answered_by_a_second_officer(page, client, evaluator, marker, learner, strict):
    one = some.a_candidacy(evaluator, learner, strict)
    page.post(reverse("candidacy_contest", args=[one.pk]), {"text": "我在别处学过"})
    contest = one.contests.get()
    answer = reverse("candidacy_contest_answer", args=[one.pk, contest.pk])
    assert "second officer" in text_of(page.post(answer, {"uphold": "1", "reason": "有证明"}))
    staff(client, marker)
    client.post(answer, {"uphold": "1", "reason": "有证明"})
    one.refresh_from_db()
    assert one.state == S.ELIGIBLE
    api.recheck([one.pk])
    one.refresh_from_db()
    assert one.state == S.ELIGIBLE


def test_whoever_set_the_others_password_answers_no_contest(page, client, evaluator, marker, learner, strict):
    one = some.a_candidacy(evaluator, learner, strict)
    page.post(reverse("candidacy_contest", args=[one.pk]), {"text": "我在别处学过"})
    answer = reverse("candidacy_contest_answer", args=[one.pk, one.contests.get().pk])
    type(marker).objects.filter(pk=marker.pk).update(reset_by=evaluator, reset_at=timezone.now())
    marker.refresh_from_db()
    staff(client, marker)
    assert "last seven days" in text_of(client.post(answer, {"uphold": "1", "reason": "有证明"}))
    one.refresh_from_db()
    assert one.state == S.NOT_ELIGIBLE


def test_withdrawing_asks_why(page, candidate):
    url = reverse("candidacy_withdraw", args=[candidate.pk])
    assert page.post(url, {"reason": ""}).status_code == 422
    page.post(url, {"reason": "本人放弃"})
    candidate.refresh_from_db()
    assert candidate.state == S.WITHDRAWN


def test_a_teacher_has_no_way_in(client, teacher, candidate):
    staff(client, teacher)
    for url in (reverse("candidacies"), reverse("candidacy", args=[candidate.pk]), reverse("schemes")):
        assert client.get(url).status_code in (302, 403, 404)

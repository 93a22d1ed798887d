"""Schemes: versions that never change once in force, tried first, read in plain words; bodies."""

import html
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse as of_urls
from django.utils import translation

from assessments.certification.candidacies.states import CandidacyState as S
from assessments.certification.certificates.api import make_key
from assessments.certification.errors import NotTried
from assessments.certification.models import Scheme
from assessments.certification.schemes import api
from assessments.certification.schemes.reading import differences, in_both, in_words
from assessments.certification.schemes.rules import CourseRule, RenewalRule, Rules
from lms.lib.errors import Invalid, NotFoundHere
from tests.factories import certification as some
from tests.factories import people as a
from tests.factories import sittings
from tests.lms.learning.pages import staff

pytestmark = pytest.mark.django_db
BOTH = Rules(parts=(some.theory(), some.practical()), within_months=12)
HARDER = Rules(parts=(some.theory(pass_percent=Decimal(90)),))


def reverse(name, *args):
    return of_urls(name, args=args, urlconf="lms.urls.staff")


def test_the_rules_are_read_in_both_languages():
    assert in_words(BOTH)[0] == "Theory 60 of 100, Practical 60 of 100, both within 12 months."
    (zh, chinese), (en, english) = in_both(BOTH)
    assert (zh, en) == ("中文", "English") and "理论知识" in chinese[0] and english == in_words(BOTH)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"parts_needed": 1, "within_months": None}, "1 of these 2 parts: Theory 60 of 100, Practical 60 of 100."),
        ({"days_between_attempts": 30}, "At least 30 days between two attempts at a part."),
        ({"most_attempts": 3}, "At most 3 attempts at each part. Who is excused has not used one."),
        ({"valid_months": 36}, "The certificate is valid for 36 months."),
        (
            {"courses": (CourseRule(course="c", title="焊接", hours=Decimal(40), completed=False),)},
            "At least 40 hours of the course “焊接”.",
        ),
        (
            {"valid_months": 36, "renewal": RenewalRule(parts=("theory",))},
            "Renewal from 3 months before its end: Theory.",
        ),
    ],
    ids=["some parts", "days", "attempts", "validity", "hours", "renewal"],
)
def test_each_rule_has_its_sentence(fields, sentence):
    assert sentence in in_words(BOTH.model_copy(update=fields))


def test_versions_are_compared_in_words():
    told = differences(BOTH, BOTH.model_copy(update={"most_attempts": 2}))
    assert [sign for sign, _words in told] == ["-", "+"]


def test_rules_go_into_force_only_as_they_were_tried(evaluator):
    scheme = some.a_scheme(evaluator, live=False)
    with pytest.raises(NotTried):
        api.go_live(scheme.pk, by=evaluator)
    api.try_out(scheme.pk, by=evaluator)
    api.save_rules(scheme.pk, HARDER, by=evaluator)
    with pytest.raises(NotTried):
        api.go_live(scheme.pk, by=evaluator)
    api.try_out(scheme.pk, by=evaluator)
    assert api.go_live(scheme.pk, by=evaluator).state == "live"


def test_what_is_in_force_never_changes(evaluator):
    scheme = some.a_scheme(evaluator)
    before = scheme.versions.get(state="live")
    some.write_rules(scheme, HARDER, by=evaluator)
    past = scheme.versions.get(pk=before.pk)
    assert (past.rules, past.state) == (before.rules, "past")
    assert scheme.versions.get(state="live").number == 2


def test_a_dry_run_tells_who_would_stand_elsewhere_and_why(evaluator, learner):
    scheme = some.a_scheme(evaluator, rules=Rules(parts=(some.theory(),)))
    one = some.a_candidacy(evaluator, learner, scheme, state=S.AWARDED, percent=78)
    api.save_rules(scheme.pk, HARDER, by=evaluator)
    trial = api.try_out(scheme.pk, by=evaluator)
    assert (trial.before["awarded"], trial.after["eligible"]) == (1, 1)
    (change,) = trial.changes
    assert (change.candidacy, change.before, change.after) == (one, "awarded", "eligible")


def test_a_candidate_keeps_its_version_until_an_officer_moves_it_over(evaluator, learner):
    scheme = some.a_scheme(evaluator, rules=HARDER)
    one = some.a_candidacy(evaluator, learner, scheme)
    some.give_results(one, 78)
    live = some.write_rules(scheme, Rules(parts=(some.theory(),)), by=evaluator)
    one.refresh_from_db()
    assert one.version.number == 1
    with pytest.raises(Invalid):
        api.move_over(one.pk, by=evaluator, version_id=uuid4())
    assert api.effect_of_moving(one, live).after == "awarded"
    moved = api.move_over(one.pk, by=evaluator, version_id=live.pk)
    assert (moved.version.number, moved.state) == (2, S.AWARDED)


def test_another_prisons_evaluator_changes_nothing(evaluator, other_prison):
    scheme = some.a_scheme(evaluator)
    outsider = a.officer(other_prison, "evaluator", username="foreign")
    with pytest.raises((NotFoundHere, PermissionDenied)):
        api.save_rules(scheme.pk, HARDER, by=outsider)
    assert not scheme.versions.filter(state="draft").exists()


def test_a_paper_counts_for_one_part(evaluator):
    paper = sittings.an_approved_paper(evaluator, kinds=("choice",)).paper_id
    twice = Rules(parts=(some.theory(paper), some.practical(paper)))
    with pytest.raises(Invalid, match="two parts"):
        some.a_scheme(evaluator, rules=twice)


def test_particulars_are_fixed_once_somebody_is_registered(evaluator, learner):
    scheme = some.a_scheme(evaluator)
    some.a_candidacy(evaluator, learner, scheme)
    with pytest.raises(Invalid, match="Candidates are registered"):
        api.revise_scheme(scheme.pk, by=evaluator, code="NEW")
    assert api.revise_scheme(scheme.pk, by=evaluator, title="焊工").title == "焊工"


def test_a_body_with_schemes_stays_in_use(evaluator):
    scheme = some.a_scheme(evaluator)
    with pytest.raises(Invalid, match="schemes in use"):
        api.retire_body(scheme.body_id, by=evaluator)


def test_who_issues_stays_fixed_once_a_body_has_a_key(evaluator, prison):
    """Else the results of a file would make certificates of a body that two officers sign for."""
    chief = a.officer(prison, "chief_evaluator", username="chief", name="考评组长")
    body = some.a_body(evaluator)
    assert api.revise_body(body.pk, by=evaluator, outside=True).outside
    api.revise_body(body.pk, by=evaluator, outside=False)
    make_key(body.pk, by=chief)
    with pytest.raises(Invalid, match="who issues"):
        api.revise_body(body.pk, by=evaluator, outside=True)
    body.refresh_from_db()
    assert not body.outside


def filled(**more):
    """The form with one part."""
    empty = {f"{name}-{key}": "0" for name in ("courses", "earlier") for key in ("TOTAL_FORMS", "INITIAL_FORMS")}
    return {
        **empty,
        "parts-TOTAL_FORMS": "1",
        "parts-INITIAL_FORMS": "0",
        "parts-0-title": "理论知识",
        "parts-0-title_en": "Theory",
        "parts-0-kind": "theory",
        "parts-0-pass_percent": "70",
        **more,
    }


def test_the_form_writes_reads_and_refuses_rules_without_json(client, evaluator):
    scheme = some.a_scheme(evaluator, live=False)
    page, url = staff(client, evaluator), reverse("scheme_rules", scheme.pk)
    assert page.get(url).status_code == 200
    shown = html.unescape(page.post(url, filled(preview="1")).content.decode())
    assert "Theory 70 of 100." in shown and scheme.versions.get().rules["parts"][0]["pass_percent"] != "70"
    assert page.post(url, filled(renewable="on")).status_code == 422
    assert page.post(url, filled()).status_code == 302
    assert scheme.versions.get().rules["parts"][0]["pass_percent"] == "70"


def test_a_scheme_is_made_tried_and_put_into_force_on_its_pages(client, evaluator):
    page, body = staff(client, evaluator), some.a_body(evaluator)
    page.post(
        reverse("scheme_add"),
        {"title": "焊工", "title_en": "Welder", "body": body.pk, "kind": "skill_level", "level": "5", "code": "HG5"},
    )
    scheme = Scheme.objects.get(code="HG5")
    page.post(reverse("scheme_rules", scheme.pk), filled())
    page.post(reverse("scheme_act", scheme.pk, "live"))
    assert not scheme.versions.filter(state="live").exists()
    assert page.post(reverse("scheme_try", scheme.pk)).status_code == 200
    page.post(reverse("scheme_act", scheme.pk, "live"))
    assert scheme.versions.filter(state="live").exists()
    for url in (reverse("scheme", scheme.pk), reverse("schemes"), reverse("awarding_bodies"), reverse("scheme_add")):
        assert page.get(url).status_code == 200


def test_sentences_are_chinese_for_chinese_readers():
    with translation.override("zh-hans"):
        assert "两项均在 12 个月内" in in_words(BOTH)[0]

"""Verdicts: what an outsider is told."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from assessments.certification.credentials import checking, signing, trust_bundle
from assessments.certification.credentials.facts import HolderFacts, StatusFacts
from assessments.certification.credentials.verdicts import SENTENCES, found, sentence
from tests.factories import credentials as a
from tests.factories.altered import originals, pdf, trusted_bundle

GOOD = ["signature_good", "key_good", "in_time", "not_revoked"]


def check(item, bundle=None, now=a.NOW, **more):
    return checking.check(item, bundle=bundle or a.two_bodies(), now=now, **more)


@pytest.mark.parametrize(("algorithm", "facts", "key"), originals(), ids=["EdDSA", "ES256"])
def test_a_good_certificate_is_valid_in_each_form(algorithm, facts, key):
    full, short = a.full(facts, key), a.short(facts, key)
    forms = [
        full,
        full.encode(),
        f"\n {full}\r\n",
        "\ufeff" + full,
        signing.enveloped(full),
        pdf(full),
        pdf(full, short),
    ]
    for form in forms:
        verdict = check(form)
        assert verdict.outcome == "valid", verdict.codes
        assert verdict.certificate.holder == "张三丰"
        assert verdict.certificate.results[0] == ("理论知识 / Theory", "78 / 100")
    assert check(short).codes == [*GOOD, "compact_only", "person_unchecked"]
    assert check(full).codes == [*GOOD, "person_unchecked"]


def test_the_verdict_says_in_both_languages_what_was_checked_and_what_not():
    verdict = check(a.full())
    assert verdict.sentences("en")[0] == "This certificate is valid."
    assert "Jiangcheng Vocational Skills Centre issued this" in verdict.sentences("en")[1]
    assert "2026年11月30日的状态名单（1天前）" in "".join(verdict.sentences("zh"))
    assert "Not checked: whether the person" in verdict.sentences("en")[-1]


def test_file_and_qr_of_one_certificate_match():
    verdict = check(a.full(), beside=a.short())
    assert verdict.codes == [*GOOD, "matches", "person_unchecked"]


@pytest.mark.parametrize(
    "other",
    [a.facts("two"), a.facts(holder=HolderFacts("李四")), a.facts(number="S1"), a.facts(valid_until=None), a.facts(status=StatusFacts(1, 3)),
     a.facts(achievement=a.achievement("DG-3")), a.facts(issued_at=datetime(2026, 11, 19, tzinfo=UTC))],
    ids=["certificate", "holder", "number", "validity", "place", "achievement", "day"],
)  # fmt: skip
def test_file_and_qr_that_contradict_each_other_are_refused(other):
    verdict = check(a.full(), beside=a.short(other))
    assert "contradiction" in verdict.codes
    assert (verdict.outcome, verdict.certificate) == ("invalid", None)


def test_a_bad_qr_beside_a_good_file_is_refused():
    assert check(a.full(), beside=a.short(by=a.key(seed="attacker"))).codes == ["key_unknown"]


def test_a_revoked_certificate_says_how_old_the_list_is():
    verdict = check(a.full(), trusted_bundle() | a.two_bodies(revoked=[77_777]))
    assert (verdict.outcome, verdict.codes[3]) == ("invalid", "revoked")
    assert "30 November 2026 (age in days: 1)" in verdict.findings[3].sentence("en")


@pytest.mark.parametrize("make", [a.full, a.short], ids=["file", "QR"])
@pytest.mark.parametrize(
    ("now", "code"),
    [
        (datetime(2029, 11, 19, 15, 59, 59, tzinfo=UTC), "in_time"),
        (datetime(2029, 11, 19, 16, 0, 0, tzinfo=UTC), "expired"),
        (datetime(2035, 1, 1, tzinfo=UTC), "expired"),
    ],
    ids=["last second", "first second after", "years later"],
)
def test_a_certificate_counts_to_the_end_of_its_last_day(make, now, code):
    assert code in check(make(), now=now).codes


@pytest.mark.parametrize("make", [a.full, a.short], ids=["file", "QR"])
def test_a_future_certificate_is_refused(make):
    verdict = check(make(a.facts(issued_at=a.NOW + timedelta(days=1))))
    assert (verdict.outcome, verdict.codes[2]) == ("invalid", "future_dated")


@pytest.mark.parametrize("make", [a.full, a.short], ids=["file", "QR"])
def test_a_certificate_for_life_says_so(make):
    assert check(make(a.facts(valid_until=None)), now=datetime(2080, 1, 1, tzinfo=UTC)).codes[2] == "for_life"


def test_a_clock_that_is_behind_does_not_make_an_expired_certificate_good():
    facts = a.facts(valid_until=date(2026, 11, 25))
    verdict = check(a.full(facts), now=datetime(2026, 11, 22, tzinfo=UTC))
    assert verdict.codes[2] == "expired"
    assert "clock_behind" in verdict.codes


def test_an_old_status_list_is_told():
    assert "status_old" in check(a.full(), now=a.NOW + timedelta(days=120)).codes
    assert "status_old" not in check(a.full(), now=a.NOW + timedelta(days=60)).codes


def test_a_status_list_from_before_the_certificate_is_told():
    bundle = a.bundle(a.part(lists=[a.status_list_of(made_at=datetime(2026, 10, 1, tzinfo=UTC))]))
    verdict = check(a.full(), bundle)
    assert (verdict.outcome, verdict.codes[4]) == ("valid", "status_predates")


@pytest.mark.parametrize("make", [a.full, a.short], ids=["file", "QR"])
def test_without_its_status_list_nothing_is_decided(make):
    verdict = check(make(), a.bundle(a.part(lists=[])))
    assert (verdict.outcome, verdict.valid) == ("open", False)
    assert "status_unknown" in verdict.codes


def test_a_qr_of_an_unknown_achievement_is_not_decided():
    verdict = check(a.short(), a.bundle(a.part(achievements=[])))
    assert verdict.outcome == "open"
    assert "achievement_unknown" in verdict.codes


def test_a_file_names_its_achievement_itself():
    verdict = check(a.full(), a.bundle(a.part(achievements=[])))
    assert (verdict.outcome, verdict.certificate.title.zh) == ("valid", "电工（四级/中级工） / Electrician, level 4")


@pytest.mark.parametrize("make", [a.full, a.short], ids=["file", "QR"])
def test_what_a_replaced_key_signed_stays_valid(make):
    bundle = a.bundle(a.part(pairs=[a.key(seed="new"), a.key()]))
    assert check(make(), bundle).outcome == "valid"


@pytest.mark.parametrize("make", [a.full, a.short], ids=["file", "QR"])
def test_what_a_stolen_key_signed_counts_no_more(make):
    bundle = a.bundle(a.part(pairs=[a.key(seed="new"), a.key()], compromised=[a.key()]))
    verdict = check(make(), bundle)
    assert (verdict.outcome, verdict.codes[1]) == ("invalid", "key_compromised")


def test_an_unknown_issuer_is_named_as_that():
    stranger = replace(a.facts(), body=a.body("stranger"))
    assert check(a.full(stranger, a.key(seed="stranger"))).codes == ["issuer_unknown"]
    assert check(a.short(stranger, a.key(seed="stranger"))).codes == ["key_unknown"]


def test_a_damaged_bundle_checks_nothing():
    assert check(a.full(), b"{}").codes == ["bundle_refused"]


def test_a_good_bundle_as_bytes_checks_as_well():
    assert check(a.full(), trust_bundle.to_bytes(a.two_bodies())).valid


def test_nothing_of_a_bad_certificate_is_shown():
    text = a.full()
    altered = text[:-5] + ("A" if text[-5] != "A" else "B") + text[-4:]
    assert check(altered).certificate is None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_code_has_its_sentence(language):
    import json

    for code, words in json.loads(SENTENCES.read_text()).items():
        assert words[language].strip(), code
        assert sentence(code, language) == words[language]


def test_sentences_do_not_depend_on_the_active_language():
    with translation.override("en"):
        assert found("expired", on=date(2026, 12, 1)).sentence("zh") == "已过期：有效期到2026年12月1日为止。"

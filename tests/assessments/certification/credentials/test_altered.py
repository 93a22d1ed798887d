"""Altered credentials: none is accepted, each has a sentence, nothing breaks."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.certification.credentials import checking, keys, trust_bundle
from tests.factories import altered as made
from tests.factories import credentials as a

TRUSTED = trust_bundle.read_bundle(made.trusted_bundle())


def test_more_than_a_thousand_altered_credentials_and_none_is_accepted():
    vectors = made.altered()
    verdicts = [checking.check(data, bundle=TRUSTED, now=a.NOW) for _, data in vectors]
    assert len({data for _, data in vectors}) >= 1000
    assert [name for (name, _), verdict in zip(vectors, verdicts, strict=True) if verdict.valid] == []
    assert all(verdict.sentences(language) for verdict in verdicts for language in ("zh", "en"))


def test_their_originals_are_accepted():
    for _, facts, key in made.originals():
        assert checking.check(a.full(facts, key), bundle=TRUSTED, now=a.NOW).valid
        assert checking.check(a.short(facts, key), bundle=TRUSTED, now=a.NOW).valid


def test_the_check_can_fail(monkeypatch):
    """Were signatures not looked at, many would pass."""
    monkeypatch.setattr(keys, "verifies", lambda *_: True)
    monkeypatch.setattr(checking, "holds", lambda *_: True)
    assert sum(checking.check(data, bundle=TRUSTED, now=a.NOW).valid for _, data in made.altered()) > 100


ORIGINALS = [make(facts, key).encode() for _, facts, key in made.originals() for make in (a.full, a.short)]


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(ORIGINALS), st.data())
def test_no_change_whatever_is_accepted(original, data):
    start = data.draw(st.integers(0, len(original)))
    end = data.draw(st.integers(start, min(len(original), start + 30)))
    changed = original[:start] + data.draw(st.binary(max_size=20)) + original[end:]
    verdict = checking.check(changed, bundle=TRUSTED, now=a.NOW)
    if changed.decode("utf-8", "replace").strip("\ufeff\r\n\t ") not in {one.decode().strip(" ") for one in ORIGINALS}:
        assert not verdict.valid


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300)))
def test_no_rubbish_breaks_the_check(rubbish):
    assert checking.check(rubbish, bundle=TRUSTED, now=a.NOW).outcome == "invalid"


@pytest.mark.parametrize("lists", [[], [a.status_list_of(made_at=a.MADE_AT)]], ids=["taken away", "put back"])
def test_a_bundle_whose_status_list_was_exchanged_checks_nothing(lists):
    bundle = a.bundle(a.part(revoked=[77_777]))
    assert checking.check(a.full(), bundle=bundle, now=a.NOW).codes[3] == "revoked"
    bundle["bodies"][0]["status_lists"] = lists
    assert checking.check(a.full(), bundle=bundle, now=a.NOW).codes == ["bundle_refused"]

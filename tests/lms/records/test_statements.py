import json
import math

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from lms.lib.ids import new_id
from lms.records.statements import NotAStatement, _read_and_canonical, parse_statement
from tests.factories.records import COURSE, LESSON, tree


class Somebody:
    pk = new_id()


def read(**changes):
    return parse_statement(json.dumps({**tree(Somebody), **changes}), prison_id=new_id())


def test_lesson_and_course_come_from_the_context():
    new = read()
    assert (new.learner_id, new.lesson_iri, new.course_iri) == (Somebody.pk, LESSON, COURSE)


def test_a_block_of_a_lesson_belongs_to_the_lesson():
    new = read(object={"id": LESSON + "#b1"}, context={})
    assert (new.object_iri, new.lesson_iri) == (LESSON + "#b1", LESSON)


def test_a_voiding_names_its_statement():
    target = new_id()
    assert read(object={"objectType": "StatementRef", "id": str(target)}).object_iri == f"urn:uuid:{target}"


@pytest.mark.parametrize("clock", [None, "yesterday", 5, "0000-00-00T00:00:00Z", "9999-12-31T23:59:59-14:00"])
def test_a_clock_that_cannot_be_read_costs_no_work(clock):
    assert read(timestamp=clock).happened_at is None


def test_unknown_members_are_kept():
    assert b'"future":{"a":[1]}' in read(future={"a": [1]}).payload


@pytest.mark.parametrize(
    "change",
    [
        {"id": "no uuid"},
        {"actor": {"account": {"name": "0"}}},
        {"actor": {"mbox": "mailto:a@b.c"}},
        {"verb": {"id": "answered"}},
        {"verb": {"id": "x:" + "y" * 300}},
        {"object": {"id": "urn:x\u0000y"}},
        {"object": []},
        {"context": "none"},
        {"attachments": [{"sha2": "xyz"}]},
    ],
)
def test_what_is_not_a_statement_is_refused(change):
    with pytest.raises(NotAStatement):
        read(**change)


@pytest.mark.parametrize(
    "raw", [b"", b"\xff\xfe", b"[]", b"null", b"{", b'{"a": NaN}', b'{"a": 1e999}', b"[" * 100_000]
)
def test_noise_is_refused(raw):
    with pytest.raises(NotAStatement):
        parse_statement(raw, prison_id=new_id())


def test_a_text_cut_in_the_middle_of_an_emoji_is_kept():
    raw = json.dumps({**tree(Somebody), "result": {"response": "ok \ud83d"}})
    assert "ok \ufffd".encode() in parse_statement(raw, prison_id=new_id()).payload


def test_two_writings_of_one_statement_are_the_same_statement():
    body = tree(Somebody, result={"score": {"scaled": 1.0}})
    turned = dict(reversed(body.items()))
    hashes = {
        parse_statement(json.dumps(one, indent=width), prison_id=new_id()).sha256
        for one in (body, turned)
        for width in (None, 2)
    }
    assert len(hashes) == 1


numbers = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
texts = st.text(st.characters(exclude_categories=["Cs"]))
trees = st.recursive(
    st.none() | st.booleans() | numbers | texts, lambda inner: st.lists(inner) | st.dictionaries(texts, inner)
)


# Where JavaScript and Python begin to write a number in different ways; each is tried with its neighbours, on both sides of zero.
BORDERS = [0.0, 1.5, 1e15 + 0.5, 2.0**53, 1e16, 1e21, 1e22, 5e-324, 1e-7, 1e-6, 1e-5, 1e-4]
NEAR = [near for border in BORDERS for near in (border, math.nextafter(border, 0), math.nextafter(border, math.inf))]


@given(trees)
@example([sign * near for near in NEAR for sign in (1, -1)])
@example(-0.0)
@example(2.0**53)
@example(-(2.0**53))
@example(1e16)
def test_the_fast_encoder_says_what_rfc_8785_says(value):
    raw = json.dumps({"value": value})
    assert _read_and_canonical(raw)[1] == rfc8785.dumps(json.loads(raw))

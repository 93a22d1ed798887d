"""The text of the QR code."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
import segno
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from assessments.certification.credentials import compact, keys
from assessments.certification.credentials.errors import QrTooLong
from assessments.certification.credentials.facts import HolderFacts, StatusFacts
from tests.factories import credentials as a


@pytest.mark.parametrize("algorithm", keys.ALGORITHMS)
def test_an_ordinary_certificate_takes_about_190_characters(algorithm):
    text = a.short(by=a.key(algorithm))
    assert 170 <= len(text) <= 200
    assert segno.make(text, error="m", micro=False).mode == "alphanumeric"


def test_the_text_says_what_the_certificate_says():
    said = compact.read_compact(a.short()).said
    facts = a.facts()
    assert (said.certificate, said.number, said.holder, said.code) == (facts.id, facts.number, "张三丰", "DG-4")
    assert (said.issued_on, said.valid_until) == (date(2026, 11, 20), date(2029, 11, 19))
    assert (said.list_number, said.index) == (1, 77_777)
    assert said.key == a.key().public.short_id


NAMES = {
    "Uyghur": "ئابدۇرېھىم ئۆتكۈر مۇھەممەت ئېلى تۇردى ئاخۇن قۇربان ھاجىم ئوغلى",
    "Tibetan": ("བཀྲ་ཤིས་དོན་གྲུབ་ཚེ་རིང་" * 3)[:60],
    "Mongolian": ("ᠪᠠᠶᠠᠨᠴᠠᠭᠠᠨ" * 7)[:60],
    "Chinese": "张" * 60,
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_long_names_of_every_script_still_scan(name, tmp_path):
    text = a.short(a.facts(holder=HolderFacts(name)))
    made = segno.make(text, error="m", micro=False)
    assert made.version <= 13
    made.save(str(tmp_path / "qr.png"), scale=4)
    (seen,) = zxingcpp.read_barcodes(Image.open(tmp_path / "qr.png"))
    assert compact.read_compact(seen.text).said.holder == name


@settings(max_examples=200, deadline=None)
@given(
    identifier=st.uuids(),
    number=st.one_of(
        st.text("0123456789", min_size=1, max_size=60),
        st.text("0123456789ABCXYZ-./ ", min_size=1, max_size=60),
        st.text(st.characters(codec="utf-8"), min_size=1, max_size=15),
    ),
    code=st.text("ABC0123456789-", min_size=1, max_size=12),
    holder=st.text(st.characters(codec="utf-8"), min_size=1, max_size=60),
    until=st.one_of(st.none(), st.dates(date(2026, 11, 21), date(2100, 1, 1))),
    place=st.integers(0, 131_071),
    list_number=st.integers(1, 20_000),
)
def test_whatever_goes_in_comes_out(identifier, number, code, holder, until, place, list_number):
    facts = a.facts(id=UUID(int=identifier.int), number=number, achievement=a.achievement(code), holder=HolderFacts(holder),
                    valid_until=until, status=StatusFacts(list_number, place))  # fmt: skip
    said = compact.read_compact(a.short(facts)).said
    assert (said.certificate, said.number, said.code, said.holder) == (identifier, number, code, holder)
    assert (said.valid_until, said.index, said.list_number) == (until, place, list_number)


def test_the_day_is_that_of_china():
    late = datetime(2026, 11, 20, 17, tzinfo=UTC)  # already the 21st in China
    assert compact.read_compact(a.short(a.facts(issued_at=late))).said.issued_on == date(2026, 11, 21)


@pytest.mark.parametrize(
    "changes",
    [
        {"holder": HolderFacts("")},
        {"holder": HolderFacts("张" * 81)},
        {"number": ""},
        {"number": "号" * 22},
        {"achievement": a.achievement("A" * 100)},
        {"issued_at": datetime(1999, 1, 1, tzinfo=UTC)},
        {"valid_until": date(2300, 1, 1)},
    ],
    ids=["no name", "name", "no number", "number", "code", "too early", "too late"],
)
def test_what_does_not_fit_is_refused(changes):
    with pytest.raises(QrTooLong):
        a.short(a.facts(**changes))


# RFC 9285, section 4.3 and 4.4
@pytest.mark.parametrize(
    ("data", "text"), [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581"), (b"ietf!", "QED8WEX0")]
)
def test_base45_is_that_of_the_rfc(data, text):
    assert compact.base45(data) == text
    assert compact.from_base45(text) == data


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("GGW", "malformed"),
        (":::", "malformed"),
        ("ab", "malformed"),
        ("A", "truncated"),
        ("BB8A", "truncated"),
        ("ZZ", "malformed"),
    ],
)
def test_base45_that_stands_for_nothing_is_refused(text, code):
    with pytest.raises(compact.CompactInvalid) as refused:
        compact.from_base45(text)
    assert refused.value.code == code


def signed(body, key=None):
    return compact.base45(body + (key or a.key()).sign(compact.DOMAIN + body))


BODY = compact.from_base45(a.short())[:-64]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"\x02" + BODY[1:], "version_unknown"),
        (BODY[:25] + bytes([BODY[25] | 0x80, 0]) + BODY[26:], "malformed"),
        (BODY[:21] + b"\xff\xff" + BODY[23:], "malformed"),
        (BODY[:-9] + b"\x09" + b"\xff" * 9, "malformed"),
        (BODY[:29] + bytes([BODY[29] | 0xC0]) + BODY[30:], "malformed"),
        (BODY[:29] + bytes([BODY[29] & 0x3F]) + BODY[30:], "malformed"),
        (BODY + b"\0", "trailing"),
    ],
    ids=["version", "long LEB128", "no issue date", "not UTF-8", "unknown text", "other text", "one more"],
)  # fmt: skip
def test_what_is_signed_but_not_written_the_one_way_is_refused(body, code):
    with pytest.raises(compact.CompactInvalid) as refused:
        compact.read_compact(signed(body))
    assert refused.value.code == code


@pytest.mark.parametrize("length", range(len(BODY)))
def test_a_part_of_it_is_never_read_as_the_whole_even_when_signed(length):
    with pytest.raises(compact.CompactInvalid):
        compact.read_compact(signed(BODY[:length]))


def test_a_name_of_zero_bytes_is_refused():
    holder = "张三丰".encode()
    with pytest.raises(compact.CompactInvalid):
        compact.read_compact(signed(BODY[: -len(holder) - 1] + b"\0"))


def test_the_signature_is_for_qr_codes_only():
    taken = compact.read_compact(a.short())
    key = a.key().public
    assert key.verifies(taken.signature, taken.signed)
    assert not key.verifies(taken.signature, taken.signed.removeprefix(compact.DOMAIN))


def test_a_key_of_another_body_has_another_short_name():
    assert a.key().public.short_id != a.key("ES256").public.short_id

"""What strangers hand in: PDFs, JSON, text, and hostile ones."""

import io
import zlib

import pikepdf
import pytest

from assessments.certification.credentials import checking, containers, signing
from tests.factories import credentials as a
from tests.factories.altered import pdf


def code_of(item):
    (code,) = checking.check(item, bundle=a.two_bodies(), now=a.NOW).codes
    return code


@pytest.mark.parametrize(
    ("item", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (b"\xff\xd8\xff\xe0", "unreadable"),
        ("你好", "not_a_certificate"),
        ("{", "malformed"),
        ('{"a": 1, "a": 1}', "malformed"),
        ("{}", "not_a_certificate"),
        ('{"type": ["VerifiableCredential"]}', "unsigned"),
        ('{"type": "EnvelopedVerifiableCredential", "id": 5}', "malformed"),
        ("HELLO WORLD", "malformed"),
        ("eyJhbGciOiJub25lIn0.e30.", "signature_missing"),
        ("x" * 500_000, "too_large"),
        (b"x" * 20_000_001, "too_large"),
    ],
    ids=["nothing", "space", "picture", "text", "cut off", "double key", "object", "unsigned", "envelope", "capitals", "no signature", "long", "huge"],
)  # fmt: skip
def test_each_thing_that_is_no_certificate_has_its_sentence(item, code):
    assert code_of(item) == code


def test_a_pdf_with_two_credentials_is_refused():
    assert code_of(pdf(a.full(), a.full(a.facts("two")))) == "two_credentials"


def test_the_same_credential_twice_is_one():
    assert checking.check(pdf(a.full(), a.full()), bundle=a.two_bodies(), now=a.NOW).valid


def test_other_attachments_do_not_matter():
    assert checking.check(pdf("read me", a.full(), "<xml/>"), bundle=a.two_bodies(), now=a.NOW).valid


def test_an_enveloped_credential_may_be_attached():
    assert checking.check(pdf(signing.enveloped(a.full()).decode()), bundle=a.two_bodies(), now=a.NOW).valid


@pytest.mark.parametrize(
    ("item", "code"),
    [
        (pdf(), "pdf_without_credential"),
        (pdf("hello"), "pdf_without_credential"),
        (pdf(a.full(), secret=True), "pdf_encrypted"),
        (b"%PDF-1.7\n", "pdf_damaged"),
        (pdf(a.full())[:600], "pdf_damaged"),
    ],
    ids=["nothing attached", "something else", "encrypted", "empty", "cut off"],
)
def test_each_pdf_that_holds_none_has_its_sentence(item, code):
    assert code_of(item) == code


def test_a_pdf_with_object_streams_is_read():
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(a.full()))) as packed:
        packed.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert checking.check(target.getvalue(), bundle=a.two_bodies(), now=a.NOW).valid


def test_an_attachment_that_unpacks_to_far_more_ends_within_its_limits():
    packer = zlib.compressobj(1)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(600)) + packer.flush()
    made = pikepdf.new()
    made.add_blank_page()
    stream = pikepdf.Stream(made, b"")
    stream.write(bomb, filter=pikepdf.Name.FlateDecode)
    stream.Type = pikepdf.Name.EmbeddedFile
    made.Root.Bomb = made.make_indirect(stream)
    target = io.BytesIO()
    made.save(target)
    assert code_of(target.getvalue()) == "pdf_damaged"


def test_a_pdf_with_hundreds_of_attachments_is_refused():
    assert code_of(pdf(*(f"file {number}" for number in range(150)))) == "pdf_damaged"


def test_two_hand_ins_of_one_kind_must_be_the_same():
    same = containers.Contents(full="x")
    assert containers.together(same, same) == same
    with pytest.raises(containers.Unusable) as refused:
        containers.together(same, containers.Contents(full="y"))
    assert refused.value.code == "two_credentials"

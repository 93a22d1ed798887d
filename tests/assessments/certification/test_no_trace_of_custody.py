"""Nothing that leaves tells of custody: no name, number or word of the places, no officer, and not the product's name."""

import io
import json
import zipfile
from datetime import date

import pikepdf
import pytest
from django.utils import translation

from assessments.certification.certificates import api as certificates
from assessments.certification.certificates.portable import contents as record_contents
from assessments.certification.certificates.portable.archive import PRIVATE, portable_record
from assessments.certification.certificates.publishing import bundle_of, did_document, verifier_of
from assessments.certification.models import StatusList
from content.samples.people import OFFICERS, PRISONS
from lms.learning import api as learning
from tests.factories import certificates as some
from tests.factories import learning as of_learning
from tests.factories import packages as of_packages
from tests.factories import people as a

from .traces import traces

pytestmark = pytest.mark.django_db
NUMBER = "10003"


@pytest.fixture
def holder(db):
    """A learner of the demo's first prison who holds a certificate, decided about by officers with the demo's names."""
    prisons = [a.prison(code=code, name=name) for code, name, _wards in PRISONS]
    for prison, (_code, _name, wards) in zip(prisons, PRISONS, strict=True):
        made = [a.ward(prison, code=str(n), name=name) for n, name in enumerate(wards, 1)]
        if prison is prisons[0]:
            ward = made[0]
    officers = {
        username: a.officer(prisons[0], role.value, username=username, name=name)
        for username, name, role, code in OFFICERS
        if code == PRISONS[0][0]
    }
    learner = a.learner(ward, number=NUMBER, name="方远航")
    body = some.a_signing_body(by=officers["chief_evaluator"], prison=prisons[0])
    candidate = some.a_candidate(some.a_live_scheme(body), learner)
    some.issued([candidate], first=officers["evaluator"], second=officers["evaluator2"])
    certificates.sign_status(body, by=officers["chief_evaluator"])
    for title, kind in (
        ("低压电工", "vocational"),
        ("新学员第一课", "induction"),
        ("回家的路", "release"),
        ("监狱的一天", "civic"),
    ):
        held = of_learning.a_lesson()
        of_packages.packages.set_course(
            of_packages.course_manifest(held.course, [held], title=title, kind=kind), by=None
        )
        of_learning.opens(learner, held)
    learning.project_progress()
    return learner


@pytest.fixture
def one(holder):
    return holder.candidacies.get().certificates.get()


def record(learner):
    return portable_record(learner, made_on=date(2026, 12, 1))


def public_part(data):
    """The zip without the private folder, as a zip."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(target, "w") as left:
        for entry in archive.infolist():
            if not entry.filename.startswith(PRIVATE):
                left.writestr(entry, archive.read(entry))
    return target.getvalue()


# ── Clean ──


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pdf_is_clean_in_all_its_layers(one, language):
    with translation.override(language):
        assert traces(certificates.pdf_of(one), what="pdf") == []


def test_credential_code_number_and_identifiers_are_clean(one):
    assert traces(one.credential, what="jwt") == []
    assert traces(one.compact, what="qr") == []
    assert traces(f"{one.pk} {one.number} {one.key.kid} {one.candidacy.number}", what="identifiers") == []


def test_status_list_did_document_and_trust_bundle_are_clean(one):
    published = StatusList.objects.get(body=one.body).credential
    assert traces(published, what="status") == []
    assert traces(json.dumps(did_document(one.body), ensure_ascii=False), what="did") == []
    assert traces(json.dumps(bundle_of([one.body]), ensure_ascii=False), what="bundle") == []


def test_the_checking_page_is_clean(one):
    assert traces(verifier_of([one.body]), what="page", numbers=False) == []


def test_the_public_part_of_the_record_is_clean(holder):
    data = record(holder)
    assert "低压电工" in zipfile.ZipFile(io.BytesIO(data)).read("index.html").decode()
    assert [found for found in traces(public_part(data), what="zip") if "verifier.html" not in found] == []


def test_the_names_of_the_files_are_clean(holder):
    names = zipfile.ZipFile(io.BytesIO(record(holder))).namelist()
    assert traces("\n".join(names)) == []


# ── The search finds what it should: each layer broken once ──


def test_the_private_part_would_be_found(holder):
    found = traces(record(holder), what="zip")
    assert [line for line in found if "入监" in line]
    assert [line for line in found if line.endswith(": 监狱")]


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("青山监狱职业技能培训中心", "监狱"),
        ("青山职业技能培训中心", "青山"),
        ("新叶学习平台", "新叶"),
        ("周敏工作室", "周敏"),
        ("监区10003号", "监区"),
    ],
)
def test_a_body_that_bears_such_a_name_is_found_in_pdf_credential_and_page(one, said, word):
    one.facts["body"]["name"][0] = said
    assert any(word in found for found in traces(certificates.pdf_of(one), what="pdf"))
    one.body.name = said
    one.body.save()
    assert any(word in found for found in traces(verifier_of([one.body]), what="page", numbers=False))


def test_a_name_in_hidden_metadata_of_the_pdf_is_found(one):
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(certificates.pdf_of(one))) as pdf:
        pdf.docinfo["/Creator"] = "蓝湖监狱"
        pdf.save(target)
    assert any("蓝湖监狱" in found for found in traces(target.getvalue()))


def test_a_word_in_a_packed_stream_of_the_pdf_is_found(one):
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(certificates.pdf_of(one))) as pdf:
        pdf.Root["/PieceInfo"] = pdf.make_stream("服刑人员".encode())
        pdf.save(target, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert any("服刑" in found for found in traces(target.getvalue()))


def test_a_learners_number_in_the_attached_credential_is_found(one):
    one.credential = some_token({"id": NUMBER})
    assert any(NUMBER in found for found in traces(certificates.pdf_of(one)))


def some_token(claims):
    import base64

    parts = ({"alg": "EdDSA"}, {"padding": "x" * 40, **claims})
    return (
        ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts) + ".c2ln"
    )


@pytest.mark.parametrize("said", ["urn:newleaf:course:1", "An inmate", "in custody of", "Qingshan", NUMBER])
def test_a_claim_in_a_credential_is_found(said):
    assert traces(some_token({"said": said}))


def test_a_course_that_slips_into_the_public_part_is_found(holder, monkeypatch):
    monkeypatch.setattr(record_contents, "PRIVATE_KINDS", {})
    monkeypatch.setattr(record_contents, "betrays", lambda _text, _names=(): False)
    assert any("监狱" in found for found in traces(public_part(record(holder)), what="zip"))

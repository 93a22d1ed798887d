"""The staff screens of certificates, orders and keys."""

import html
import io
import json

import pytest
from openpyxl import load_workbook

from assessments.certification.certificates import api as certificates
from assessments.certification.models import Certificate, CertificateOrder, IssuingKey
from tests.factories import certificates as some
from tests.lms.learning.pages import staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(awarded, first, second):
    return some.issued(awarded, first=first, second=second)


def text(response):
    return html.unescape(response.content.decode())


def test_awarded_candidates_are_proposed_and_a_second_officer_approves(client, awarded, first, second):
    page = staff(client, first)
    assert "古丽·买买提" in text(page.get("/admin/certificates/awarded/"))
    answer = page.post("/admin/certificates/propose/", {"candidacy": [one.pk for one in awarded]})
    shown = text(page.get(answer.url))
    assert "A second officer has to do this." in shown and "Approve: issue" not in shown
    order = CertificateOrder.objects.get()
    page = staff(client, second)
    assert "Approve: issue" in text(page.get(answer.url))
    page.post(f"{answer.url}do/approve/", {"digest": order.digest})
    certificates.carry_out(order.pk)
    assert "GZ" in text(page.get(answer.url))
    assert Certificate.objects.count() == 3


def test_approving_ones_own_order_by_hand_tells_why_not(client, awarded, first):
    page = staff(client, first)
    order = certificates.propose_issue([awarded[0].pk], by=first)
    answer = page.post(f"/admin/certificates/orders/{order.pk}/do/approve/", {"digest": order.digest}, follow=True)
    assert "A second officer has to do this." in text(answer)
    order.refresh_from_db()
    assert order.state == "proposed"


def test_an_order_of_another_prison_is_not_there(client, awarded, first, elsewhere):
    order = certificates.propose_issue([awarded[0].pk], by=first)
    page = staff(client, elsewhere)
    assert page.get(f"/admin/certificates/orders/{order.pk}/").status_code == 404
    answer = page.post(f"/admin/certificates/orders/{order.pk}/do/approve/", {"digest": order.digest})
    assert answer.status_code == 404


def test_proposing_nobody_tells_what_to_do(client, first):
    answer = staff(client, first).post("/admin/certificates/propose/", {}, follow=True)
    assert "Choose at least one candidate." in text(answer)


def test_certificates_are_found_by_name_and_by_number(client, made, first):
    page = staff(client, first)
    found = text(page.get("/admin/certificates/", {"q": "李大海"}))
    assert made[1].number in found and made[0].number not in found
    assert made[2].number in text(page.get("/admin/certificates/", {"q": made[2].number}))


def test_only_certificates_of_the_own_prison_are_listed(client, made, elsewhere):
    assert made[0].number not in text(staff(client, elsewhere).get("/admin/certificates/"))


@pytest.mark.parametrize("query", ["state=nonsense", "body=1", "q=%00", "p=-1", "p=zzz"])
def test_a_bad_filter_shows_a_list(client, made, first, query):
    assert staff(client, first).get(f"/admin/certificates/?{query}").status_code == 200


def test_the_list_goes_out_as_excel(client, made, first):
    answer = staff(client, first).get("/admin/certificates/", {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(answer)) if answer.streaming else io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "Certificate number" and len(rows) == 4


def test_a_certificate_has_its_page_and_its_files(client, made, first):
    page = staff(client, first)
    shown = text(page.get(f"/admin/certificates/{made[0].pk}/"))
    assert "78 / 100" in shown and "Valid" in shown
    pdf = page.get(f"/admin/certificates/{made[0].pk}/certificate.pdf")
    assert pdf.content.startswith(b"%PDF-")
    kept = json.loads(page.get(f"/admin/certificates/{made[0].pk}/credential.json").content)
    assert kept["id"].endswith(made[0].credential)


@pytest.mark.parametrize("path", ["", "certificate.pdf", "credential.json"])
def test_a_certificate_of_another_prison_is_not_there(client, made, elsewhere, path):
    assert staff(client, elsewhere).get(f"/admin/certificates/{made[0].pk}/{path}").status_code == 404


def test_a_correction_is_proposed_on_its_page(client, made, first):
    page = staff(client, first)
    form = {"holder_name": "王晓明", "holder_latin": "Wang Xiaoming", "born_on": "1990-05-31", "reason": "错字"}
    answer = page.post(f"/admin/certificates/{made[0].pk}/replace/", form, follow=True)
    assert "until now: 王小明" in text(answer)
    assert CertificateOrder.objects.filter(kind="replace").count() == 1


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"holder_name": "王晓明", "born_on": "31.5.1990", "reason": "错字"}, "Write the date as year-month-day"),
        ({"holder_name": "王晓明", "born_on": "2990-05-31", "reason": "错字"}, "The date of birth lies in the future."),
        ({"holder_name": "", "reason": "错字"}, "This field cannot be blank."),
        ({"holder_name": "王晓明", "reason": ""}, "Say why, in a few words."),
    ],
    ids=["date", "future", "nameless", "reason"],
)
def test_a_bad_correction_is_refused_with_a_sentence(client, made, first, form, said):
    answer = staff(client, first).post(f"/admin/certificates/{made[0].pk}/replace/", form, follow=True)
    assert said in text(answer)
    assert not CertificateOrder.objects.filter(kind="replace").exists()


def test_all_certificates_of_an_order_are_printed_as_one(client, made, first):
    order = CertificateOrder.objects.get()
    page = staff(client, first)
    page.post(f"/admin/certificates/orders/{order.pk}/do/print/")
    print_ = order.prints.get()
    certificates.run_print(print_.pk)
    pdf = page.get(f"/admin/certificates/orders/{order.pk}/prints/{print_.pk}/")
    assert pdf.content.startswith(b"%PDF-")


def test_a_chief_makes_a_key_on_the_bodys_page(client, body, chief):
    page = staff(client, chief)
    page.post(f"/admin/certificates/keys/{body.pk}/do/make/", {"algorithm": "ES256"})
    assert IssuingKey.objects.get(state="active").algorithm == "ES256"
    assert "ES256" in text(page.get(f"/admin/certificates/keys/{body.pk}/"))


def test_an_evaluator_cannot(client, body, first):
    page = staff(client, first)
    answer = page.post(f"/admin/certificates/keys/{body.pk}/do/make/", {"algorithm": "ES256"}, follow=True)
    assert "Signing keys are kept by chief evaluators." in text(answer)
    assert IssuingKey.objects.get(state="active").algorithm == "EdDSA"


@pytest.mark.parametrize("name", ["did.json", "trust-bundle.json", "verifier.html", "status-1.jwt"])
def test_what_the_world_may_have_is_downloaded(client, made, body, first, name):
    certificates.sign_status_lists(body)
    answer = staff(client, first).get(f"/admin/certificates/keys/{body.pk}/files/{name}")
    assert answer.status_code == 200 and answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("name", ["status-2.jwt", "status-x.jwt", "key.json", "..", "status-1"])
def test_another_file_is_not_there(client, made, body, first, name):
    assert staff(client, first).get(f"/admin/certificates/keys/{body.pk}/files/{name}").status_code == 404


def test_a_key_comes_out_with_the_passphrases_of_two(client, body, chief, second_chief):
    key = body.keys.get()
    page = staff(client, chief)
    page.post(f"/admin/certificates/key/{key.pk}/do/ask-copy/", {"passphrase": "correct horse battery"})
    alone = page.post(f"/admin/certificates/key/{key.pk}/export/", {"passphrase": "staple of another"}, follow=True)
    assert "A second officer has to do this." in text(alone)
    page = staff(client, second_chief)
    assert "考评组长 asked for a copy for the safe" in text(page.get(f"/admin/certificates/keys/{body.pk}/"))
    short = page.post(f"/admin/certificates/key/{key.pk}/export/", {"passphrase": "short"}, follow=True)
    assert "at least 12 characters" in text(short)
    good = page.post(f"/admin/certificates/key/{key.pk}/export/", {"passphrase": "staple of another"})
    assert good.status_code == 200 and b'"d"' not in good.content


def test_an_order_that_waits_stands_on_the_second_officers_start_page(client, awarded, first, second):
    order = certificates.propose_issue([awarded[0].pk], by=first)
    assert f"/admin/certificates/orders/{order.pk}/" in text(staff(client, second).get("/admin/"))

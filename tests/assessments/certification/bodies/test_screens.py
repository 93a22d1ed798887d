import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.certification.models import ColumnMapping, PartResult, RegistrationList, ResultFile
from tests.assessments.certification.bodies.conftest import line, map_columns, xlsx
from tests.assessments.certification.bodies.test_results import one_off

pytestmark = pytest.mark.django_db
HOST = {"host": "staff.newleaf.localhost"}


@pytest.fixture
def staff(client, evaluator):
    evaluator.language = "en"
    evaluator.save()
    client.force_login(evaluator)
    return client


def file_of(content, name="r.xlsx"):
    return SimpleUploadedFile(name, content)


def test_from_a_sample_to_columns_in_use(staff, body, scheme):
    address = reverse("body_mapping_begin", args=[body.pk, "results"])
    reply = staff.post(address, {"file": file_of(xlsx())}, headers=HOST)
    draft = ColumnMapping.objects.get()
    assert reply.url == reverse("body_mapping", args=[draft.pk])
    page = staff.get(reply.url, headers=HOST).content.decode()
    assert "<option selected>考生号</option>" in page
    staff.post(reply.url, {"field:number": "考生号", "field:name": "姓名", "date_format": "%Y-%m-%d"}, headers=HOST)
    draft.refresh_from_db()
    assert draft.saved_at
    assert staff.get(reverse("body_mapping_history", args=[body.pk, "results"]), headers=HOST).status_code == 200


def test_from_a_file_through_a_doubt_to_results(staff, body, evaluator, scheme, candidate):
    map_columns(body, evaluator)
    one, two = candidate("张三"), candidate("李四")
    content = xlsx(line(one, number=one_off(one.number)), line(two))
    staff.post(reverse("body_results_upload", args=[body.pk]), {"file": file_of(content)}, headers=HOST)
    found = ResultFile.objects.get()
    page = staff.get(reverse("body_results_file", args=[found.pk]), headers=HOST).content.decode()
    assert "<mark>" in page
    assert "1 doubtful line has to be decided first." in page
    staff.post(reverse("body_results_decide", args=[found.pk, 2]), {"candidacy": str(one.pk)}, headers=HOST)
    staff.post(reverse("body_results_take", args=[found.pk]), headers=HOST)
    assert PartResult.objects.count() == 4
    assert staff.get(reverse("body_results_report", args=[found.pk]), headers=HOST).status_code == 200


def test_from_candidates_to_a_list(staff, body, evaluator, scheme, candidate):
    map_columns(body, evaluator, "candidates", content=xlsx(headers=["姓名", "考生号"]))
    one = candidate("张三")
    address = reverse("body_list_new", args=[body.pk])
    assert "张三" in staff.get(address, headers=HOST).content.decode()
    staff.post(address, {"candidacy": [str(one.pk)]}, headers=HOST)
    made = RegistrationList.objects.get()
    assert staff.get(reverse("body_list", args=[made.pk]), headers=HOST).status_code == 200
    assert staff.get(reverse("body_list_download", args=[made.pk]), headers=HOST).content.startswith(b"PK")
    assert "张三" in staff.get(reverse("body_list", args=[made.pk]), headers=HOST).content.decode()


@pytest.mark.parametrize("name", ["body_exchange_of", "body_list_new"])
def test_another_prisons_body_is_not_found(client, stranger, body, name):
    client.force_login(stranger)
    assert client.get(reverse(name, args=[body.pk]), headers=HOST).status_code == 404


def test_a_teacher_sees_no_bodies(client, teacher):
    client.force_login(teacher)
    assert client.get(reverse("body_exchange"), headers=HOST).status_code == 302


def test_an_upload_without_a_file_is_told(staff, body, evaluator, scheme):
    map_columns(body, evaluator)
    reply = staff.post(reverse("body_results_upload", args=[body.pk]), {}, headers=HOST, follow=True)
    assert "Choose a file first." in reply.content.decode()

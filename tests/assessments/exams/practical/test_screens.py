"""The desktop side of practical exams."""

import hashlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.exams.models import Performance, SigningKey
from assessments.exams.practical.hooks import open_performances
from lms.packages import api as packages
from lms.people.start import attention_of
from tests.factories import practicals as some
from tests.factories import sittings
from tests.factories.bank import picture_bytes

pytestmark = pytest.mark.django_db
STAFF = {"host": "staff.newleaf.localhost"}


@pytest.fixture(autouse=True)
def stores(settings, tmp_path):
    settings.DATA_DIR, settings.BLOB_DIR = tmp_path, tmp_path / "blobs"


def page(client, officer, name, *args):
    client.force_login(officer)
    return client.get(reverse(name, args=args, urlconf="lms.urls.staff"), headers=STAFF | {"accept-language": "en"})


@pytest.fixture
def half(task, pens, evaluator):
    """One signature, one photo that has arrived and one that has not. Its performance."""
    photo = packages.store_blob(picture_bytes(format="JPEG"), "image/jpeg").sha256
    some.deliver(pens[0].assess(*task, photos=[photo, "0" * 64]), by=evaluator)
    return Performance.objects.get(), photo


def test_the_list_leads_to_the_app_and_to_what_has_arrived(client, sitting, second):
    text = page(client, second, "practicals").content.decode()
    assert reverse("practical_app", urlconf="lms.urls.staff") in text
    assert str(sitting.pk) in text


def test_the_sitting_shows_what_lacks_a_signature_and_which_photos(client, sitting, half, second):
    text = page(client, second, "practical_sitting", sitting.pk).content.decode()
    assert "The second signature is missing" in text
    assert "Nothing has arrived" in text
    assert "1 of 2 here" in text


def test_it_stands_on_the_start_page_too(half, sitting, second):
    assert [one.text for one in attention_of(second) if str(sitting.pk) in one.url]


def test_a_task_shows_words_signatures_and_photos(client, half, second):
    text = page(client, second, "practical_performance", half[0].pk).content.decode()
    assert "焊缝均匀" in text and "考评员甲" in text
    assert "has not arrived yet" in text


def test_a_photo_is_drawn_anew_and_only_for_its_task(client, half, second, other_prison):
    answer = page(client, second, "practical_photo", half[0].pk, half[1])
    assert answer["Content-Type"] == "image/png" or answer["Content-Type"] == "image/jpeg"
    assert hashlib.sha256(answer.content).hexdigest() != half[1]
    other = packages.store_blob(picture_bytes(colour="red", format="JPEG"), "image/jpeg").sha256
    assert page(client, second, "practical_photo", half[0].pk, other).status_code == 404


def test_the_other_prison_sees_nothing(client, sitting, half, other_prison):
    from tests.factories import people as a

    far = a.officer(other_prison, "chief_evaluator", username="far")
    for name, args in [
        ("practical_sitting", [sitting.pk]),
        ("practical_performance", [half[0].pk]),
        ("practical_photo", [half[0].pk, half[1]]),
    ]:
        assert page(client, far, name, *args).status_code == 404


def test_a_chief_decides_on_the_page(client, sitting, task, pens, evaluator, third, chief):
    one, other = pens[0].assess(*task, 1, 2), pens[1].assess(*task, 1, 0)
    some.deliver(one, some.Pen(third).countersign(one), other, by=evaluator)
    performance = Performance.objects.get()
    assert "This assessment counts" in page(client, chief, "practical_performance", performance.pk).content.decode()
    address = reverse("practical_performance", args=[performance.pk], urlconf="lms.urls.staff")
    client.post(address, {"assessment": one["id"], "reason": "看过照片"}, headers=STAFF)
    assert some.standing(*task).state == "decided"


def test_who_may_not_decide_gets_no_button_and_no_decision(client, task, pens, evaluator, third):
    one, other = pens[0].assess(*task, 1, 2), pens[1].assess(*task, 1, 0)
    some.deliver(one, some.Pen(third).countersign(one), other, by=evaluator)
    performance = Performance.objects.get()
    assert "This assessment counts" not in page(client, third, "practical_performance", performance.pk).content.decode()
    address = reverse("practical_performance", args=[performance.pk], urlconf="lms.urls.staff")
    client.post(address, {"assessment": one["id"], "reason": "看过照片"}, headers=STAFF)
    assert some.standing(*task).state == "contradiction"


def test_a_lost_tablet_signs_no_more_and_only_its_owner_says_so(client, pens, evaluator, second):
    address = reverse("practical_key_revoke", args=[pens[0].id], urlconf="lms.urls.staff")
    client.force_login(second)
    assert client.post(address, headers=STAFF).status_code == 404
    client.force_login(evaluator)
    assert client.post(address, headers=STAFF).status_code == 302
    assert SigningKey.objects.get(pk=pens[0].id).revoked_at


def test_the_start_page_asks_as_often_for_many_sittings_as_for_one(
    evaluator, ward, sitting, task, pens, django_assert_num_queries
):
    some.deliver(pens[0].assess(*task, 1, 2), by=evaluator)
    with CaptureQueriesContext(connection) as one:
        (shown,) = open_performances(evaluator)
    assert sitting.title in shown.text
    other = some.a_practical_sitting(evaluator, sittings.candidates(ward, 1, first=7001))
    some.deliver(pens[0].assess(*some.task_of(other), 1, 2), by=evaluator)
    with django_assert_num_queries(len(one)):
        assert len(list(open_performances(evaluator))) == 2

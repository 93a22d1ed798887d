import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lms.people import api as people
from lms.people.models import Device, Learner, PairingCode, RosterImport
from lms.people.roster.jobs import run_import
from lms.people.slips import run_batch
from tests.factories import devices as d
from tests.factories import people as a
from tests.factories import rosters as r


@pytest.fixture(autouse=True)
def fast(monkeypatch):
    monkeypatch.setattr("lms.people.secrets.ITERATIONS", 10)


@pytest.fixture
def browse(client, settings):
    """A client of the staff origin, signed in as an officer."""

    def sign_in(officer):
        client.defaults["HTTP_HOST"] = settings.STAFF_HOST
        client.force_login(officer)
        return client

    return sign_in


@pytest.fixture
def device(device_keeper, ward):
    return d.device(device_keeper, ward, name="一号平板")


def pages(learner, device):
    return {
        "learners": reverse("people_learners:index"),
        "learner": reverse("people_learners:detail", args=[learner.pk]),
        "edit": reverse("people_learners:edit", args=[learner.pk]),
        "add": reverse("people_learners:add"),
        "left": reverse("people_learners:retire", args=[learner.pk]),
        "pictures": reverse("people_learners:new_pictures", args=[learner.pk]),
        "slips": reverse("people_slips:new"),
        "roster": reverse("people_roster:index"),
        "template": reverse("people_roster:template"),
        "tablets": reverse("people_devices:index"),
        "pair": reverse("people_devices:pair"),
        "health": reverse("people_devices:health"),
        "tablet": reverse("people_devices:detail", args=[device.pk]),
        "assign": reverse("people_devices:assign", args=[device.pk]),
        "rename": reverse("people_devices:rename", args=[device.pk]),
        "revoke": reverse("people_devices:revoke", args=[device.pk]),
    }


ALL = {
    "learners",
    "learner",
    "edit",
    "add",
    "left",
    "pictures",
    "slips",
    "roster",
    "template",
    "tablets",
    "pair",
    "health",
    "tablet",
    "assign",
    "rename",
    "revoke",
}
TABLETS = {"tablets", "pair", "health", "tablet", "assign", "rename", "revoke"}
OPEN_TO = {
    "education_office": ALL,
    "teacher": {"learners", "learner", "pictures", "slips"},
    "device_keeper": {"learners", "learner", "pictures", "slips"} | TABLETS,
    "author": set(),
    "auditor": set(),
    "outsider": ALL - {"learner", "edit", "left", "pictures", "tablet", "assign", "rename", "revoke"},
}


@pytest.mark.parametrize("who", OPEN_TO)
def test_each_role_opens_its_pages_and_no_others(request, browse, who, learner, device):
    client = browse(request.getfixturevalue(who))
    opened = {name for name, url in pages(learner, device).items() if client.get(url).status_code == 200}
    assert opened == OPEN_TO[who]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_render_in_both_languages(browse, education_office, learner, device, language):
    education_office.language = language
    education_office.save()
    client = browse(education_office)
    for url in pages(learner, device).values():
        assert client.get(url).status_code == 200


def test_nobody_gets_in_without_signing_in(client, settings, learner, device):
    for url in pages(learner, device).values():
        assert client.get(url, headers={"host": settings.STAFF_HOST}).status_code == 302


def test_dates_of_release_are_shown_to_the_education_office_only(request, browse, ward, education_office, teacher):
    learner = people.create_learner(
        ward, number="1009", name="王", by=education_office, release_expected_on="2031-05-06"
    )
    url, listing = (
        reverse("people_learners:detail", args=[learner.pk]),
        reverse("people_learners:index") + "?export=csv",
    )
    assert "2031" in browse(education_office).get(url).content.decode()
    assert "2031" not in browse(teacher).get(url).content.decode()
    assert "2031" not in b"".join(browse(teacher).get(listing).streaming_content).decode()


def test_a_name_with_a_script_is_shown_as_text(browse, ward, education_office):
    a.learner(ward, number="7", name="<script>alert(1)</script>")
    page = browse(education_office).get(reverse("people_learners:index")).content.decode()
    assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page


def test_the_export_holds_what_the_filters_show_and_no_formula(browse, ward, second_ward, education_office):
    a.learner(ward, number="=1+1", name="@SUM(A1)")
    a.learner(second_ward, number="2001")
    response = browse(education_office).get(reverse("people_learners:index"), {"ward": ward.pk, "export": "csv"})
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert [row[:2] for row in rows[1:]] == [["'=1+1", "'@SUM(A1)"]]


def test_a_learner_is_edited_and_moved_in_one_form(browse, learner, second_ward, education_office):
    data = {"number": "1001", "name": "王大明", "ward": second_ward.pk, "language": "zh-hans"}
    assert browse(education_office).post(reverse("people_learners:edit", args=[learner.pk]), data).status_code == 302
    learner.refresh_from_db()
    assert (learner.name, learner.ward) == ("王大明", second_ward)


def test_a_taken_number_is_a_sentence_in_the_form_and_changes_nothing(
    browse, learner, ward, second_ward, education_office
):
    a.learner(ward, number="1002")
    data = {"number": "1002", "name": "王大明", "ward": second_ward.pk, "language": "zh-hans"}
    response = browse(education_office).post(reverse("people_learners:edit", args=[learner.pk]), data)
    assert response.status_code == 422
    learner.refresh_from_db()
    assert (learner.name, learner.ward) == ("王小明", ward)


def test_a_pin_is_shown_once_and_not_cached(browse, learner, teacher, device):
    response = browse(teacher).post(reverse("people_learners:new_pin", args=[learner.pk]))
    pin = response.context["slip"].pin
    assert pin in response.content.decode() and "no-store" in response["Cache-Control"]
    assert people.verify_secret(learner, pin, device=device)
    assert browse(teacher).get(reverse("people_learners:new_pin", args=[learner.pk])).status_code == 405


def test_pictures_are_chosen_or_drawn(browse, learner, teacher, device):
    url = reverse("people_learners:new_pictures", args=[learner.pk])
    assert browse(teacher).post(url, {"first": "sun", "second": "sun", "third": "boat"}).status_code == 422
    assert browse(teacher).post(url, {"first": "sun", "second": "tree", "third": "boat"}).status_code == 200
    assert people.verify_secret(learner, "pictures:sun,tree,boat", device=device)
    drawn = browse(teacher).post(url, {"random": "yes"}).context["slip"].pictures
    assert people.verify_secret(learner, people.pictures_string(drawn), device=device)


def test_slips_for_a_ward_are_set_and_printed(browse, learner, ward, teacher):
    client = browse(teacher)
    response = client.post(reverse("people_slips:new"), {"ward": ward.pk, "kind": "pin", "only_new": "on"})
    batch_url = response["Location"]
    assert "data-watch=" in client.get(batch_url).content.decode()
    run_batch(batch_url.rstrip("/").rpartition("/")[2])
    assert "data-watch-done" in client.get(batch_url + "?fragment").content.decode()
    sheet = client.get(batch_url + "sheet/")
    assert "王小明" in sheet.content.decode() and "no-store" in sheet["Cache-Control"]


def test_slips_for_the_learners_that_another_page_names(browse, learner, ward, teacher):
    a.learner(ward, number="1002")
    url = f"{reverse('people_slips:new')}?learner={learner.pk}&learner=nonsense"
    assert browse(teacher).get(url).context["count"] == 1
    assert browse(teacher).post(url, {"kind": "pictures"}).status_code == 302


def test_a_roster_is_uploaded_looked_at_and_applied(browse, ward, education_office):
    client = browse(education_office)
    upload = SimpleUploadedFile("名册.xlsx", r.xlsx([["1001", "王小明", "一监区"]], r.HEADINGS[:3]))
    url = client.post(reverse("people_roster:index"), {"file": upload, "prison": ward.prison_id})["Location"]
    roster = RosterImport.objects.get()
    assert "data-watch=" in client.get(url).content.decode()
    run_import(roster.pk)
    assert "data-watch-goto" in client.get(url + "?fragment").content.decode()
    assert "王小明" in client.get(url).content.decode()
    assert client.get(url + "verdicts/").content.startswith(b"PK")
    client.post(url + "apply/")
    run_import(roster.pk)
    assert Learner.objects.get().number == "1001"
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("content", [b"", b"\x00" * 100, b"PK\x03\x04junk"])
def test_a_bad_upload_ends_in_a_sentence(browse, ward, education_office, content):
    client = browse(education_office)
    url = client.post(
        reverse("people_roster:index"), {"file": SimpleUploadedFile("x.xlsx", content), "prison": ward.prison_id}
    )["Location"]
    run_import(RosterImport.objects.get().pk)
    page = client.get(url)
    assert page.status_code == 200 and RosterImport.objects.get().error in page.content.decode()


def test_another_officers_roster_is_not_found(browse, ward, education_office, administrator):
    roster = r.imported(r.xlsx([["1001", "王小明", "一监区"]], r.HEADINGS[:3]), by=education_office, prison=ward.prison)
    client = browse(administrator)
    for name in ("import", "verdicts"):
        assert client.get(reverse(f"people_roster:{name}", args=[roster.pk])).status_code == 404
    assert client.post(reverse("people_roster:apply", args=[roster.pk])).status_code == 404


def test_the_pairing_page_shows_a_code_and_notices_the_tablet(browse, ward, device_keeper, education_office):
    client = browse(device_keeper)
    response = client.post(reverse("people_devices:pair"), {"use": "ward", "ward": ward.pk})
    code, state = response.context["code"], reverse("people_devices:pairing_state", args=[PairingCode.objects.get().pk])
    assert code in response.content.decode() and "no-store" in response["Cache-Control"]
    assert "data-watch-done" not in client.get(state).content.decode()
    people.redeem_pairing_code(code, d.jwk_of(d.private_key()), "1")
    assert "data-watch-done" in client.get(state).content.decode()
    assert browse(education_office).get(state).status_code == 404


@pytest.mark.parametrize(
    "data", [{"use": "ward"}, {"use": "learner", "number": "4711"}, {"use": "learner"}, {"use": "nonsense"}, {}]
)
def test_a_pairing_form_that_says_too_little_makes_no_code(browse, device_keeper, ward, data):
    assert browse(device_keeper).post(reverse("people_devices:pair"), data).status_code == 422
    assert not PairingCode.objects.exists()


def test_a_tablet_is_assigned_renamed_and_revoked(browse, device, learner, device_keeper):
    client = browse(device_keeper)
    client.post(reverse("people_devices:assign", args=[device.pk]), {"use": "learner", "number": learner.number})
    client.post(reverse("people_devices:rename", args=[device.pk]), {"name": "教室 7"})
    client.post(reverse("people_devices:revoke", args=[device.pk]))
    device.refresh_from_db()
    assert (device.learner, device.name, device.state) == (learner, "教室 7", Device.State.REVOKED)


@pytest.mark.parametrize("name", ["assign", "rename", "revoke"])
def test_an_outsider_changes_no_tablet(browse, device, outsider, name):
    assert (
        browse(outsider)
        .post(reverse(f"people_devices:{name}", args=[device.pk]), {"use": "ward", "name": "x"})
        .status_code
        == 404
    )
    device.refresh_from_db()
    assert (device.name, device.state) == ("一号平板", "paired")


@pytest.mark.parametrize(
    "query", ["?ward=nonsense", "?ward=' OR 1=1", "?q=%00", "?p=999", "?ordering=password", "?export=pdf"]
)
def test_odd_addresses_do_no_harm(browse, education_office, device, learner, query):
    for name in ("people_learners:index", "people_devices:index", "people_devices:health", "people_slips:new"):
        assert browse(education_office).get(reverse(name) + query).status_code == 200

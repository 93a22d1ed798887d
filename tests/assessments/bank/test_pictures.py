"""Pictures of items: taken in, kept, shown, and refused."""

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from assessments.bank import api as bank
from assessments.bank.models import Item
from assessments.bank.pictures.models import ItemPicture
from lms.lib.errors import Invalid
from lms.packages import api as packages
from lms.packages.models import BlobUse
from tests.factories.bank import a_picture, an_item, picture_bytes
from tests.lms.learning.pages import staff


def test_a_picture_is_stored_without_what_a_camera_writes_into_it(author):
    camera = Image.Exif()
    camera[0x010F] = "SecretCam"
    picture = bank.add_picture(picture_bytes(format="JPEG", exif=camera), title="焊枪", by=author)
    with packages.open_blob(picture.sha256) as file:
        kept = Image.open(io.BytesIO(file.read()))
    assert (kept.size, picture.width, picture.height) == ((160, 120), 160, 120)
    assert not kept.getexif()


def test_a_large_picture_becomes_smaller(author):
    assert bank.add_picture(picture_bytes(size=(3200, 800)), title="x", by=author).size == "1600 × 400"


def test_the_same_picture_is_kept_once_and_never_collected(author):
    first, second = a_picture(author), a_picture(author)
    assert first == second
    assert BlobUse.objects.filter(blob_id=first.sha256, holder=f"item-picture:{first.pk}").count() == 1


@pytest.mark.parametrize(
    "data",
    [b"", b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", picture_bytes()[:60], b"x" * ((10 << 20) + 1)],
    ids=["empty", "text", "svg", "cut", "too large"],
)
def test_what_is_no_picture_is_refused_with_a_sentence(author, data):
    with pytest.raises(Invalid) as refused:
        bank.add_picture(data, title="x", by=author)
    assert len(str(refused.value)) > 8
    assert not ItemPicture.objects.exists()


def test_only_writers_add_pictures(auditor):
    with pytest.raises(PermissionDenied):
        a_picture(auditor)


def test_an_item_keeps_its_pictures_with_its_words(author):
    picture = a_picture(author)
    item = an_item(author, pictures=[(picture, "一把焊枪")])
    (shown,) = bank.item_document(item.pk).pictures
    assert (shown.path, shown.width, shown.height, shown.alt) == (picture.path, 160, 120, "一把焊枪")
    assert bank.item_files(item.pk) == {picture.path: picture.ref}


def test_an_earlier_version_has_the_pictures_of_its_time(author):
    item = an_item(author, pictures=[(a_picture(author), "一把焊枪")])
    item.pictures = []
    item.save()
    item.save_revision(user=author)
    first = item.revisions.order_by("pk").first().as_object()
    assert [one.value["alt"] for one in first.pictures] == ["一把焊枪"]
    assert bank.item_document(item.pk).pictures == []


def test_a_picture_without_words_is_refused(author):
    with pytest.raises(Invalid):
        an_item(author, pictures=[(a_picture(author), "")])
    assert not Item.objects.exists()


def upload(data, name="valve.png", title=""):
    return {"title": title, "file": SimpleUploadedFile(name, data)}


def test_a_picture_is_uploaded_in_the_chooser_and_shown(client, author):
    browser = staff(client, author)
    reply = browser.post("/admin/item_picture_chooser/create/", upload(picture_bytes())).json()
    picture = ItemPicture.objects.get()
    assert (reply["step"], reply["result"]["id"], picture.title) == ("chosen", str(picture.pk), "valve")
    assert "valve" in browser.get("/admin/item_picture_chooser/").json()["html"]
    shown = browser.get(f"/admin/item_picture_chooser/file/{picture.pk}/")
    assert (shown.status_code, shown["Content-Type"], shown["X-Content-Type-Options"]) == (200, "image/png", "nosniff")
    assert Image.open(io.BytesIO(shown.content)).size == (160, 120)


def test_a_damaged_upload_is_sent_back_with_a_sentence(client, author):
    reply = staff(client, author).post("/admin/item_picture_chooser/create/", upload(b"no picture")).json()
    assert reply["step"] == "reshow_creation_form"
    assert "cannot be read" in reply["htmlFragment"]
    assert not ItemPicture.objects.exists()


@pytest.mark.parametrize("who", ["device_keeper", "auditor"])
def test_others_neither_see_nor_upload_pictures(client, request, author, who):
    picture = a_picture(author)
    browser = staff(client, request.getfixturevalue(who))
    assert browser.get(f"/admin/item_picture_chooser/file/{picture.pk}/").status_code in (302, 403)
    browser.post("/admin/item_picture_chooser/create/", upload(picture_bytes(colour="red")))
    assert ItemPicture.objects.count() == 1


def test_a_reviewer_looks_at_pictures_but_adds_none(client, prison, author):
    from tests.factories import people

    picture = a_picture(author)
    browser = staff(client, people.officer(prison, "supervisor", username="eva"))
    assert browser.get(f"/admin/item_picture_chooser/file/{picture.pk}/").status_code == 200
    browser.post("/admin/item_picture_chooser/create/", upload(picture_bytes(colour="red")))
    assert ItemPicture.objects.count() == 1

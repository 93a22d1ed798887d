"""What the CMS takes in."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Pillow
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from content import api as content


@pytest.fixture
def staff(client, settings, author):
    client.defaults["HTTP_HOST"] = settings.STAFF_HOST
    content.library_for(author.prison)
    client.force_login(author)
    return client


def upload(staff, author, name, data, kind="image"):
    url = reverse("wagtailimages:add") if kind == "image" else reverse("wagtaildocs:add")
    collection = content.collection_for(author.prison)
    return staff.post(
        url,
        {
            "title": "x",
            "file": SimpleUploadedFile(name, data),
            "files[]": SimpleUploadedFile(name, data),
            "collection": collection.pk,
        },
        headers={"x-requested-with": "XMLHttpRequest"},
    )


def png(size=(20, 20)):
    body = io.BytesIO()
    Pillow.new("RGB", size).save(body, "PNG")
    return body.getvalue()


def zipped():
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        archive.writestr("hidden.txt", "hidden" * 100)
    return body.getvalue()


def test_an_author_uploads_a_picture(staff, author):
    upload(staff, author, "a.png", png())
    assert get_image_model().objects.count() == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("a.png", b"MZ\x90\x00 not a picture"),
        ("a.png", png() + zipped()),
    ],
)
def test_what_is_not_a_plain_picture_is_refused(staff, author, name, data):
    assert upload(staff, author, name, data).status_code == 200
    assert get_image_model().objects.count() == 0


def test_a_picture_of_thirty_thousand_pixels_is_refused(staff, author):
    body = io.BytesIO()
    Pillow.new("1", (30_000, 30_000)).save(body, "PNG")
    assert upload(staff, author, "big.png", body.getvalue()).status_code == 200
    assert get_image_model().objects.count() == 0


def test_a_pdf_with_a_script_is_refused(staff, author):
    import pikepdf

    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    body = io.BytesIO()
    pdf.save(body)
    upload(staff, author, "a.pdf", body.getvalue(), kind="document")
    assert get_document_model().objects.count() == 0


def test_a_plain_pdf_is_taken(staff, author):
    import pikepdf

    pdf = pikepdf.new()
    pdf.add_blank_page()
    body = io.BytesIO()
    pdf.save(body)
    upload(staff, author, "a.pdf", body.getvalue(), kind="document")
    assert get_document_model().objects.count() == 1

"""A PDF travels without what its pages do not show; what must not be there is still found."""

import io

import pikepdf
import pytest
from django.core.files.base import ContentFile
from PIL import Image
from wagtail.documents import get_document_model

from content import api as content
from content.clearance.scanners import scan_bytes
from content.models import Publication
from content.publishing.papers import without_metadata, without_segments
from lms.packages import api as packages
from tests.factories import content as a

SECRETS = [
    "王警官".encode("utf-16-be"),
    "王警官".encode(),
    b"Word of the office",
    b"D:2026",
    b"SecretPlace",
    b"last year",
]


def a_photo():
    exif = Image.Exif()
    exif[0x010F] = "SecretPlace"
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "JPEG", exif=exif, comment=b"SecretPlace")
    return out.getvalue()


def a_pdf():
    """With an author, a program, XMP, notes of that program, a photo with EXIF, and a page that was deleted."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    with pdf.open_metadata() as xmp:
        xmp["dc:creator"] = ["王警官"]
    pdf.docinfo["/Author"], pdf.docinfo["/Producer"] = "王警官", "Word of the office"
    pdf.docinfo["/CreationDate"] = "D:20261128120000"
    page.obj["/PieceInfo"] = pikepdf.Dictionary(Word=pikepdf.Dictionary(Private=pikepdf.String("Word of the office")))
    photo = pikepdf.Stream(pdf, a_photo())
    photo.Type, photo.Subtype, photo.Width, photo.Height = pikepdf.Name.XObject, pikepdf.Name.Image, 40, 30
    photo.ColorSpace, photo.BitsPerComponent, photo.Filter = pikepdf.Name.DeviceRGB, 8, pikepdf.Name.DCTDecode
    photo["/Metadata"] = pdf.make_stream(b"<x>SecretPlace</x>")
    page.obj["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=photo))
    page.obj["/Contents"] = pdf.make_stream(b"q 40 0 0 30 0 0 cm /P Do Q")
    out = io.BytesIO()
    pdf.save(out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    whole = out.getvalue()
    cut = whole.rindex(b"xref")
    return (
        whole[:cut]
        + b"% last year's page\n"
        + whole[cut:].replace(b"startxref\n%d" % cut, b"startxref\n%d" % (cut + 19))
    )


def test_nothing_of_author_program_dates_and_camera_stays():
    before = a_pdf()
    assert all(secret in before for secret in SECRETS[1:]), [s for s in SECRETS[1:] if s not in before]
    after = without_metadata(before)
    with pikepdf.open(io.BytesIO(after)) as pdf:
        whole = io.BytesIO()
        pdf.save(
            whole,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    assert [secret for secret in SECRETS if secret in whole.getvalue()] == []
    assert scan_bytes("a.pdf", after) == []


def test_the_pages_and_their_pictures_stay_as_they_are():
    with pikepdf.open(io.BytesIO(without_metadata(a_pdf()))) as pdf:
        (page,) = pdf.pages
        assert page.Contents.read_bytes() == b"q 40 0 0 30 0 0 cm /P Do Q"
        jpeg = page.Resources.XObject.P.read_raw_bytes()
    before, after = Image.open(io.BytesIO(a_photo())), Image.open(io.BytesIO(jpeg))
    assert (after.tobytes(), len(after.getexif())) == (before.tobytes(), 0)


def test_the_same_pdf_gives_the_same_bytes():
    pdf = a_pdf()
    assert without_metadata(pdf) == without_metadata(pdf)


@pytest.mark.parametrize("cut", [2, 3, 10, 40])
def test_a_picture_that_is_cut_off_comes_to_an_end(cut):
    assert without_segments(a_photo()[:cut])[:2] == b"\xff\xd8"


def test_a_hidden_file_is_not_taken_out_in_silence():
    pdf, out = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    pdf.attachments["x.txt"] = b"hidden"
    pdf.save(out)
    assert [one.code for one in scan_bytes("a.pdf", without_metadata(out.getvalue()))] == ["embedded_file"]


def test_comments_and_hidden_layers_are_found():
    pdf, out = pikepdf.new(), io.BytesIO()
    page = pdf.add_blank_page()
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 1, 1], Contents="x")
    page.obj["/Annots"] = pikepdf.Array([note])
    layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="x"))
    pdf.Root["/OCProperties"] = pikepdf.Dictionary(OCGs=[layer], D=pikepdf.Dictionary(OFF=[layer]))
    pdf.save(out)
    assert {one.code for one in scan_bytes("a.pdf", out.getvalue())} == {"comments", "hidden_layers"}


def test_what_travels_is_the_clean_pdf_and_the_library_keeps_the_original(author, reviewer):
    document = get_document_model().objects.create(title="规程", file=ContentFile(a_pdf(), "a.pdf"))
    lesson = a.a_published_lesson(by=author, reviewer=reviewer, blocks=[("file", {"title": "规程", "file": document})])
    manifest = packages.lesson_manifest(packages.live_package(lesson.iri).pk)
    (entry,) = [entry for entry in manifest.entries if entry.role == "download"]
    with packages.open_blob(entry.sha256) as file:
        assert "王警官".encode() not in file.read()
    with document.file.open("rb") as file:
        assert "王警官".encode() in file.read()
    assert not Publication.objects.get(iri=lesson.iri).findings.exists()


def test_a_pdf_that_cannot_be_read_is_a_sentence(author, reviewer):
    document = get_document_model().objects.create(title="规程", file=ContentFile(b"%PDF-1.7\nnoise", "a.pdf"))
    a.a_published_course(by=author, reviewer=reviewer)
    course = content.CoursePage.objects.get()
    lesson = a.a_lesson(by=author, course=course, blocks=[("file", {"title": "规程", "file": document})])
    content.hand_in(lesson, by=author)
    publication = content.approve(lesson, by=reviewer)
    publication.refresh_from_db()
    assert publication.state == "failed"
    assert "规程" in publication.error

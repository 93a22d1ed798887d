"""PowerPoint and Word files become draft lessons, or get a sentence and change nothing."""

import io
import zipfile

import docx
import pptx
import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from pptx.util import Inches

from content.imports import api as imports
from content.imports.draft import list_html
from content.imports.errors import ImportRefused
from content.models import LessonPage
from lms.lib.errors import NotFoundHere
from tests.factories import content as a
from tests.factories.media import a_picture

pytestmark = pytest.mark.django_db


def a_deck(path, *, slides=2):
    deck = pptx.Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[1])
    first.shapes.title.text = "停电检修四步"
    body = first.placeholders[1].text_frame
    body.text = "停电"
    for words in ("验电", "接地"):
        body.add_paragraph().text = words
    first.notes_slide.notes_text_frame.text = "讲慢一点"
    second = deck.slides.add_slide(deck.slide_layouts[5])
    second.shapes.title.text = "工具"
    second.shapes.add_picture(io.BytesIO(a_picture("PNG", (400, 300))), Inches(1), Inches(2))
    table = second.shapes.add_table(2, 2, Inches(1), Inches(4), Inches(4), Inches(1)).table
    table.cell(0, 0).text, table.cell(1, 1).text = "颜色", "红 <b>"
    deck.save(path)
    return path


def a_document(path):
    document = docx.Document()
    document.add_paragraph("触电急救", style="Title")
    document.add_heading("第一步", level=1)
    paragraph = document.add_paragraph("先")
    paragraph.add_run("断电").bold = True
    document.add_paragraph("呼救", style="List Bullet")
    document.add_paragraph("检查", style="List Bullet")
    document.add_table(1, 2).cell(0, 0).text = "30比2"
    document.add_picture(io.BytesIO(a_picture()))
    document.sections[0].footer.paragraphs[0].text = "内部"
    document.save(path)
    return path


def imported(path, by, course=None):
    return imports.import_lesson(path, path.name, course.pk if course else None, by=by)


def test_a_deck_becomes_a_draft(author, tmp_path):
    course = a.a_course(by=author)
    made = imported(a_deck(tmp_path / "a.pptx"), author, course)
    lesson = made.lesson
    assert (lesson.title, lesson.live, lesson.course) == ("停电检修四步", False, course)
    assert [block.block_type for block in lesson.body] == ["text", "callout", "text", "picture", "table"]
    assert "<li>验电" in str(lesson.body[0].value.source)
    assert "讲慢一点" in lesson.body[1].value["text"].source
    assert lesson.body[4].value["data"][1][1] == "红 <b>" if isinstance(lesson.body[4].value, dict) else True


def test_a_document_becomes_a_draft_in_a_new_course(author, tmp_path):
    made = imported(a_document(tmp_path / "急救.docx"), author)
    html = made.lesson.body[0].value.source
    assert made.lesson.title == made.lesson.course.title == "触电急救"
    assert "<h2>第一步</h2>" in html
    assert "<b>断电</b>" in html
    assert "<ul><li>呼救</li><li>检查</li></ul>" in html
    assert any("headers and footers" in line or "页眉" in line for line in made.lost)


def test_pictures_come_without_what_the_camera_wrote(author, tmp_path):
    from PIL import Image

    exif = Image.Exif()
    exif[0x0110] = "Camera 5"
    document = docx.Document()
    document.add_picture(io.BytesIO(a_picture(size=(300, 200), exif=exif)))
    document.save(tmp_path / "a.docx")
    image = imported(tmp_path / "a.docx", author).lesson.body[0].value["picture"]
    with image.file.open() as file:
        assert b"Camera 5" not in file.read()


def test_a_drawing_that_tablets_cannot_show_is_listed(author, tmp_path, monkeypatch):
    monkeypatch.setattr("content.imports.api.clean_picture", lambda data: None)
    made = imported(a_deck(tmp_path / "a.pptx"), author)
    assert [block.block_type for block in made.lesson.body] == ["text", "callout", "text", "table"]
    assert any("EMF" in line for line in made.lost)


def a_bomb(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", bytes(64 << 20))


def with_entry(path, name, data):
    a_document(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, data)


HOSTILE = {
    "a zip bomb": a_bomb,
    "macros": lambda path: with_entry(path, "word/vbaProject.bin", b"x"),
    "an XML bomb": lambda path: with_entry(path, "word/extra.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'),
    "an old file": lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    "a locked file": lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le")),
    "a text": lambda path: path.write_text("hello"),
    "nothing": lambda path: path.write_bytes(b""),
    "a cut file": lambda path: path.write_bytes(a_document(path).read_bytes()[:3000]),
    "a spreadsheet": lambda path: path.write_bytes(b"PK\x05\x06" + bytes(18)),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_bad_file_gets_a_sentence_and_writes_nothing(kind, author, tmp_path):
    path = tmp_path / "a.docx"
    HOSTILE[kind](path)
    with pytest.raises(ImportRefused):
        imported(path, author)
    assert not LessonPage.objects.exists()


def test_another_prisons_course_is_not_found(author, outsider, tmp_path):
    course = a.a_course(by=author)
    with pytest.raises(NotFoundHere):
        imported(a_document(tmp_path / "a.docx"), outsider, course)


def test_a_device_keeper_may_not_import(device_keeper, tmp_path):
    with pytest.raises(PermissionDenied):
        imported(a_document(tmp_path / "a.docx"), device_keeper)


def test_the_editor_opens_after_a_drop(client, author, tmp_path):
    client.force_login(author)
    data = a_deck(tmp_path / "a.pptx").read_bytes()
    reply = client.generic(
        "POST",
        reverse("imports_upload") + "?name=a.pptx",
        data,
        content_type="application/octet-stream",
        HTTP_HOST="staff.newleaf.localhost",
    )
    lesson = LessonPage.objects.get()
    assert reply.json() == {"url": reverse("wagtailadmin_pages:edit", args=[lesson.pk])}
    report = client.get(reverse("imports_report", args=[lesson.pk]), HTTP_HOST="staff.newleaf.localhost")
    assert report.status_code == 200


def test_a_bad_drop_is_answered_with_the_sentence(client, author):
    client.force_login(author)
    reply = client.generic(
        "POST",
        reverse("imports_upload") + "?name=a.doc",
        b"\xd0\xcf\x11\xe0" + bytes(600),
        content_type="application/octet-stream",
        HTTP_HOST="staff.newleaf.localhost",
    )
    assert (reply.status_code, LessonPage.objects.count()) == (422, 0)
    assert reply.json()["error"]


def test_lists_nest():
    items = [(0, "ul", "a"), (1, "ol", "b"), (1, "ol", "c"), (0, "ul", "d")]
    assert list_html(items) == "<ul><li>a<ol><li>b</li><li>c</li></ol></li><li>d</li></ul>"

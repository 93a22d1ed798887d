"""What the scanners see in hostile files, and that they leave harmless ones alone."""

import io
import struct
import zipfile
import zlib

import docx
import pikepdf
import pptx
import pytest
from PIL import Image
from pptx.util import Inches

from content.clearance.scanners import scan_bytes, scan_html, scan_path, scan_text, worst
from content.clearance.scanners.text import is_id_number
from tests.factories.media import a_picture

PE = b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\x00\x00" + bytes(200)


def codes(findings):
    return {finding.code for finding in findings}


def a_docx(change=lambda document: None):
    document, out = docx.Document(), io.BytesIO()
    document.core_properties.author = ""
    document.add_paragraph("先检查，再动手。")
    change(document)
    document.save(out)
    return out.getvalue()


def a_pdf(change=lambda pdf: None):
    pdf, out = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    change(pdf)
    pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "name, data",
    [
        ("a.jpg", a_picture()),
        ("a.png", a_picture("PNG")),
        ("a.webp", a_picture("WEBP")),
        ("a.docx", a_docx()),
        ("a.pdf", a_pdf()),
        ("a.txt", "先断电，再验电。".encode()),
    ],
)
def test_harmless_files_have_no_findings(name, data):
    assert scan_bytes(name, data) == []


@pytest.mark.parametrize(
    "html, code",
    [
        ('<a href="https://example.org">x</a>', "outside_link"),
        ('<a href="//example.org/x">x</a>', "outside_link"),
        ('<img src="http://example.org/x.png">', "outside_source"),
        ('<img srcset="a.png 1x, https://example.org/b.png 2x">', "outside_source"),
        ('<p style="background:url(https://example.org/x)">x</p>', "outside_source"),
        ("<script>alert(1)</script>", "script"),
        ('<a href="java&#10;script:alert(1)">x</a>', "script"),
        ('<img src="x.png" onerror="alert(1)">', "event_handler"),
        ('<svg onload="alert(1)"></svg>', "event_handler"),
        ("<iframe></iframe>", "active_element"),
        ("<p>www.example.org</p>", "address_in_text"),
    ],
)
def test_html_that_leads_outside_or_runs_is_found(html, code):
    assert code in codes(scan_html(html, "lesson"))


def test_plain_html_has_no_findings():
    assert scan_html("<h2>安全</h2><p>a/b // 36V, 1 < 2</p><ul><li>先断电</li></ul>", "lesson") == []


@pytest.mark.parametrize(
    "text",
    ["ｈｔｔｐｓ：／／example.org", "ht\u200btps://example.org", "HTTPS://EXAMPLE.ORG/x", "mail me: a@example.org"],
)
def test_disguised_addresses_are_seen_through(text):
    assert codes(scan_text(text, "t")) == {"address_in_text"}


def test_an_identity_number_needs_its_checksum():
    assert is_id_number("11010519491231002X")
    assert not is_id_number("110105194912310021")
    assert not is_id_number("110105194913310029")


def test_personal_numbers_are_found_and_masked():
    findings = scan_text("身份证 １１０１０５１９４９１２３１００２X，电话 138 1234 5678", "t")
    assert codes(findings) == {"id_number", "mobile_number"}
    assert not any("19491231" in finding.detail or "12345678" in finding.detail for finding in findings)


def test_a_picture_that_says_where_it_was_taken_is_blocked():
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x0110] = "Camera 5"
    findings = scan_bytes("a.jpg", a_picture(exif=exif))
    assert codes(findings) == {"gps", "camera_data"}
    assert worst(findings) == "blocker"


def test_a_huge_picture_is_not_even_decoded():
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    assert codes(scan_bytes("a.png", b"\x89PNG\r\n\x1a\n" + chunk + bytes(4) + b"IDAT" + bytes(4))) == {
        "too_many_pixels"
    }


@pytest.mark.parametrize(
    "name, data",
    [("a.jpg", PE), ("a.bin", b"\x7fELF" + bytes(100)), ("a.txt", b"#!/bin/sh\nrm -rf /\n"), ("a.exe", b"hello")],
)
def test_programs_are_found_by_content_and_by_name(name, data):
    assert "executable" in codes(scan_bytes(name, data))


def test_a_program_named_jpg_is_also_called_a_liar():
    assert "wrong_type" in codes(scan_bytes("a.jpg", PE))


def test_a_zip_behind_a_picture_is_found():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("x.exe", PE)
    assert "two_files_in_one" in codes(scan_bytes("a.jpg", a_picture() + out.getvalue()))


def test_a_program_inside_an_archive_is_found():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "hello")
        archive.writestr("tool.dat", PE)
    assert codes(scan_bytes("a.zip", out.getvalue())) == {"archive", "executable"}


def test_a_zip_bomb_is_not_opened():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", bytes(64 << 20))
    assert codes(scan_bytes("a.docx", out.getvalue())) == {"archive_bomb"}


def test_links_comments_and_authors_of_a_document_are_found():
    def change(document):
        document.core_properties.author = "王警官"
        document.part.relate_to(
            "https://example.org",
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
            is_external=True,
        )
        document.paragraphs[0].add_run(" www.example.org")

    assert codes(scan_bytes("a.docx", a_docx(change))) == {"author", "outside_link", "address_in_text"}


def test_macros_are_found():
    out = io.BytesIO(a_docx())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    assert "macros" in codes(scan_bytes("a.docm", out.getvalue()))


def test_hidden_slides_are_found():
    deck, out = pptx.Presentation(), io.BytesIO()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    slide.shapes.add_textbox(0, 0, Inches(1), Inches(1)).text_frame.text = "x"
    slide._element.set("show", "0")
    deck.save(out)
    assert "hidden_slides" in codes(scan_bytes("a.pptx", out.getvalue()))


def test_an_xml_bomb_in_a_document_is_refused():
    source, out = zipfile.ZipFile(io.BytesIO(a_docx())), io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for entry in source.namelist():
            data = source.read(entry)
            archive.writestr(
                entry, b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>' if entry == "word/document.xml" else data
            )
    assert "unreadable" in codes(scan_bytes("a.docx", out.getvalue()))


def test_actions_scripts_and_files_in_a_pdf_are_found():
    def change(pdf):
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Link,
            Rect=[0, 0, 1, 1],
            A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org"),
        )
        pdf.pages[0].Annots = pikepdf.Array([link])
        pdf.attachments["x.exe"] = PE
        pdf.docinfo["/Author"] = "王警官"

    assert codes(scan_bytes("a.pdf", a_pdf(change))) == {"script", "outside_link", "embedded_file", "author"}


def test_a_locked_pdf_cannot_be_checked():
    pdf, out = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    pdf.save(out, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    assert codes(scan_bytes("a.pdf", out.getvalue())) == {"encrypted"}


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.jpg", "a.doc"])
def test_noise_is_a_finding_not_an_error(name):
    starts = {
        "a.pdf": b"%PDF-1.7\n",
        "a.docx": b"PK\x03\x04[Content_Types].xml",
        "a.jpg": b"\xff\xd8\xff\xe0",
        "a.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    }
    assert worst(scan_bytes(name, starts[name] + b"\x00\x01noise" * 200)) == "blocker"


def test_a_large_file_is_looked_at_from_both_ends(tmp_path, monkeypatch):
    monkeypatch.setattr("content.clearance.scanners.dispatch.WHOLE", 1000)
    monkeypatch.setattr("content.clearance.scanners.dispatch._EDGE", 500)
    path = tmp_path / "a.mp4"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("x", "y")
    path.write_bytes(b"\x00\x00\x00\x18ftypisom" + bytes(3000) + out.getvalue())
    assert "two_files_in_one" in codes(scan_path("a.mp4", path))

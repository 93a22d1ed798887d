"""Which files are taken, and which are refused with a sentence."""

import io
import struct
import zlib

import cv2
import numpy as np
import pikepdf
import pytest
from PIL import Image

from assessments.exams.paper import intake
from assessments.exams.paper.intake import MOST_PAGES, ScanRefused, pages_of
from assessments.exams.paper.reading import PageRead, PageUnread, read_file
from tests.factories import pencil


def saved(pictures, form, **more):
    target = io.BytesIO()
    first, *rest = [Image.fromarray(picture) for picture in pictures]
    first.save(target, form, **({"save_all": True, "append_images": rest} if rest else {}), **more)
    return target.getvalue()


def code(data):
    with pytest.raises(ScanRefused) as refused:
        list(pages_of(data))
    assert str(refused.value)
    return refused.value.code


@pytest.mark.parametrize(("form", "more"), [("PDF", {"resolution": 150}), ("TIFF", {}), ("PNG", {}), ("JPEG", {})])
def test_scans_of_each_kind_are_read(printed, form, more):
    papers = [pencil.scanned(paper, 3) for paper in printed.papers]
    given = papers if form in ("PDF", "TIFF") else papers[:1]
    read = list(read_file(saved(given, form, **more), sitting=printed.form.sitting, layouts=printed.layouts))
    assert [page.number for page in read] == list(range(1, len(given) + 1))
    assert all(isinstance(page, PageRead) for page in read)


def test_a_page_that_is_no_sheet_does_not_stop_the_others(printed):
    papers = [np.full((1754, 1240), 255, np.uint8), pencil.scanned(printed.papers[0], 3)]
    read = list(read_file(saved(papers, "TIFF"), sitting=printed.form.sitting, layouts=printed.layouts))
    assert [type(page) for page in read] == [PageUnread, PageRead]


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16"])
def test_pictures_of_every_depth_become_grey_on_white(mode):
    drawn = np.full((60, 40), 255, np.uint8)
    drawn[:20] = 0
    picture = Image.fromarray(drawn)
    made = Image.fromarray(drawn.astype(np.uint16) * 257) if mode == "I;16" else picture.convert(mode)
    target = io.BytesIO()
    made.save(target, "PNG")
    (page,) = pages_of(target.getvalue())
    assert page.shape == (60, 40)
    assert page[:18].max() < 30
    assert page[25:].min() > 225


def test_what_is_transparent_is_white():
    target = io.BytesIO()
    Image.new("RGBA", (30, 30), (0, 0, 0, 0)).save(target, "PNG")
    (page,) = pages_of(target.getvalue())
    assert page.min() == 255


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", "scan_empty"),
        (b"hello", "scan_unknown"),
        (b"%PDF-1.7\nnothing", "scan_damaged"),
        (b"GIF89a" + bytes(100), "scan_unknown"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "scan_unknown"),
    ],
)
def test_what_is_no_scan_is_refused(data, refusal):
    assert code(data) == refusal


def test_a_picture_cut_short_is_refused():
    noise = np.random.default_rng(1).integers(0, 255, (400, 400)).astype(np.uint8)
    assert code(cv2.imencode(".jpg", noise)[1].tobytes()[:4000]) == "scan_damaged"


def bomb(width, height):
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(1 << 20)))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(8000, 8000), (60_000, 60_000)])
def test_a_picture_that_would_fill_the_memory_is_refused(size):
    assert code(bomb(*size)) == "scan_too_large"


def a_pdf(pages, **more):
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page()
    target = io.BytesIO()
    pdf.save(target, **more)
    return target.getvalue()


def test_a_pdf_of_ten_thousand_pages_is_refused():
    assert code(a_pdf(10_000)) == "scan_too_many"


def test_a_tiff_of_too_many_pages_is_refused():
    assert code(saved([np.zeros((2, 2), np.uint8)] * (MOST_PAGES + 1), "TIFF")) == "scan_too_many"


def test_a_locked_pdf_is_refused():
    assert code(a_pdf(1, encryption=pikepdf.Encryption(owner="a", user="b"))) == "scan_locked"


def test_a_huge_page_becomes_a_picture_of_bounded_size():
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(14_000, 14_000))
    target = io.BytesIO()
    pdf.save(target)
    (page,) = pages_of(target.getvalue())
    assert max(page.shape) <= 2600


def test_a_pdf_that_never_ends_is_refused(monkeypatch):
    slow = b"q 1 0 0 1 0 0 cm 0 0 600 800 re f Q\n" * 2_000_000
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.pages[0].Contents = pdf.make_stream(slow)
    target = io.BytesIO()
    pdf.save(target, compress_streams=True)
    monkeypatch.setattr(intake, "_LIMITS", intake.sandbox.Limits(cpu_seconds=1, wall_seconds=2))
    assert code(target.getvalue()) == "scan_damaged"

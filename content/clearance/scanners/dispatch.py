"""Which scanners a file gets: by its content first, then by whether its name tells the truth."""

from __future__ import annotations

from pathlib import Path

from .executables import kind_of, scan_archive, scan_program
from .findings import Finding, found, once
from .markup import scan_html
from .office import scan_office, scan_old_office
from .pdf import scan_pdf
from .pictures import scan_picture
from .text import scan_text

WHOLE = 64 << 20  # larger files (video) are looked at from both ends
_EDGE = 1 << 20
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".avif", ".heic")
_OFFICE = (".docx", ".pptx", ".xlsx", ".docm", ".pptm", ".xlsm", ".dotx", ".potx")
_MEDIA = (".mp4", ".m4a", ".mp3", ".webm", ".mov", ".ogg", ".wav", ".mkv", ".avi")


def scan_path(name: str, path: Path) -> list[Finding]:
    """As scan_bytes; of files above 64 MiB only the two ends are read."""
    if path.stat().st_size <= WHOLE:
        return scan_bytes(name, path.read_bytes())
    with path.open("rb") as file:
        head = file.read(_EDGE)
        file.seek(-_EDGE, 2)
        tail = file.read()
    return once([*scan_program(name, head), *_second_file(name, head + tail), *_honest(name, kind_of(head))])


def scan_bytes(name: str, data: bytes) -> list[Finding]:
    """Everything that is wrong with the file `name`; the worst first. Never raises."""
    if not data:
        return [found("unreadable", name)]
    findings = scan_program(name, data)
    if findings:
        return once([*findings, *_honest(name, kind_of(data))])
    kind = kind_of(data)
    return once([*_by_kind(name, data, kind), *_honest(name, kind)])


def _by_kind(name: str, data: bytes, kind: str) -> list[Finding]:
    if kind == "image/svg+xml" or name.lower().endswith(".svg"):
        return scan_html(data.decode(errors="replace"), name)
    if kind.startswith("image/"):
        return [*scan_picture(name, data), *_second_file(name, data)]
    if kind == "application/pdf":
        return scan_pdf(name, data)
    if data.startswith(b"PK\x03\x04"):
        return scan_office(name, data) if b"[Content_Types].xml" in data else scan_archive(name, data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return scan_old_office(name, data) if not _is_encrypted_office(data) else [found("encrypted", name)]
    if kind == "text/html" or name.lower().endswith((".html", ".htm")):
        return scan_html(data.decode(errors="replace"), name)
    if kind.startswith("text/"):
        return scan_text(data.decode(errors="replace"), name)
    return _second_file(name, data)


def _is_encrypted_office(data: bytes) -> bool:
    """OOXML behind a password is an OLE file with this stream (names there are UTF-16)."""
    return "EncryptedPackage".encode("utf-16-le") in data


def _second_file(name: str, data: bytes) -> list[Finding]:
    """A ZIP behind, a PDF or a page inside, in a file that begins as something else."""
    if not data.startswith(b"PK") and b"PK\x05\x06" in data[-65_600:] and b"PK\x01\x02" in data:
        return [found("two_files_in_one", name, "ZIP")]
    if not data.startswith(b"%PDF") and b"%PDF-" in data[:1024]:
        return [found("two_files_in_one", name, "PDF")]
    low = data[: 1 << 16].lower()
    if any(mark in low for mark in (b"<script", b"<?php", b"<html")):
        return [found("two_files_in_one", name, "HTML")]
    return []


def _honest(name: str, kind: str) -> list[Finding]:
    low = name.lower()
    told = "image/" if low.endswith(_PICTURES) else ""
    wrong = bool(told) and not kind.startswith(told)
    wrong |= low.endswith(".pdf") and kind != "application/pdf"
    wrong |= low.endswith(_OFFICE) and not kind.startswith(
        (
            "application/vnd.openxml",
            "application/vnd.ms-",
            "application/zip",
            "application/octet-stream",
            "application/encrypted",
            "application/CDFV2",
        )
    )
    wrong |= low.endswith(_MEDIA) and not kind.startswith(
        ("video/", "audio/", "application/ogg", "application/octet-stream", "application/mp4")
    )
    return [found("wrong_type", name, kind)] if wrong else []

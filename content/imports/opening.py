"""Is this a PowerPoint or Word file that may be opened? Asked before any parser sees it."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Literal

from django.utils.translation import gettext as _

from content.clearance.scanners.archives import ArchiveBomb, check_archive, read_entry

from .errors import ImportRefused

MAX_BYTES = 300 << 20
_MAIN = {"ppt/presentation.xml": "pptx", "word/document.xml": "docx"}
_XML_LIMIT = 64 << 20


def office_kind(path: Path) -> Literal["pptx", "docx"]:
    """Raises ImportRefused with a sentence: what is wrong, and what to do."""
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise ImportRefused(_old_or_locked(path))
    if not head.startswith(b"PK"):
        raise ImportRefused(_("This is not a PowerPoint (.pptx) or Word (.docx) file."))
    try:
        with check_archive(path) as archive:
            return _kind(archive)
    except ArchiveBomb as error:
        raise ImportRefused(_("This file would unpack to far more than its size. It is not opened.")) from error
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise ImportRefused(_("This file is damaged. Open it in Office, save it again and try once more.")) from error


def _kind(archive: zipfile.ZipFile) -> Literal["pptx", "docx"]:
    names = set(archive.namelist())
    kind = next((kind for main, kind in _MAIN.items() if main in names), None)
    if kind is None or "[Content_Types].xml" not in names:
        raise ImportRefused(_("This is not a PowerPoint (.pptx) or Word (.docx) file."))
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise ImportRefused(
            _("There are macros in this file. Save it without macros (as .pptx or .docx) and try once more.")
        )
    for name in names:
        if name.lower().endswith((".xml", ".rels")) and _has_doctype(read_entry(archive, name, limit=_XML_LIMIT)):
            raise ImportRefused(_("There is something in this file that no Office program writes. It is not opened."))
    return "pptx" if kind == "pptx" else "docx"


def _has_doctype(data: bytes) -> bool:
    """XML bombs and outside entities need a document type; office files have none."""
    plain = data.replace(b"\x00", b"").upper()  # UTF-16 as well
    return b"<!DOCTYPE" in plain or b"<!ENTITY" in plain


def _old_or_locked(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(1 << 20)
    if "EncryptedPackage".encode("utf-16-le") in start:
        return _("This file is locked with a password. Take the password off in Office and try once more.")
    return _("This is a file of an old Office (.doc or .ppt). Save it as .docx or .pptx and try once more.")

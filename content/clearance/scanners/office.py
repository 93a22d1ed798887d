"""Office files (OOXML and the old binary kind): macros, outside relationships, authors, comments, tracked changes, hidden slides, hidden files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from defusedxml import ElementTree
from oletools.olevba import VBA_Parser

from .archives import ArchiveBomb, check_archive, read_entry
from .findings import Finding, found, once
from .text import scan_text

_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_CP = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_TEXTS = (
    "word/document.xml",
    "word/footnotes.xml",
    "word/endnotes.xml",
    "ppt/slides/slide",
    "ppt/notesSlides/",
    "xl/sharedStrings.xml",
    "word/header",
    "word/footer",
)


def scan_office(name: str, data: bytes) -> list[Finding]:
    """A DOCX, PPTX or XLSX."""
    try:
        with check_archive(io.BytesIO(data)) as archive:
            return once([finding for entry in archive.namelist() for finding in _entry(name, archive, entry)])
    except ArchiveBomb:
        return [found("archive_bomb", name)]
    except (
        zipfile.BadZipFile,
        ElementTree.ParseError,
        ValueError,
        KeyError,
        NotImplementedError,
        RuntimeError,
        EOFError,
    ):
        return [found("unreadable", name)]


def scan_old_office(name: str, data: bytes) -> list[Finding]:
    """A .doc, .ppt or .xls: only whether there are macros. The import asks for the new format."""
    try:
        parser = VBA_Parser(name, data=data)
        try:
            return [found("macros", name)] if parser.detect_vba_macros() or parser.detect_xlm_macros() else []
        finally:
            parser.close()
    except Exception:
        return [found("unreadable", name)]


def _entry(name: str, archive: zipfile.ZipFile, entry: str) -> Iterator[Finding]:
    where = f"{name} › {entry}"
    low = entry.lower()
    if low.endswith(("vbaproject.bin", "vbadata.xml")) or "/macrosheets/" in low:
        yield found("macros", name)
    elif "/embeddings/" in low or "/activex/" in low:
        yield found("embedded_file", name, entry)
    elif "/media/" in low:
        from .dispatch import scan_bytes

        yield from scan_bytes(where, read_entry(archive, entry))
    elif low.endswith(".rels"):
        yield from _relationships(where, _xml(archive, entry))
    elif low == "docprops/core.xml":
        yield from _author(name, _xml(archive, entry))
    elif "comments" in low and low.endswith(".xml"):
        yield found("comments", name)
    elif low.endswith(".xml") and low.startswith(_TEXTS):
        yield from _words(where, _xml(archive, entry))


def _xml(archive: zipfile.ZipFile, entry: str) -> Element:
    """Entities and document types are refused: an XML bomb is made of them."""
    return ElementTree.fromstring(read_entry(archive, entry), forbid_dtd=True)


def _relationships(where: str, root: Element) -> Iterator[Finding]:
    for relationship in root.iter(_REL):
        if relationship.get("TargetMode") == "External":
            is_link = relationship.get("Type", "").endswith("/hyperlink")
            yield found("outside_link" if is_link else "outside_source", where, relationship.get("Target"))


def _author(name: str, root: Element) -> Iterator[Finding]:
    people = {(node.text or "").strip() for tag in (f"{_DC}creator", f"{_CP}lastModifiedBy") for node in root.iter(tag)}
    people -= {"", "python-docx", "Steve Canny"}  # the names in the libraries' own templates
    if people:
        yield found("author", name, ", ".join(sorted(people)))


def _words(where: str, root: Element) -> Iterator[Finding]:
    if next(root.iter(f"{_W}del"), None) is not None or next(root.iter(f"{_W}moveFrom"), None) is not None:
        yield found("tracked_changes", where)
    if root.tag == f"{_P}sld" and root.get("show") in ("0", "false"):
        yield found("hidden_slides", where, where.rpartition("/")[2])
    if next(root.iter(f"{_W}commentReference"), None) is not None:
        yield found("comments", where)
    yield from scan_text(" ".join(root.itertext()), where)

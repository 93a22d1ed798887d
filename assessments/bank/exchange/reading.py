"""An uploaded file, whatever its format, to a verdict for each of its items. Pure: no database."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from ..drafts import Verdict
from .excel.reading import read_excel
from .gift import looks_like_gift, read_gift
from .moodle import read_quiz
from .opening import MAX_BYTES, Archive, Damaged, Unreadable, decode, parse_xml, too_big
from .qti.names import plain_name
from .qti.packages import manifest_of, read_package, read_single

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_QTI = {"assessment-item", "assessment-test", "assessment-section", "assessment-stimulus", "assessment-passage"}


@dataclass(frozen=True)
class Reading:
    """`format`: excel, gift, moodle, qti, zip."""

    format: str
    verdicts: list[Verdict]


def read_items(content: bytes, filename: str = "") -> Reading:
    """Raises Unreadable with a sentence when the file as a whole is refused."""
    reading = _read(content, filename)
    if not reading.verdicts:
        raise Unreadable(_("There are no questions in this file."))
    return reading


def _read(content: bytes, filename: str) -> Reading:
    if not content.strip():
        raise Unreadable(_("The file is empty."))
    if len(content) > MAX_BYTES:
        raise Unreadable(too_big())
    if content.startswith(_OLE):
        raise Unreadable(
            _("This is an old or locked Office file. Open it in Excel, take off any password, and save it as .xlsx.")
        )
    if content.startswith(b"PK"):
        return _archive(content)
    if _is_xml(content):
        return _xml(content, filename)
    text = decode(content)
    if not looks_like_gift(text):
        raise Unreadable(_not_known())
    return Reading("gift", read_gift(content))


def _not_known() -> str:
    return _("This file is none of the formats that can be read: Excel (.xlsx), GIFT, Moodle XML, QTI 2.1, 2.2 or 3.0.")


def _is_xml(content: bytes) -> bool:
    head = content[:400].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return head.startswith((b"<?xml", b"<!")) or re.match(rb"<[A-Za-z][\w:.-]*[\s>/]", head) is not None


def _xml(content: bytes, filename: str) -> Reading:
    try:
        root: Element = parse_xml(content)
    except Damaged as error:
        raise Unreadable(
            _("The XML in this file is damaged (%(where)s). Export it again and try once more.") % {"where": error}
        ) from error
    name = plain_name(str(root.tag))
    if name == "quiz":
        return Reading("moodle", read_quiz(root))
    if name in _QTI:
        return Reading("qti", read_single(root, filename.rpartition("/")[2] or "item.xml"))
    if name == "questestinterop":
        raise Unreadable(_("This is QTI 1.2, which is too old. Export it as QTI 2.1, QTI 2.2 or QTI 3.0."))
    raise Unreadable(_not_known())


def _archive(content: bytes) -> Reading:
    archive = Archive(content)
    if any(name.casefold().endswith("workbook.xml") for name in archive.names):
        return Reading("excel", read_excel(content))
    if manifest := manifest_of(archive):
        return Reading("qti", read_package(archive, manifest))
    return Reading("zip", _files(archive))


def _files(archive: Archive) -> list[Verdict]:
    """A zip of single files: items, GIFT or Moodle files."""
    verdicts: list[Verdict] = []
    for name in archive.names:
        if name.startswith("__MACOSX/") or not name.casefold().endswith((".xml", ".txt", ".gift")):
            continue
        inner = archive.read(name) or b""
        if not inner.strip():
            continue
        found = _xml(inner, name) if _is_xml(inner) else Reading("gift", read_gift(inner))
        verdicts += [
            one if found.format == "qti" else Verdict(f"{name} · {one.place}", one.outcome, one.draft, one.notes)
            for one in found.verdicts
        ]
    return verdicts

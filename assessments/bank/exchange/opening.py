"""Opening what was uploaded: texts in any usual encoding, XML without traps, archives that stay small. Everything else gets a sentence."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree.ElementTree import Element, ParseError

from charset_normalizer import from_bytes
from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _

from lms.lib.errors import Invalid

MAX_BYTES = 40 * 1024 * 1024
MAX_TEXT = 20 * 1024 * 1024
MAX_PARTS = 6_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_ITEMS = 5_000
MAX_DEPTH = 200
MAX_TAGS = 1_500_000
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*\bencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_XML_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Unreadable(Invalid):
    """The file as a whole cannot be read; the sentence says what to do."""

    code = "unreadable_file"


class Damaged(Exception):
    """One part of a file is no XML; the text says where."""


def too_big() -> str:
    return _("The file is too big: at most %(mb)s MB. Split it.") % {"mb": MAX_BYTES // 1024 // 1024}


def too_many_items() -> str:
    return _("There are too many questions in this file: at most %(n)s. Split it.") % {"n": MAX_ITEMS}


def decode(content: bytes) -> str:
    """The text in UTF-8, UTF-16 or GB18030, or what an XML declaration says. Raises Unreadable."""
    if len(content) > MAX_TEXT:
        raise Unreadable(_("The text in this file is too long: at most %(mb)s MB. Split it.") % {"mb": MAX_TEXT >> 20})
    declared = _ENCODING.match(content[:300])
    tried = [declared.group(1).decode()] if declared else []
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        tried = ["utf-16"]
    for encoding in [*tried, "utf-8-sig", "gb18030"]:
        try:
            text = content.decode(encoding)
        except (UnicodeError, LookupError):
            continue
        if "\x00" not in text:
            return text.lstrip("\ufeff")
    best = from_bytes(content[:1_000_000]).best()
    if best is not None and best.encoding.startswith("utf_16"):
        try:
            return content.decode(best.encoding).lstrip("\ufeff")
        except UnicodeError:
            pass
    raise Unreadable(_("The text in this file cannot be read. Save it in UTF-8 and try again."))


def parse_xml(content: bytes) -> Element:
    """The root. Document types, entities and outside references are never followed. Raises Damaged; Unreadable for traps."""
    try:
        text = _DECLARATION.sub("", decode(content), count=1)
        if text.count("<") > MAX_TAGS:
            raise Unreadable(too_many_items())
        root: Element = ElementTree.fromstring(
            _XML_FORBIDDEN.sub("", text).encode("utf-8", "replace"),
            forbid_dtd=True,
            forbid_entities=True,
            forbid_external=True,
        )
    except DefusedXmlException as error:
        raise Unreadable(
            _("There is a document type or an entity in this file. Such files are not opened. Export it again without.")
        ) from error
    except (ParseError, ValueError, RecursionError, MemoryError) as error:
        raise Damaged(str(error)[:80]) from error
    if _depth(root) > MAX_DEPTH:
        raise Damaged("nesting")
    return root


def _depth(root: Element) -> int:
    deepest, waiting = 0, [(root, 1)]
    while waiting:
        node, level = waiting.pop()
        deepest = max(deepest, level)
        waiting += [(child, level + 1) for child in node]
    return deepest


class Archive:
    """A zip whose directory promises sane sizes and paths that stay inside. Raises Unreadable."""

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            parts = [part for part in self._zip.infolist() if not part.is_dir()]
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, EOFError, OSError) as error:
            raise Unreadable(_("This file is damaged. Export it again and try once more.")) from error
        if (
            len(parts) > MAX_PARTS
            or sum(part.file_size for part in parts) > MAX_UNPACKED
            or any(part.file_size > 200 * part.compress_size + 1_000_000 for part in parts)
        ):
            raise Unreadable(_("This file would unpack to far more than its size. It is not opened."))
        if any(part.flag_bits & 1 for part in parts):
            raise Unreadable(_("This file has a password. Take the password off, then try again."))
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for part in parts:
            name = inside(part.filename)
            if name is None:
                raise Unreadable(_("A file in this package would be written outside of its folder. It is not opened."))
            self._parts.setdefault(name, part)

    @property
    def names(self) -> list[str]:
        return list(self._parts)

    def read(self, name: str) -> bytes | None:
        """None when there is no such file or it cannot be unpacked."""
        part = self._parts.get(name) or next(
            (one for known, one in self._parts.items() if known.casefold() == name.casefold()), None
        )
        if part is None:
            return None
        try:
            with self._zip.open(part) as file:
                content = file.read(min(part.file_size, MAX_UNPACKED) + 1)
        except Exception:  # a damaged part: zlib, lzma and zipfile raise almost anything
            return None
        return content if len(content) == part.file_size else None


def inside(path: str) -> str | None:
    """The path in its plain form; None when it leaves the folder."""
    parts: list[str] = []
    plain = path.replace("\\", "/")
    if plain.startswith("/") or re.match(r"^[A-Za-z]:", plain) or "\x00" in plain:
        return None
    for part in plain.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts) or None

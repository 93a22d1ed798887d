"""What a stranger hands in (PDF, JSON, JWT or QR text), sorted: the full credential and the compact one in it, at most one each."""

from __future__ import annotations

import base64
import json
import sys
from dataclasses import dataclass
from pathlib import Path

from lms.lib import sandbox

from .compact import ALPHABET
from .signing import MEDIA_TYPE
from .strict import Malformed, json_object

LARGEST_BYTES = 20_000_000
LARGEST_TEXT = 400_000
SHORTEST_COMPACT = 100  # characters, for an attachment to be taken for a QR's text
_LIMITS = sandbox.Limits(memory_bytes=sandbox.GIB // 2, cpu_seconds=20, wall_seconds=40, file_bytes=1 << 20)
_PDF_READER = Path(__file__).with_name("pdf_attachments.py")
_DATA_URL = f"data:{MEDIA_TYPE},"


class Unusable(ValueError):
    """`code`: a code of sentences.json."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class Contents:
    """`full`: a VC-JWT as text; `compact`: base45."""

    full: str | None = None
    compact: str | None = None


def contents(item: bytes | str) -> Contents:
    """Raises Unusable."""
    data = item.encode("utf-8", "surrogatepass") if isinstance(item, str) else item
    if len(data) > LARGEST_BYTES:
        raise Unusable("too_large")
    if b"%PDF-" in data[:1024]:
        return _of_pdf(data)
    return _of_text(_text(data))


def together(first: Contents, second: Contents) -> Contents:
    """Two hand-ins as one. Raises Unusable when both hold the same kind and differ."""
    return Contents(_one(first.full, second.full), _one(first.compact, second.compact))


def _one(first: str | None, second: str | None) -> str | None:
    if first is not None and second is not None and first != second:
        raise Unusable("two_credentials")
    return second if first is None else first


def _text(data: bytes) -> str:
    if len(data) > LARGEST_TEXT:
        raise Unusable("too_large")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unusable("unreadable") from error
    return text.removeprefix("\ufeff").strip("\r\n\t")  # a QR's text may end in a space


def _of_text(text: str) -> Contents:
    if not text.strip(" \r\n\t"):
        raise Unusable("empty")
    if text.lstrip(" ").startswith("{"):
        return Contents(full=_of_json(text))
    if all(one in ALPHABET for one in text):
        return Contents(compact=text)
    return Contents(full=text.strip(" "))


def _of_json(text: str) -> str:
    try:
        document = json_object(text.encode())
    except Malformed as error:
        raise Unusable("malformed") from error
    types = document.get("type")
    names = types if isinstance(types, list) else [types]
    if "EnvelopedVerifiableCredential" in names:
        address = document.get("id")
        if not isinstance(address, str) or not address.startswith(_DATA_URL):
            raise Unusable("malformed")
        return address.removeprefix(_DATA_URL)
    raise Unusable("unsigned" if "VerifiableCredential" in names else "not_a_certificate")


def _of_pdf(data: bytes) -> Contents:
    found = Contents()
    for attachment in _attachments(data):
        if len(attachment) > LARGEST_TEXT:
            continue
        try:
            text = _text(attachment)
        except Unusable:
            continue
        if (one := _attached(text)) is not None:
            found = together(found, one)
    if found == Contents():
        raise Unusable("pdf_without_credential")
    return found


def _attached(text: str) -> Contents | None:
    """Other attachments are nobody's business here."""
    if text.startswith("eyJ"):
        return Contents(full=text.strip(" "))
    if len(text) >= SHORTEST_COMPACT and all(one in ALPHABET for one in text):
        return Contents(compact=text)
    if text.startswith("{") and "VerifiableCredential" in text:
        return Contents(full=_of_json(text))
    return None


def _attachments(data: bytes) -> list[bytes]:
    """In a process of its own with little memory and time: a small PDF may unpack to very much."""
    python = [Path(sys.prefix), Path(sys.base_prefix)]
    done = sandbox.run([sys.executable, "-I", str(_PDF_READER)], limits=_LIMITS, read=[*python, _PDF_READER], feed=data)
    if not done.ok:
        raise Unusable("pdf_damaged")
    said = json.loads(done.output)
    if "refused" in said:
        raise Unusable(said["refused"])
    return [base64.b64decode(one) for one in said["attachments"]]

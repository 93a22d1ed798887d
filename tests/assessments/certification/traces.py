"""Looks for traces of custody in whatever leaves: unpacks files layer by layer and searches all the words in them."""

import base64
import binascii
import gzip
import io
import re
import subprocess
import zipfile
import zlib

import pikepdf

from assessments.certification.credentials.compact import from_base45
from assessments.certification.custody import CHINESE, ENGLISH, PRODUCT
from content.samples.people import OFFICERS, PRISONS, TABLET

_BASE64 = re.compile(r"[A-Za-z0-9_\-+/]{24,}={0,2}")
_NUMBER = re.compile(r"(?<![\w.])(?:10[0-2]\d\d|20[01]\d\d)(?![\w.])")  # as the demo numbers its learners


def needles():
    """Names of the demo's places and people, and the words of custody."""
    names = {TABLET}
    for code, name, wards in PRISONS:
        names |= {code, name, name.removesuffix("监狱"), *wards}
    names |= {name for _username, name, _role, _prison in OFFICERS}
    return names | set(CHINESE)


def traces(data, *, what="", numbers=True):
    """All that was found, as "where: word". Empty: clean."""
    found = set()
    for where, text in _texts(data, what):
        folded = text.lower()
        found |= {f"{where}: {word}" for word in needles() | set(PRODUCT) if word.lower() in folded}
        found |= {f"{where}: {match.group()}" for match in _english().finditer(text)}
        if numbers:
            found |= {f"{where}: {match.group()}" for match in _NUMBER.finditer(text)}
    return sorted(found)


def _english():
    return re.compile(rf"(?<![a-z])(?:{'|'.join(map(re.escape, ENGLISH))})s?(?![a-z])", re.IGNORECASE)


def _texts(data, where, depth=0):
    """Every readable piece of a file, with where it was found."""
    if isinstance(data, bytes) and data[:5] == b"%PDF-":
        yield from _of_pdf(data, where, depth)
    elif isinstance(data, bytes) and data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield f"{where}/names", "\n".join([*archive.namelist(), archive.comment.decode()])
            for entry in archive.infolist():
                yield from _texts(archive.read(entry), f"{where}/{entry.filename}", depth)
    elif isinstance(data, bytes):
        for encoding in ("utf-8", "utf-16-be"):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            yield from _of_text(text, where, depth)
            return
        yield where, _letters(data)
    else:
        yield from _of_text(data, where, depth)


def _of_text(text, where, depth):
    yield where, text
    if depth > 4:
        return
    for run in _BASE64.findall(text):
        raw = _from_base64(run) or _from_base64(run[1:])
        if raw:
            yield from _texts(_inflated(raw), f"{where}>", depth + 1)
    if re.fullmatch(r"[0-9A-Z $%*+\-./:]{60,}", text):
        yield f"{where}>base45", _letters(from_base45(text))


def _from_base64(run):
    text = run.replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (ValueError, binascii.Error):
        return b""


def _inflated(raw):
    try:
        return gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
    except (OSError, EOFError, zlib.error):
        return raw


def _letters(data):
    """Words inside binary data: runs of ASCII, and of UTF-8 Chinese of two characters and more."""
    runs = re.findall(rb"[\x20-\x7e]{4,}", data) + re.findall(rb"(?:[\xe4-\xe9][\x80-\xbf]{2}){2,}", data)
    return "\n".join(run.decode("utf-8", "ignore") for run in runs)


def _of_pdf(data, where, depth):
    text = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True).stdout.decode()
    yield f"{where}/text", text
    yield f"{where}/text", re.sub(r"[\s\d]", "", text)  # words broken over lines; numbers would run together
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for number, thing in enumerate(pdf.objects):
            place = f"{where}/object {number}"
            yield place, "\n".join(_strings(thing))
            if isinstance(thing, pikepdf.Stream) and thing.get("/Type") not in ("/ObjStm", "/XRef"):  # unpacked already
                yield from _texts(thing.read_bytes(), place, depth)
        yield f"{where}/trailer", "\n".join(_strings(pdf.trailer))


def _strings(thing):
    """Strings and names of an object and of what lies directly in it."""
    if isinstance(thing, pikepdf.String | pikepdf.Name):
        yield str(thing)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        for key, value in thing.items():
            yield key
            if not getattr(value, "is_indirect", False):
                yield from _strings(value)
    elif isinstance(thing, pikepdf.Array):
        for value in thing:
            if not getattr(value, "is_indirect", False):
                yield from _strings(value)

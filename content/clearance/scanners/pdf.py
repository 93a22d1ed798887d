"""PDF files: links, scripts, actions, hidden files and layers, comments, author. Text is read with pdftotext where it is installed."""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from lms.lib import sandbox

from .findings import Finding, found, once
from .text import scan_text

MAX_PAGES = 2_000
_LIMITS = sandbox.Limits(memory_bytes=sandbox.GIB, cpu_seconds=60, wall_seconds=90, file_bytes=64 << 20)
_ACTIONS = {
    "/URI": "outside_link",
    "/Launch": "launch_action",
    "/JavaScript": "script",
    "/GoToR": "outside_link",
    "/SubmitForm": "outside_link",
    "/ImportData": "launch_action",
}


def scan_pdf(name: str, data: bytes) -> list[Finding]:
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return once([*_whole(name, pdf), *_pages(name, pdf), *_author(name, pdf), *_text(name, data)])
    except pikepdf.PasswordError:
        return [found("encrypted", name)]
    except Exception:
        return [found("unreadable", name)]


def _whole(name: str, pdf: pikepdf.Pdf) -> Iterator[Finding]:
    root = pdf.Root
    names: Any = root.get("/Names", {})
    if "/JavaScript" in names:
        yield found("script", name, "JavaScript")
    for attached in pdf.attachments:
        yield found("embedded_file", name, attached)
    if "/AA" in root:
        yield found("launch_action", name, "AA")
    if "/AcroForm" in root and "/XFA" in root.AcroForm:
        yield found("active_element", name, "XFA")
    layers: Any = root.get("/OCProperties")
    if layers is not None and layers.get("/D", pikepdf.Dictionary()).get("/OFF"):
        yield found("hidden_layers", name)
    yield from _action(name, root.get("/OpenAction"))


def _pages(name: str, pdf: pikepdf.Pdf) -> Iterator[Finding]:
    for number, page in enumerate(pdf.pages, start=1):
        if number > MAX_PAGES:
            yield found("unreadable", name)
            return
        where = f"{name} p. {number}"
        if "/AA" in page.obj:
            yield found("launch_action", where, "AA")
        for annotation in page.obj.get("/Annots", []):
            yield from _action(where, annotation.get("/A"))
            if "/AA" in annotation:
                yield found("launch_action", where, "AA")
            if annotation.get("/Subtype") in ("/Text", "/Popup"):
                yield found("comments", where)
            if annotation.get("/Subtype") == "/FileAttachment":
                yield found("embedded_file", where, annotation.get("/Contents", ""))


def _action(where: str, action: Any) -> Iterator[Finding]:
    if not isinstance(action, pikepdf.Dictionary):
        return
    code = _ACTIONS.get(str(action.get("/S", "")))
    if code:
        yield found(code, where, action.get("/URI") or action.get("/F") or str(action.get("/S")))
    following = action.get("/Next")
    if isinstance(following, pikepdf.Dictionary):
        yield from _action(where, following)


def _author(name: str, pdf: pikepdf.Pdf) -> Iterator[Finding]:
    author: Any = pdf.docinfo.get("/Author") if pdf.trailer.get("/Info") is not None else None
    if not author:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            creators = xmp.get("dc:creator")
            author = ", ".join(creators) if isinstance(creators, list) else creators
    if author and str(author).strip():
        yield found("author", name, author)


def _text(name: str, data: bytes) -> list[Finding]:
    if not shutil.which("pdftotext"):
        return []
    with tempfile.NamedTemporaryFile(prefix="newleaf-scan-", suffix=".pdf") as file:
        file.write(data)
        file.flush()
        done = sandbox.run(["pdftotext", "-q", "-enc", "UTF-8", file.name, "-"], limits=_LIMITS, read=[Path(file.name)])
    return scan_text(done.output.decode(errors="replace"), name) if done.ok else []

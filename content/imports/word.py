"""DOCX to a draft, with python-docx: headings, paragraphs, lists, tables, pictures."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import docx
from django.utils.translation import gettext as _
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.table import Table as DocxTable

from .draft import Draft, Picture, Table, list_html, run_html
from .errors import ImportRefused

_HEADING = re.compile(r"(?i)^(?:heading|标题)\s*(\d)")
_RUNS = ".//w:r[not(ancestor::w:del) and not(ancestor::w:txbxContent) and not(ancestor::mc:Fallback)]"
_NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}
MAX_BLOCKS = 5_000


def read_word(path: Path) -> Draft:
    """Raises ImportRefused."""
    try:
        return _Reader(docx.Document(str(path))).read()
    except (PackageNotFoundError, KeyError, ValueError, AttributeError, TypeError, IndexError, SyntaxError) as error:
        raise ImportRefused(_("This file is damaged. Open it in Office, save it again and try once more.")) from error


class _Reader:
    def __init__(self, document: Any) -> None:
        self.document = document
        self.draft = Draft()
        self.pending: list[tuple[int, str, str]] = []  # items of the list that is being read
        self.where = _("Beginning")

    def read(self) -> Draft:
        for count, block in enumerate(self.document.iter_inner_content()):
            if count > MAX_BLOCKS:
                self.draft.lose(self.where, _("the file is too long; the rest was left out"))
                break
            if isinstance(block, DocxTable):
                self._flush()
                self._table(block)
            else:
                self._paragraph(block)
        self._flush()
        self._around()
        return self.draft

    def _paragraph(self, paragraph: Any) -> None:
        text = self._runs(paragraph._p)
        style = (paragraph.style.name if paragraph.style is not None else "") or ""
        item = self._list_item(paragraph, style)
        if text.strip() and item is not None:
            self.pending.append((*item, text))
        else:
            self._flush()
            self._heading_or_words(style, text)
        self._beside(paragraph._p)

    def _heading_or_words(self, style: str, text: str) -> None:
        bare = html.unescape(re.sub(r"<[^>]+>", "", text)).strip()
        if not bare:
            return
        found = _HEADING.match(style)
        if style in ("Title", "标题") and not self.draft.title:
            self.draft.title = bare
        elif found or style in ("Title", "标题", "Subtitle", "副标题"):
            level = min(4, 1 + int(found.group(1))) if found else 2
            self.where = "“" + bare[:40] + "”"
            self.draft.words(f"<h{level}>{html.escape(bare, quote=False)}</h{level}>")
        else:
            self.draft.words(f"<p>{text}</p>")

    def _list_item(self, paragraph: Any, style: str) -> tuple[int, str] | None:
        """(level, "ul" or "ol") of a list paragraph."""
        number = paragraph._p.pPr.numPr if paragraph._p.pPr is not None else None
        if number is None and not style.startswith(("List Bullet", "List Number", "列表")):
            return None
        level = (
            number.ilvl.val
            if number is not None and number.ilvl is not None
            else max(0, int(style[-1]) - 1 if style[-1:].isdigit() else 0)
        )
        if style.startswith("List Number"):
            return level, "ol"
        if number is None or number.numId is None:
            return level, "ul"
        return (
            (level, "ul" if self._format(number.numId.val, level) == "bullet" else "ol") if number.numId.val else None
        )

    def _format(self, number: int, level: int) -> str:
        try:
            numbering = self.document.part.numbering_part._element
        except (KeyError, NotImplementedError):
            return "bullet"
        abstract = numbering.xpath(f"w:num[@w:numId='{int(number)}']/w:abstractNumId/@w:val")
        found = (
            numbering.xpath(
                f"w:abstractNum[@w:abstractNumId='{int(abstract[0])}']/w:lvl[@w:ilvl='{int(level)}']/w:numFmt/@w:val"
            )
            if abstract
            else []
        )
        return str(found[0]) if found else "bullet"

    def _runs(self, element: Any) -> str:
        out = []
        for run in _find(element, _RUNS):
            text = "".join(_character(node) for node in run)
            style = run.find(qn("w:rPr"))
            out.append(run_html(text, bold=_is_on(style, "w:b"), italic=_is_on(style, "w:i")))
        if _find(element, ".//w:hyperlink"):
            self.draft.lose(self.where, _("a link (its text was kept)"))
        return "".join(out).replace("\n", "<br/>")

    def _beside(self, element: Any) -> None:
        """Pictures of a paragraph, and what cannot come along."""
        for blip in element.xpath(".//a:blip"):
            self._picture(element, blip)
        for tag, words in (
            ("w:txbxContent", _("a text box")),
            ("w:object", _("an embedded file")),
            ("w:footnoteReference", _("a footnote")),
            ("w:commentReference", _("a comment")),
            ("w:del", _("deleted text (tracked changes)")),
            ("w:pict", _("a drawing of an old kind; add it as a picture")),
        ):
            if next(element.iter(qn(tag)), None) is not None:
                self.draft.lose(self.where, words)
        if next(element.iter("{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"), None) is not None:
            self.draft.lose(self.where, _("a formula; add it as a picture"))
        if any(
            "chart" in node.get("uri", "") or "diagram" in node.get("uri", "")
            for node in element.xpath(".//a:graphicData")
        ):
            self.draft.lose(self.where, _("a chart or diagram; add it as a picture"))

    def _picture(self, element: Any, blip: Any) -> None:
        self._flush()
        part = self.document.part.related_parts.get(blip.get(qn("r:embed")))
        if part is None:
            self.draft.lose(self.where, _("a picture that lies outside the file"))
            return
        described = [str(words) for words in element.xpath(".//wp:docPr/@descr") if str(words).strip()]
        self.draft.parts.append(
            Picture(part.blob, " ".join(described[0].split())[:300] if described else "", self.where)
        )

    def _table(self, table: DocxTable) -> None:
        rows = [[" ".join(cell.text.split()) for cell in row.cells] for row in table.rows]
        width = max((len(row) for row in rows), default=0)
        if width:
            self.draft.parts.append(Table([row + [""] * (width - len(row)) for row in rows]))
        if table._tbl.xpath(".//a:blip"):
            self.draft.lose(self.where, _("pictures inside a table"))

    def _around(self) -> None:
        for section in self.document.sections:
            if any(
                paragraph.text.strip() for part in (section.header, section.footer) for paragraph in part.paragraphs
            ):
                self.draft.lose(_("Whole file"), _("headers and footers"))

    def _flush(self) -> None:
        self.draft.words(list_html(self.pending))
        self.pending = []


def _find(element: Any, path: str) -> list[Any]:
    from lxml import etree  # type: ignore[import-untyped]

    return etree.XPath(path, namespaces=_NAMES)(element)


def _character(node: Any) -> str:
    if node.tag == qn("w:t"):
        return node.text or ""
    return {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}.get(node.tag, "")


def _is_on(style: Any, tag: str) -> bool:
    found = style.find(qn(tag)) if style is not None else None
    return found is not None and found.get(qn("w:val")) not in ("0", "false", "off")

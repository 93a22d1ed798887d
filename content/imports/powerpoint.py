"""PPTX to a draft, with python-pptx: titles, text, lists, tables, pictures, speaker notes."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pptx
from django.utils.translation import gettext as _
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER
from pptx.exc import PackageNotFoundError

from .draft import Draft, Notes, Picture, Table, list_html, run_html
from .errors import ImportRefused

_LISTED = {PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.VERTICAL_BODY}
_SKIPPED = {PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.HEADER}
MAX_SLIDES = 500


def read_powerpoint(path: Path) -> Draft:
    """Raises ImportRefused."""
    try:
        presentation = pptx.Presentation(str(path))
        return _Reader().read(presentation)
    except (PackageNotFoundError, KeyError, ValueError, AttributeError, TypeError, IndexError, SyntaxError) as error:
        raise ImportRefused(_("This file is damaged. Open it in Office, save it again and try once more.")) from error


class _Reader:
    def __init__(self) -> None:
        self.draft = Draft()
        self.where = ""

    def read(self, presentation: Any) -> Draft:
        for number, slide in enumerate(presentation.slides, start=1):
            self.where = _("Slide %(number)d") % {"number": number}
            if number > MAX_SLIDES:
                self.draft.lose(
                    self.where, _("more than %(count)d slides; the rest was left out") % {"count": MAX_SLIDES}
                )
                break
            if slide._element.get("show") in ("0", "false"):
                self.draft.lose(self.where, _("a hidden slide was left out"))
                continue
            self._slide(slide, first=number == 1)
        return self.draft

    def _slide(self, slide: Any, *, first: bool) -> None:
        title = slide.shapes.title
        words = " ".join((title.text_frame.text if title is not None else "").split())
        if words and first and not self.draft.title:
            self.draft.title = words
        elif words:
            self.draft.words(f"<h2>{html.escape(words, quote=False)}</h2>")
        for shape in _in_reading_order(slide.shapes):
            if title is None or shape.shape_id != title.shape_id:
                self._shape(shape)
        self._moving(slide)
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            notes = slide.notes_slide.notes_text_frame.text.strip()
            if notes:
                self.draft.parts.append(Notes(notes))

    def _shape(self, shape: Any) -> None:
        kind = shape.shape_type
        if shape.is_placeholder and shape.placeholder_format.type in _SKIPPED:
            return
        if kind == MSO_SHAPE_TYPE.GROUP:
            for inner in _in_reading_order(shape.shapes):
                self._shape(inner)
        elif kind == MSO_SHAPE_TYPE.MEDIA:
            self.draft.lose(self.where, _("a video or sound; upload it to the media library and add it to the lesson"))
        elif _is_picture(shape):
            self._picture(shape)
        elif getattr(shape, "has_table", False) and shape.has_table:
            rows = [[" ".join(cell.text.split()) for cell in row.cells] for row in shape.table.rows]
            self.draft.parts.append(Table(rows, bool(shape.table.first_row)))
        elif getattr(shape, "has_chart", False) and shape.has_chart:
            self.draft.lose(self.where, _("a chart; add it as a picture"))
        elif shape.has_text_frame:
            self._text(shape)
        elif kind in (MSO_SHAPE_TYPE.EMBEDDED_OLE_OBJECT, MSO_SHAPE_TYPE.LINKED_OLE_OBJECT):
            self.draft.lose(self.where, _("an embedded file"))
        elif shape.element.tag.endswith("graphicFrame"):
            self.draft.lose(self.where, _("a diagram (SmartArt); add it as a picture"))

    def _picture(self, shape: Any) -> None:
        try:
            data = shape.image.blob
        except (KeyError, ValueError, AttributeError):
            self.draft.lose(self.where, _("a picture that lies outside the file"))
            return
        described = shape._element._nvXxPr.cNvPr.get("descr", "")
        self.draft.parts.append(Picture(data, " ".join(described.split())[:300], self.where))

    def _text(self, shape: Any) -> None:
        lines = [(paragraph.level, self._runs(paragraph)) for paragraph in shape.text_frame.paragraphs]
        lines = [(level, text) for level, text in lines if text.strip()]
        listed = shape.is_placeholder and shape.placeholder_format.type in _LISTED and len(lines) > 1
        if listed:
            self.draft.words(list_html((level, "ul", text) for level, text in lines))
        else:
            self.draft.words("".join(f"<p>{text}</p>" for _level, text in lines))

    def _runs(self, paragraph: Any) -> str:
        out = []
        for run in paragraph.runs:
            if run.hyperlink.address:
                self.draft.lose(self.where, _("a link (its text was kept)"))
            out.append(run_html(run.text, bold=bool(run.font.bold), italic=bool(run.font.italic)))
        return "".join(out)

    def _moving(self, slide: Any) -> None:
        if any(node.tag.endswith("}timing") and len(node) for node in slide._element):
            self.draft.lose(self.where, _("animations"))


def _is_picture(shape: Any) -> bool:
    return shape.element.tag.endswith("}pic")


def _in_reading_order(shapes: Iterable[Any]) -> Iterator[Any]:
    """From top to bottom, then from left to right; placeholders without a place of their own stay where they are in the file."""
    yield from sorted(shapes, key=lambda shape: (shape.top or 0, shape.left or 0))

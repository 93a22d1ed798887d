"""PDFs for an exam on paper: question booklet, answer sheets, and the batch for a room. The same input gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from urllib.parse import unquote

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from lms.lib.errors import Invalid

from .answers import fields_of
from .booklet import SCHEME, pictures_of, questions_of
from .codes import SheetCode
from .drawing import svg_of
from .forms import ExamForm
from .layout import Layout, lay_out


def layout_of(form: ExamForm) -> Layout:
    """How this candidate's answer sheet is laid out. Raises Invalid for a question that does not fit on one."""
    return lay_out(fields_of(form))


def answer_sheets(form: ExamForm) -> bytes:
    """This candidate's answer sheets as PDF. Raises Invalid."""
    return _pdf(*_sheets(form))


def question_booklet(form: ExamForm) -> bytes:
    """Instructions and questions as PDF. Raises Invalid when a picture is missing."""
    missing = [path for path in pictures_of(form) if path not in form.pictures]
    if missing:
        raise Invalid(_("The picture “%(name)s” is missing. Nothing was printed.") % {"name": missing[0]})
    with translation.override(form.language):
        context = {"form": form, "sections": questions_of(form), "language": form.language}
        page = render_to_string("assessments/paper/booklet.html", context)
    return _pdf(page, form.pictures)


def room_sheets(forms: Sequence[ExamForm]) -> bytes:
    """A list of the room to tick off, then every candidate's answer sheets in the order given. Raises Invalid."""
    if not forms:
        raise Invalid(_("There is nobody in this room. Nothing was printed."))
    if len({form.seat for form in forms}) < len(forms) or len({form.sitting for form in forms}) > 1:
        raise Invalid(_("A room's sheets are for one sitting, with each seat once. Nothing was printed."))
    rows, words, drawn = [], [], {}
    for form in forms:
        text, pages = _sheets(form)
        rows.append((form, len(pages)))
        words.append(text)
        drawn.update(pages)
    with translation.override(forms[0].language):
        context = {"first": forms[0], "rows": rows, "sheets": len(drawn)}
        cover = render_to_string("assessments/paper/cover.html", context)
    return _pdf(cover + "".join(words), drawn)


def _sheets(form: ExamForm) -> tuple[str, dict[str, bytes]]:
    """HTML of this candidate's pages, and what is drawn on each, by the name that the HTML uses."""
    laid = layout_of(form)
    mark = laid.fingerprint
    drawn: dict[str, bytes] = {}
    pages = []
    with translation.override(form.language):
        for page in laid.pages:
            name = f"{form.seat}-{page.number}.svg"
            drawn[name] = svg_of(page, SheetCode(form.sitting, form.seat, page.number, mark))
            pages.append((page.number, f"{SCHEME}{name}", any(box.lines for box in page.boxes)))
        context = {"form": form, "pages": pages, "count": len(pages), "language": form.language}
        return render_to_string("assessments/paper/sheet.html", context), drawn


def _pdf(page: str, pictures: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    HTML(string=page, url_fetcher=_OnlyPictures(pictures)).write_pdf(target)
    return target.getvalue()


class _OnlyPictures(URLFetcher):
    """Nothing is fetched but the pictures that were handed over."""

    def __init__(self, pictures: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=())
        self._pictures = pictures

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        path = unquote(url.removeprefix(SCHEME))
        if path not in self._pictures:
            raise FatalURLFetchingError(url)
        kind = {"Content-Type": "image/svg+xml"} if path.endswith(".svg") else None
        return URLFetcherResponse(url, self._pictures[path], kind)

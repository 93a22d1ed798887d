"""The record as a page to open in any browser, as PDF and as JSON. All three say the same."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from weasyprint import HTML
from weasyprint.urls import URLFetcher

from ...credentials.documents import CHINA
from ...models import Certificate
from ..pdf import finishing, wording
from ..pdf.printing import style
from .contents import Contents, CourseLine


def page(
    contents: Contents, courses: Sequence[CourseLine], *, made_on: date, files: dict[str, str], private: bool
) -> str:
    """`files`: certificate id → name of its PDF without the ending, where the page may point to it."""
    context = {
        "contents": contents,
        "courses": [(line, wording.day(line.last_on)) for line in courses],
        "certificates": [] if private else [_certificate(one, files) for one in contents.certificates],
        "made": wording.day(made_on),
        "hours": f"{sum(float(line.hours) for line in courses):g}",
        "private": private,
        "linked": bool(files),
    }
    return render_to_string("assessments/certificates/record.html", context)


def pdf(html: str, *, made_on: date) -> bytes:
    """The page for paper: tagged, with fonts, the same bytes each time."""
    target = io.BytesIO()
    fonts, sheet = style("record.css")
    document = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=())).render(
        font_config=fonts, stylesheets=[sheet]
    )
    document.metadata.created = document.metadata.modified = f"{made_on:%Y-%m-%d}"
    document.write_pdf(target, finisher=finishing.finish_text, pdf_variant="pdf/ua-1", pdf_identifier=True)
    return target.getvalue()


def data(
    contents: Contents, courses: Sequence[CourseLine], *, made_on: date, files: dict[str, str], private: bool
) -> bytes:
    """For programs. Times are days; hours are of sixty minutes."""
    document: dict[str, Any] = {
        "format": "learning-record",
        "version": 1,
        "made_on": made_on.isoformat(),
        "name": contents.name,
        "latin_name": contents.latin_name,
        "courses": [_line(line) for line in courses],
    }
    if not private:
        document["certificates"] = [
            {
                "number": one.number,
                "title": {"zh": one.candidacy.scheme.title, "en": one.candidacy.scheme.title_en},
                "awarded_by": {"zh": one.body.name, "en": one.body.name_en},
                "issued_on": _issued_on(one).isoformat(),
                "valid_until": one.valid_until.isoformat() if one.valid_until else None,
                "file": f"certificates/{files[str(one.pk)]}.pdf" if str(one.pk) in files else None,
            }
            for one in contents.certificates
        ]
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _line(line: CourseLine) -> dict[str, Any]:
    return {
        "title": {"zh": line.title.zh, "en": line.title.en},
        "kind": {"zh": line.kind.zh, "en": line.kind.en},
        "lessons_completed": line.done,
        "lessons": line.lessons,
        "hours": float(line.hours),
        "completed": line.completed,
        "last_on": line.last_on.isoformat(),
    }


def _issued_on(one: Certificate) -> date:
    """The day that the certificate itself names."""
    return one.issued_at.astimezone(CHINA).date()


def _certificate(one: Certificate, files: dict[str, str]) -> dict[str, Any]:
    name = files.get(str(one.pk))
    return {
        "one": one,
        "scheme": one.candidacy.scheme,
        "issued": wording.day(_issued_on(one)),
        "until": wording.day(one.valid_until) if one.valid_until else None,
        "file": f"certificates/{name}.pdf" if name else "",
    }

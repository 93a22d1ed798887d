"""Makes the PDF of a certificate. The same facts give the same bytes."""

from __future__ import annotations

import functools
import io
import unicodedata
from datetime import UTC
from pathlib import Path
from typing import Any

import segno
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from lms.lib.errors import Invalid

from ...credentials.documents import CHINA
from ...credentials.facts import CertificateFacts
from . import finishing, wording

HERE = Path(__file__).parent
ATTACHED = "credential.jwt"
# A page that does not hold the words is tried again with smaller ones. Unit: mm for one rem.
SIZES = (1.0, 0.92, 0.84, 0.76, 0.68, 0.6)
LINE_MM = 225


def certificate_pdf(facts: CertificateFacts, *, credential: str, compact: str) -> bytes:
    """One A4 page. `credential`: the whole VC-JWT, attached; `compact`: what the QR code holds.

    Raises Invalid for characters that cannot be printed, and for words that do not fit on the page."""
    context = _context(facts, compact)
    for size in SIZES:
        page = render_to_string("assessments/certificates/printed.html", _sized(facts, size) | context)
        fonts, sheet = style("certificate.css")
        scale = CSS(string=f"html {{ font-size: {size}mm }}")
        document = HTML(string=page, url_fetcher=URLFetcher(allowed_protocols=())).render(
            font_config=fonts, stylesheets=[sheet, scale]
        )
        if len(document.pages) == 1:
            return _written(document, facts, credential)
    raise Invalid(_("The words do not fit on one page. Shorten the title or the names of the parts."))


def _written(document: Any, facts: CertificateFacts, credential: str) -> bytes:
    target = io.BytesIO()
    issued_at = facts.issued_at.astimezone(UTC)
    finishing.centre(document)
    finishing.say_colours(document)
    document.write_pdf(
        target,
        finisher=finishing.finish,
        pdf_variant="pdf/a-3a",
        output_intent="",
        attachments=[
            Attachment(
                string=credential,
                name=ATTACHED,
                description="Open Badges 3.0 credential",
                created=issued_at,
                modified=issued_at,
                relationship="Alternative",
            )
        ],
    )
    missing = sorted({chr(code) for font in document.fonts.values() for code in font.missing})
    if missing:
        raise Invalid(_("These characters cannot be printed: %(characters)s") % {"characters": " ".join(missing)})
    return target.getvalue()


@functools.cache
def style(name: str) -> tuple[FontConfiguration, CSS]:
    """A style sheet of this folder with the fonts for names, parsed once: reading the fonts takes longer than a page."""
    fonts = FontConfiguration()
    text = f'@import "fonts.css";\n{(HERE / name).read_text()}'
    return fonts, CSS(string=text, base_url=HERE.as_uri() + "/", font_config=fonts)


def _context(facts: CertificateFacts, compact: str) -> dict[str, Any]:
    side, modules, code = _code(compact)
    heading = wording.heading(facts.achievement)
    issued_on = facts.issued_at.astimezone(CHINA).date()  # as credential and code count
    born, until = facts.holder.born_on, facts.valid_until
    return {
        "facts": facts,
        "title": f"{heading.zh} {heading.en}: {facts.achievement.title.zh}, {facts.holder.name}",
        "created": facts.issued_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "heading": heading,
        "statement": wording.statement(facts.achievement),
        "level": wording.level(facts.achievement),
        "born": born and wording.day(born),
        "issued": wording.day(issued_on),
        "until": until and wording.day(until),
        "domain": wording.domain(facts.body.did),
        "name_language": "zh-Hans" if any("CJK" in unicodedata.name(each, "") for each in facts.holder.name) else "und",
        "code": code,
        "modules": modules,
        "side": side,
        "code_says": f"用于核验的二维码 QR code for checking: {facts.number}",
    }


def _sized(facts: CertificateFacts, size: float) -> dict[str, Any]:
    """Names and titles as large as one line allows, within limits; longer ones get a second line. In mm."""
    title = facts.achievement.title
    together = _fit(title.zh + title.en[: len(title.en) * 3 // 4], 1, 8)
    return {
        "name_size": f"{size * _fit(facts.holder.name, 7, 13):.2f}",
        "title_size": f"{size * (together if together >= 7 else _fit(title.zh, 5.6, 8)):.2f}",
        "stacked": together < 7,
        "results_size": f"{size * (3.6 if len(facts.results) < 4 else 3.2):.2f}",
    }


def _fit(text: str, least: float, most: float) -> float:
    ems = sum(1.05 if unicodedata.east_asian_width(each) in "WF" else 0.68 for each in text)
    return max(least, min(most, LINE_MM / max(ems, 1)))


def _code(text: str) -> tuple[int, int, str]:
    """Side in mm, modules a side, and the dark modules as a path. Large enough for a phone and for paper scanned at 150 dpi."""
    made = segno.make_qr(text, error="m", boost_error=True)
    rows = [list(row) for row in made.matrix_iter(scale=1, border=4)]
    steps, modules = [], len(rows)
    for y, row in enumerate(rows):
        x = 0
        while x < modules:
            run = 0
            while x + run < modules and row[x + run]:
                run += 1
            if run:
                steps.append(f"M{x} {y}h{run}v1h-{run}z")
            x += max(run, 1)
    return max(34, round(modules * 0.56)), modules, "".join(steps)

"""certificates: bilingual PDFs with QR and the credential inside, one process."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Iterator

from tests.bench.figures import Figure

ORDER, GOAL_SECONDS = 200, 60


def run(scale: float) -> Iterator[Figure]:
    """The reference, in the same run: WeasyPrint's own empty A4 page with one word in the same font."""
    import django

    import tests.environment  # noqa: F401 (settings without a server: nothing here has a database)

    os.environ["DJANGO_SETTINGS_MODULE"] = "lms.settings"
    django.setup()
    from weasyprint import HTML

    from assessments.certification.certificates.pdf import certificate_pdf
    from tests.factories import printed_certificates as a

    names = list(a.NAMES.values())
    count = max(10, int(ORDER * scale))

    def one(number: int) -> bytes:
        facts = a.facts(name=names[number % len(names)], number=f"JN-2026-DG3-{number:06}")
        return certificate_pdf(facts, credential=a.CREDENTIAL, compact=a.COMPACT)

    def empty(number: int) -> bytes:
        target = io.BytesIO()
        page = f'<html lang="zh-Hans"><title>{number}</title><p style="font-family: Noto Serif CJK SC">证书</p>'
        HTML(string=page).write_pdf(target, pdf_variant="pdf/ua-1")
        return target.getvalue()

    one(0)
    empty(0)
    began = time.perf_counter()
    size = sum(len(one(number)) for number in range(count))
    took = time.perf_counter() - began
    began = time.perf_counter()
    for number in range(max(10, count // 10)):
        empty(number)
    bare = max(10, count // 10) / (time.perf_counter() - began)
    rate = count / took
    yield Figure(
        "certificates",
        "PDFs",
        rate,
        "1/s",
        bare,
        rate / bare,
        f"≥ {ORDER / GOAL_SECONDS:.1f} a second",
        rate >= ORDER / GOAL_SECONDS,
    )
    yield Figure(
        "certificates",
        f"time for {ORDER}",
        ORDER / rate,
        "s",
        None,
        None,
        f"≤ {GOAL_SECONDS} s",
        ORDER / rate <= GOAL_SECONDS,
    )
    yield Figure("certificates", "size of one", size / count / 1024, "KiB")

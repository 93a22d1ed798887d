"""paper: answer sheets filled by a shaky hand, worn by a scanner, read back: wrong, doubtful, seconds a page."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator

import numpy as np

from tests.bench.figures import Figure

PAGES = 24


def run(scale: float) -> Iterator[Figure]:
    """The reference, in the same run: decoding the same scanned page (PNG) to pixels, and no more."""
    import cv2
    import django

    import tests.environment  # noqa: F401 (settings without a server: nothing here has a database)

    os.environ["DJANGO_SETTINGS_MODULE"] = "lms.settings"
    django.setup()
    from assessments.exams.paper import sheets
    from assessments.exams.paper.marks import State
    from assessments.exams.paper.reading import PageRead, read_page
    from tests.factories import exam_papers as a
    from tests.factories import pencil

    rng = random.Random(4)
    items = [a.a_choice(n, rng.choice([3, 4, 4, 4, 5]), multiple=n % 7 == 0) for n in range(1, 31)]
    for n in range(31, 37, 3):
        items += [a.an_order(n), a.a_match(n + 1), a.a_number(n + 2, "mm", "cm")]
    form = a.a_form(items)
    laid = sheets.layout_of(form)
    several = {field.item for field in laid.fields if field.kind == "several"}
    began = time.process_time()
    printed = sheets.answer_sheets(form)
    printing = time.process_time() - began
    papers = pencil.pages_of_pdf(printed)
    wrong = doubtful = bubbles = unread = 0
    reading, decoding = [], []
    for seed in range(max(2, round(PAGES * scale))):
        page, paper = laid.pages[seed % len(papers)], papers[seed % len(papers)].copy()
        meant = pencil.fill(paper, page, pencil.Hand(9000 + seed), several=several)
        picture = pencil.photographed(paper, seed) if seed % 4 == 3 else pencil.scanned(paper, seed)
        stored = cv2.imencode(".png", picture)[1]
        began = time.process_time()
        decoded = cv2.imdecode(stored, cv2.IMREAD_GRAYSCALE)
        decoding.append(time.process_time() - began)
        began = time.process_time()
        read = read_page(decoded, number=1, sitting=form.sitting, layouts={form.seat: laid})
        reading.append(time.process_time() - began)
        if not isinstance(read, PageRead):
            unread += 1
            continue
        for mark in (mark for line in read.lines for mark in line.marks):
            bubbles += 1
            doubtful += mark.state == State.DOUBTFUL
            wrong += mark.state != State.DOUBTFUL and (mark.state == State.FILLED) != meant[mark.bubble].filled
    yield Figure("paper", "bubbles read", bubbles, "")
    yield Figure("paper", "read wrongly and silently", wrong, "", goal="0", ok=wrong == 0)
    share = 100 * doubtful / max(1, bubbles)
    yield Figure("paper", "doubtful, for a person", share, "%", goal="< 2 %", ok=share < 2)
    yield Figure("paper", "pages not read", unread, "", goal="0", ok=unread == 0)
    yield Figure("paper", "printing a page", printing / len(laid.pages), "CPU s")
    seconds, bare = float(np.median(reading)), float(np.median(decoding))
    yield Figure("paper", "reading a page", seconds, "CPU s", bare, seconds / bare, "≤ 2 s", seconds <= 2)

"""One printed form with every kind of question, rasterised once; tests fill copies of its pages."""

from __future__ import annotations

import pytest

from assessments.exams.paper import sheets
from tests.factories import exam_papers as a
from tests.factories import pencil


class Printed:
    """A form, its layout, and its pages as pictures at pencil.DPI."""

    def __init__(self, form):
        self.form, self.layout = form, sheets.layout_of(form)
        self.papers = pencil.pages_of_pdf(sheets.answer_sheets(form))
        self.layouts = {form.seat: self.layout}
        self.several = {field.item for field in self.layout.fields if field.kind == "several"}

    def bubble(self, number, value, line=""):
        item = self.layout.fields[number - 1].item
        return next(
            (page, bubble)
            for page in self.layout.pages
            for bubble in page.bubbles
            if (bubble.item, bubble.line, bubble.value) == (item, line, value)
        )

    def filled(self, *marks, how="full", seed=1):
        """Pages with these marks: (question's number, value, line), or with a habit of its own as a fourth."""
        papers, hand = [paper.copy() for paper in self.papers], pencil.Hand(seed)
        for number, value, line, *habit in marks:
            page, bubble = self.bubble(number, value, line)
            hand.mark(papers[page.number - 1], bubble, habit[0] if habit else how)
        return papers


@pytest.fixture(scope="session")
def printed():
    items = [
        *(a.a_choice(number, 4) for number in range(1, 25)),
        a.a_choice(25, 5, multiple=True),
        a.an_order(26),
        a.a_match(27),
        a.an_inline_choice(28),
        a.a_number(29, "mm", "cm"),
        a.a_number(30),
        a.a_text(31),
    ]
    return Printed(a.a_form(items))

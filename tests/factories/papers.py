"""Papers through the real api."""

from decimal import Decimal

from assessments.exams import api as exams
from tests.factories.bank import an_item


def draw(count=2, *, points=2, topics="", difficulty=("", ""), kinds=()):
    easiest, hardest = (str(each) for each in difficulty)
    value = {
        "count": count,
        "points": points,
        "topics": topics,
        "easiest": easiest,
        "hardest": hardest,
        "kinds": list(kinds),
    }
    return ("draw", value)


def fixed(item, *, points=2):
    return ("fixed", {"item": item.pk, "points": points})


def a_paper(by, *parts, title="焊工理论", kind="exam", points=None, **fields):
    """One section. `points`: what the paper says; by default what the parts add up to."""
    parts = parts or (draw(2),)
    total = sum(value["points"] * value.get("count", 1) for _kind, value in parts)
    sections = [("section", {"title": "第一大题", "instructions": "", "parts": list(parts)})]
    fields = {"pass_mark": Decimal(total) / 2, **fields}
    return exams.create_paper(by=by, title=title, kind=kind, sections=sections, points=points or total, **fields)


def items(by, count, **fields):
    return [an_item(by, prompt=f"<p>第{number}题：焊接时怎么做？</p>", **fields) for number in range(count)]

"""Placement tests and placements for tests, made through the real api."""

from decimal import Decimal

from assessments.bank import api as bank
from assessments.placement import api as placement
from assessments.placement.holding import open_question
from assessments.placement.models import ItemCalibration

LEVELS = [
    placement.Level("入门", None, "认识一百个字"),
    placement.Level("初级", Decimal("2.5"), "能读短文"),
    placement.Level("中级", Decimal("3.5"), "能写信"),
]


def some_items(by, *, count=12, tag="识字", difficulties=(1, 2, 3, 4, 5), **fields):
    """Choice questions with known difficulties (officers' scale); the right answer is 对."""
    made = []
    for number in range(count):
        options = [{"text": "对", "correct": True}, {"text": "错", "correct": False}]
        answers = {"options": options, "multiple": False}
        item = bank.create_item("choice", f"<p>{tag}第{number + 1}题</p>", answers, by=by, tags=[tag], **fields)
        difficulty = difficulties[number % len(difficulties)]
        ItemCalibration.objects.create(item=item, difficulty=difficulty - 3, standard_error=0.2, answers=100)
        made.append(item)
    return made


def a_test(by, *, levels=LEVELS, areas=(("识字", 1),), **fields):
    said = {"name": "语文分级", "subject": "语文", "language": "zh-hans", "precision": "normal", "most_items": 8}
    return placement.create_test(levels, list(areas), by=by, **(said | fields))


def right_response(question):
    return "[,]".join(question.document["correct"])


def answered(made, *, right=True, most=99):
    """The placement after the learner has answered all that was asked, or `most` questions; `right`: a bool, or number → bool."""
    while most and (question := open_question(made)):
        is_right = right(question.number) if callable(right) else right
        response = right_response(question) if is_right else ""
        made, most = placement.give_answer(made.pk, question.number, response), most - 1
    return made

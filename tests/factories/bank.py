"""Practice questions for tests, made through the real api."""

from assessments.bank import api as bank

ANSWERS = {
    "choice": {
        "options": [{"text": "戴面罩", "correct": True}, {"text": "不戴面罩", "correct": False}],
        "multiple": False,
    },
    "order": {"entries": ["断电", "验电", "挂牌"]},
    "match": {
        "pairs": [{"left": "红", "right": "禁止"}, {"left": "黄", "right": "警告"}, {"left": "蓝", "right": "指令"}],
        "extra": ["提示"],
    },
    "fill_in": {"text": "安全电压是[[36|三十六]]伏，缩写是[[V]]。", "exact_case": False},
}


def an_item(by, kind="choice", *, prompt="<p>焊接时怎么做？</p>", answers=None, **fields):
    return bank.create_item(kind, prompt, answers or ANSWERS[kind], by=by, **fields)


def an_occupation(name="焊工", name_en="Welder", code=""):
    from assessments.bank.models import Occupation

    return Occupation.objects.create(name=name, name_en=name_en, code=code)

"""Questions for tests, made through the real api."""

import io

from PIL import Image

from assessments.bank import api as bank

RUBRIC = [
    {
        "title": "安全",
        "levels": [{"points": 0, "description": "没有断电"}, {"points": 2, "description": "看得出已断电"}],
    }
]
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
    "inline_choice": {"text": "阀门向[[右|左]]拧是[[关|开|坏]]。"},
    "numeric": {"value": 12.5, "tolerance": 0.5, "units": [{"text": "毫米"}, {"text": "cm", "factor": 10}]},
    "extended_text": {"most_characters": 500, "model_answer": "先断电。", "rubric": RUBRIC},
    "upload": {"accepts": ["photo", "voice"], "rubric": RUBRIC},
    "practical": {"minutes": 30, "materials": "焊枪\n焊条", "rubric": RUBRIC},
}
KINDS = [*ANSWERS, "hotspot"]
AREAS = [
    {"label": "阀门", "correct": True, "shape": "rect", "coords": "10, 10, 60, 50"},
    {"label": "压力表", "correct": False, "shape": "circle", "coords": "120, 60, 20"},
    {"label": "软管", "correct": False, "shape": "poly", "coords": "10, 70, 60, 70, 30, 110"},
]


def picture_bytes(size=(160, 120), colour="olive", format="PNG", **saved):
    body = io.BytesIO()
    Image.new("RGB", size, colour).save(body, format, **saved)
    return body.getvalue()


def a_picture(by, *, title="焊枪", **drawn):
    return bank.add_picture(picture_bytes(**drawn), title=title, by=by)


def answers_for(kind, by):
    """A hotspot needs a stored picture; the others are plain data."""
    if kind == "hotspot":
        return {"picture": a_picture(by, colour="teal"), "alt": "一套气焊设备", "areas": AREAS}
    return ANSWERS[kind]


def an_item(by, kind="choice", *, prompt="<p>焊接时怎么做？</p>", answers=None, **fields):
    return bank.create_item(kind, prompt, answers or answers_for(kind, by), by=by, **fields)


def an_occupation(name="焊工", name_en="Welder", code=""):
    from assessments.bank.models import Occupation

    return Occupation.objects.create(name=name, name_en=name_en, code=code)

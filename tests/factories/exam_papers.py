"""Forms of a paper for candidates who sit an exam on paper."""

from __future__ import annotations

import io
import random
from uuid import UUID

from PIL import Image

from assessments.exams.paper.forms import Candidate, ExamForm, Question, Section
from lms.packages import shapes


def iri(number: int) -> str:
    return f"urn:newleaf:item:{UUID(int=number)}"


def choices(count: int, prefix: str = "o") -> list[shapes.Choice]:
    return [shapes.Choice(id=f"{prefix}{n}", text=f"选项 {n}") for n in range(1, count + 1)]


def a_choice(number: int, options: int = 4, *, multiple: bool = False, correct: tuple[str, ...] = ()) -> shapes.Item:
    return shapes.ChoiceItem(
        id=iri(number),
        version=1,
        prompt_html=f"<p>第 {number} 题：下列哪一项正确？</p>",
        options=choices(options),
        correct=list(correct),
        multiple=multiple,
    )


def an_order(number: int, entries: int = 4) -> shapes.Item:
    return shapes.OrderItem(id=iri(number), version=1, prompt_html="<p>排序</p>", entries=choices(entries), correct=[])


def a_match(number: int, left: int = 3, right: int = 4) -> shapes.Item:
    sides = {"left": choices(left, "l"), "right": choices(right, "r")}
    return shapes.MatchItem(id=iri(number), version=1, prompt_html="<p>连线</p>", correct=[], **sides)


def an_inline_choice(number: int, gaps: int = 2, *, once: bool = False) -> shapes.Item:
    made = [shapes.ChoiceGap(id=f"g{n}", options=choices(3), correct="") for n in range(1, gaps + 1)]
    text = "先 [[g1]]，再 [[g2]]。"
    return shapes.InlineChoiceItem(
        id=iri(number), version=1, prompt_html="<p>选词填空</p>", text=text, gaps=made, once=once
    )


def a_number(number: int, *units: str, value: float = 0) -> shapes.Item:
    made = [shapes.Unit(text=unit) for unit in units]
    return shapes.NumericItem(id=iri(number), version=1, prompt_html="<p>计算</p>", value=value, units=made)


def a_hotspot(number: int) -> shapes.Item:
    areas = [
        shapes.Area(id="a1", shape="rect", coords=[10, 10, 60, 50], label="阀"),
        shapes.Area(id="a2", shape="circle", coords=[150, 60, 25], label="表"),
    ]
    picture = shapes.ItemPicture(path="media/torch.png", media_type="image/png", alt="焊枪")
    return shapes.HotspotItem(
        id=iri(number), version=1, prompt_html="<p>指出</p>", picture=picture, areas=areas, correct=[]
    )


def a_picture(width: int = 200, height: int = 120) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (width, height), "#bcd").save(target, "PNG")
    return target.getvalue()


def a_text(number: int) -> shapes.MarkedItem:
    return shapes.ExtendedTextItem(id=iri(number), version=1, prompt_html="<p>说明理由。</p>", rubric=[])


def a_form(items=None, *, seat: int = 1, sitting: int = 77, language: str = "zh-hans", **more) -> ExamForm:
    """One of each kind, unless items are named."""
    items = items or [
        a_choice(1),
        a_choice(2, 6, multiple=True),
        an_order(3),
        a_match(4),
        an_inline_choice(5),
        a_number(6, "mm", "cm"),
        a_hotspot(7),
        a_text(8),
    ]
    rng = random.Random(f"{sitting} {seat}")
    return ExamForm(
        sitting=UUID(int=random.Random(sitting).getrandbits(128)),
        seat=UUID(int=rng.getrandbits(128)),
        title="焊工（五级）理论考试",
        language=language,
        candidate=Candidate(name="张三", number=f"33010{seat:04d}", seat=str(seat)),
        sections=(Section("第一部分", tuple(Question(item, 2) for item in items)),),
        minutes=90,
        pictures={"media/torch.png": a_picture()},
        **more,
    )

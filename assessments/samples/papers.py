"""Three papers as data: two theory exams and a unit test. Sections hold fixed items or draws."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from assessments.bank.drafts import Draft


@dataclass(frozen=True)
class Fixed:
    """One item by its name."""

    name: str


@dataclass(frozen=True)
class Draw:
    """So many items of a topic. `several`: choice and hotspot with several answers, or with one; None: either."""

    count: int
    topics: tuple[str, ...]
    difficulty: tuple[int, int] = (1, 5)
    kinds: tuple[str, ...] = ("choice",)
    several: bool | None = None


@dataclass(frozen=True)
class Section:
    title: str
    points_each: float
    parts: tuple[Fixed | Draw, ...]


@dataclass(frozen=True)
class SamplePaper:
    """试卷. `pass_mark` in points; `occupation` or `subject`, never both."""

    title: str
    kind: Literal["exam", "unit_test"]
    minutes: int
    sections: tuple[Section, ...]
    occupation: str = ""
    subject: str = ""
    language: str = "zh-hans"
    pass_mark: float = 60.0


@dataclass(frozen=True)
class Placed:
    """An item of a form with what it is worth there."""

    section: str
    draft: Draft
    points: float


def total_points(paper: SamplePaper) -> float:
    return sum(section.points_each * sum(_many(part) for part in section.parts) for section in paper.sections)


def form(paper: SamplePaper, drafts: Sequence[Draft], *, seed: int) -> list[Placed]:
    """One form of the paper, the same for the same seed; no item stands in it twice. Raises ValueError where too few items fit."""
    chance = random.Random(seed)  # noqa: S311  (no secret: the same form every time)
    fitting = [draft for draft in drafts if _belongs(paper, draft)]
    taken = {part.name for section in paper.sections for part in section.parts if isinstance(part, Fixed)}
    placed = []
    for section in paper.sections:
        for part in section.parts:
            if isinstance(part, Fixed):
                chosen = [draft for draft in fitting if draft.name == part.name]
            else:
                pool = [draft for draft in fitting if _fits(part, draft) and draft.name not in taken]
                chosen = chance.sample(pool, min(part.count, len(pool)))
            if len(chosen) < _many(part):
                raise ValueError(f"{paper.title}, {section.title}: too few items for {part}")
            taken |= {draft.name for draft in chosen}
            placed += [Placed(section.title, draft, section.points_each) for draft in chosen]
    return placed


def _many(part: Fixed | Draw) -> int:
    return part.count if isinstance(part, Draw) else 1


def _belongs(paper: SamplePaper, draft: Draft) -> bool:
    subject = draft.topics[0] if not draft.occupation else ""
    return (draft.language, draft.occupation, subject) == (paper.language, paper.occupation, paper.subject)


def _fits(draw: Draw, draft: Draft) -> bool:
    easiest, hardest = draw.difficulty
    return (
        bool(set(draw.topics) & set(draft.topics))
        and draft.item.kind in draw.kinds
        and easiest <= (draft.difficulty or 0) <= hardest
        and (draw.several is None or draw.several == getattr(draft.item, "multiple", False))
    )


def _each(count: int, topics: Iterable[str], *, several: bool) -> tuple[Draw, ...]:
    return tuple(Draw(count, (topic,), (1, 4), several=several) for topic in topics)


SAFETY, GAS, ARC, EQUIPMENT = "安全防护", "气焊气割", "电弧焊", "设备工具"
MATERIALS, DRAWING, FIRST_AID, FIRE = "材料", "识图", "急救", "消防"
HYGIENE, INGREDIENTS, KNIFE, HEAT = "食品卫生", "原料知识", "刀工", "火候与烹法"
SEASONING, NUTRITION, KITCHEN, COSTING = "调味", "营养", "厨房安全", "成本核算"
ARITHMETIC, FRACTIONS, PERCENT, GEOMETRY = "四则运算", "分数", "百分数", "图形"
UNITS, CHARTS, MONEY = "计量单位", "统计图表", "钱款计算"
TOPICS = {
    "焊工": (SAFETY, GAS, ARC, EQUIPMENT, MATERIALS, DRAWING, FIRST_AID, FIRE),
    "中式烹调师": (HYGIENE, INGREDIENTS, KNIFE, HEAT, SEASONING, NUTRITION, KITCHEN, COSTING),
    "数学": (ARITHMETIC, FRACTIONS, PERCENT, GEOMETRY, UNITS, CHARTS, MONEY),
}
ARRANGED = ("order", "match", "inline_choice")

WELDER = SamplePaper(
    title="焊工（五级/初级工）理论考试",
    kind="exam",
    minutes=60,
    occupation="焊工",
    sections=(
        Section(
            "一、单项选择题",
            2,
            (
                *_each(5, (SAFETY, GAS, ARC), several=False),
                *_each(4, (EQUIPMENT, MATERIALS), several=False),
                *_each(3, (DRAWING,), several=False),
                *_each(2, (FIRST_AID, FIRE), several=False),
            ),
        ),
        Section("二、多项选择题", 2, _each(1, (SAFETY, ARC, EQUIPMENT, MATERIALS, FIRE), several=True)),
        Section(
            "三、排序、配对和选词题",
            2.5,
            (
                Fixed("提拔握压"),
                Draw(1, (GAS,), (2, 4), ARRANGED),
                Draw(1, (ARC, EQUIPMENT), (2, 3), ARRANGED),
                Draw(1, (DRAWING, MATERIALS), (3, 4), ARRANGED),
            ),
        ),
        Section(
            "四、填空和计算题",
            2,
            (
                Draw(1, (GAS, FIRST_AID), (1, 3), ("numeric", "fill_in")),
                Draw(1, (ARC, DRAWING), (2, 4), ("numeric", "fill_in")),
                Draw(1, (EQUIPMENT, MATERIALS), (3, 5), ("numeric",)),
            ),
        ),
        Section("五、看图题", 2, (Fixed("减压器的表"), Draw(1, (DRAWING, FIRE), (1, 4), ("hotspot",)))),
        Section("六、简答题", 10, (Draw(1, (SAFETY, FIRST_AID), (3, 3), ("extended_text",)),)),
    ),
)

COOK = SamplePaper(
    title="中式烹调师（五级/初级工）理论考试",
    kind="exam",
    minutes=60,
    occupation="中式烹调师",
    sections=(
        Section(
            "一、单项选择题",
            2,
            (
                *_each(5, (HYGIENE, KITCHEN), several=False),
                *_each(4, (INGREDIENTS, KNIFE, HEAT, SEASONING), several=False),
                *_each(2, (NUTRITION,), several=False),
                *_each(2, (COSTING,), several=False),
            ),
        ),
        Section("二、多项选择题", 2, _each(1, (HYGIENE, INGREDIENTS, KNIFE, SEASONING, KITCHEN), several=True)),
        Section(
            "三、排序、配对和选词题",
            2.5,
            (
                Fixed("餐具消毒"),
                Draw(1, (INGREDIENTS, KNIFE), (2, 3), ARRANGED),
                Draw(1, (HEAT, SEASONING), (1, 4), ARRANGED),
                Draw(1, (NUTRITION, KITCHEN), (2, 3), ARRANGED),
            ),
        ),
        Section(
            "四、填空和计算题",
            2,
            (Draw(1, (COSTING,), (2, 3), ("numeric",)), Draw(2, (COSTING, NUTRITION), (4, 5), ("numeric",))),
        ),
        Section(
            "五、看图题",
            2,
            (Draw(1, (HYGIENE, KNIFE), (1, 3), ("hotspot",)), Draw(1, (KITCHEN,), (1, 4), ("hotspot",))),
        ),
        Section("六、简答题", 10, (Draw(1, (SEASONING, COSTING), (4, 5), ("extended_text",)),)),
    ),
)

MATHS = SamplePaper(
    title="数学单元测验：分数、百分数和生活中的计算",
    kind="unit_test",
    minutes=40,
    subject="数学",
    sections=(
        Section(
            "一、选择题", 4, tuple(Draw(2, (topic,), (1, 4), ("choice",), several=False) for topic in TOPICS["数学"])
        ),
        Section(
            "二、计算题",
            4,
            (
                *(Draw(1, (topic,), (1, 4), ("numeric",)) for topic in (FRACTIONS, PERCENT, GEOMETRY, UNITS, MONEY)),
                Draw(1, (CHARTS,), (3, 4), ("numeric",)),
            ),
        ),
        Section(
            "三、排序和配对题",
            5,
            (Draw(1, (FRACTIONS, PERCENT), (2, 3), ARRANGED), Draw(1, (UNITS, CHARTS), (2, 3), ARRANGED)),
        ),
        Section("四、应用题", 10, (Fixed("说明怎么算"),)),
    ),
)

PAPERS = (WELDER, COOK, MATHS)

"""Names that look real and belong to nobody: put together by chance from common surnames and given names."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

_SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾韦夏付方白邹孟熊秦邱江尹薛阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严"
_GIVEN = [
    "建国",
    "志强",
    "伟",
    "军",
    "勇",
    "海涛",
    "文斌",
    "永刚",
    "家豪",
    "俊杰",
    "国庆",
    "小龙",
    "晓东",
    "立新",
    "明辉",
    "振华",
    "学军",
    "少华",
    "春生",
    "德福",
    "光明",
    "宏伟",
    "天宇",
    "子轩",
    "鹏飞",
    "浩然",
    "大勇",
    "长江",
    "玉林",
    "成龙",
    "新民",
    "福生",
    "贵平",
    "正义",
    "东升",
    "红兵",
    "宝山",
    "守信",
    "云飞",
    "思远",
    "庆丰",
    "兆祥",
    "景明",
    "有才",
    "向阳",
    "卫东",
    "志远",
    "国强",
    "佳乐",
    "立群",
    "启航",
    "文武",
    "世杰",
    "根生",
    "水生",
    "金贵",
    "树林",
    "广田",
    "善良",
]
_DOUBLE = ["欧阳", "司马", "上官", "诸葛"]
FOREIGN = [
    ("Nguyễn Văn Hùng", "vi"), ("Trần Minh Đức", "vi"), ("Lê Quốc Bảo", "vi"), ("Phạm Anh Tuấn", "vi"),
    ("ကျော်ဇောလင်း", "my"), ("မောင်မောင်အေး", "my"), ("စောထွန်းနိုင်", "my"),
    ("Иван Сергеевич Петров", "ru"), ("Алексей Морозов", "ru"),
    ("James Okafor", "en"), ("Samuel Mensah Owusu", "en"), ("Daniel Whitfield", "en"),
    ("سمير حداد", "ar"), ("ສົມສັກ ວົງສາ", "lo"), ("สมชาย ใจดี", "th"), ("김민수", "ko"),
    ("Jean-Baptiste Ndiaye", "fr"), ("José Luis Herrera Montes", "es"),
]  # fmt: skip
_LEVELS = [("小学", 30), ("初中", 42), ("高中", 14), ("中专", 8), ("大专", 5), ("本科", 1)]


def learners(count: int, *, first_number: int, seed: int, today: date) -> list[dict[str, Any]]:
    """Profiles as people.create_learner takes them. The same seed gives the same people."""
    chance = random.Random(seed)  # noqa: S311 (made-up people, no secret)
    made: list[dict[str, Any]] = []
    taken: set[str] = set()
    for number in range(first_number, first_number + count):
        name = _name(chance, taken)
        level = chance.choices([name for name, _weight in _LEVELS], [weight for _name, weight in _LEVELS])[0]
        admitted = today - timedelta(days=chance.randint(60, 2400))
        release = None if chance.random() < 0.03 else today + timedelta(days=chance.randint(30, 2600))
        made.append(
            {
                "number": str(number),
                "name": name,
                "language": "zh-hans",
                "education_level": level,
                "admitted_on": admitted,
                "release_expected_on": release,
                "literacy_help": level == "小学" and chance.random() < 0.5,
            }
        )
    return made


def _name(chance: random.Random, taken: set[str]) -> str:
    while True:
        surname = chance.choice(_DOUBLE) if chance.random() < 0.01 else chance.choice(_SURNAMES)
        name = surname + chance.choice(_GIVEN)
        if name not in taken:
            taken.add(name)
            return name

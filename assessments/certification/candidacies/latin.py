"""A proposal for the name in Latin letters; an officer corrects it. Chinese names as in passports: surname, then given name in one word (GB/T 28039)."""

from __future__ import annotations

import re

from pypinyin import lazy_pinyin

from lms.people.names import SURNAMES

_HAN = re.compile(r"^[\u3400-\u9fff]{2,4}$")
_DOUBLE = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "宇文",
        "长孙",
        "司徒",
        "夏侯",
        "轩辕",
        "端木",
        "百里",
        "南宫",
        "呼延",
        "独孤",
        "闻人",
        "澹台",
    ]
)


def latin_name(name: str) -> str:
    """ "Wang Xiaoming"; parts between dots are words of their own; Latin names stay as they are. Empty: no proposal."""
    name = " ".join(name.split())
    if name.isascii():
        return name[:200]
    if "·" in name or "•" in name:
        parts = re.split(r"\s*[·•]\s*", name)
        return " ".join(_word(part) for part in parts if part)[:200]
    if not _HAN.match(name):
        return ""
    cut = 2 if len(name) > 2 and name[:2] in _DOUBLE else 1
    surname = SURNAMES.get(name[0], "") if cut == 1 else ""
    return f"{(surname.capitalize() or _word(name[:cut]))} {_word(name[cut:])}"


def _word(text: str) -> str:
    return "".join(lazy_pinyin(text)).replace("v", "yu").capitalize()  # 吕: Lyu

"""Words that tell of custody, and the product's own names: what must not stand in anything that leaves."""

from __future__ import annotations

import re
from collections.abc import Iterable

# A character alone (狱, 囚) stands in names of no trade; 刑 does in 刑法 and 罪 in 罪与罚, and a reader would still wonder.
CHINESE = (
    "监狱", "监区", "监舍", "监室", "监规", "监管", "收监", "服刑", "刑满", "刑释", "刑罚", "减刑", "假释", "缓刑", "罪犯", "犯人",
    "犯罪", "认罪", "悔罪", "赎罪", "囚", "狱", "改造", "矫正", "矫治", "教改", "入监", "出监", "在押", "羁押", "关押", "看守所",
    "戒毒", "民警", "狱警", "管教", "归正", "回归社会", "帮教", "安置帮教",
)  # fmt: skip
ENGLISH = (
    "prison", "prisoner", "inmate", "custody", "custodial", "jail", "gaol", "correctional", "correction centre", "penitentiary", "convict",
    "offender", "offence", "felon", "parole", "probation", "detention", "detainee", "warden", "sentence served", "ward", "re-entry", "reentry",
)  # fmt: skip
PRODUCT = ("newleaf", "new leaf", "新叶")

_CHINESE = re.compile("|".join(map(re.escape, (*CHINESE, PRODUCT[-1]))))
_ENGLISH = re.compile(rf"(?<![a-z])(?:{'|'.join(map(re.escape, (*ENGLISH, *PRODUCT[:2])))})s?(?![a-z])", re.IGNORECASE)


def betrays(text: str, names: Iterable[str] = ()) -> bool:
    """Whether a text tells of custody or names the product. `names`: of places that must not stand there either."""
    return bool(_CHINESE.search(text) or _ENGLISH.search(text)) or any(name and name in text for name in names)

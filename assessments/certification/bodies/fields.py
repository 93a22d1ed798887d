"""Our fields that a body's columns can mean, and the headings by which they are recognised."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pydantic import ValidationError

from ..models import AwardingBody, ColumnMapping, SchemeVersion
from ..schemes.rules import PartRule, Rules

Kind = ColumnMapping.Kind
PART = "part:"  # begins the name of a column with the score of one part


@dataclass(frozen=True)
class Field:
    name: str
    label: Any
    headings: tuple[str, ...] = ()


CANDIDATES = (
    Field("place", _("Running number"), ("序号", "编号", "no", "no.")),
    Field(
        "number",
        _("Candidate number"),
        ("考生号", "准考证号", "报名号", "报考编号", "考号", "candidatenumber", "number"),
    ),
    Field("name", pgettext_lazy("person", "Name"), ("姓名", "考生姓名", "名字", "name", "fullname")),
    Field("latin", _("Name in Latin letters"), ("拼音", "姓名拼音", "英文名", "pinyin", "latinname")),
    Field(
        "identity_number",
        _("Identity card number"),
        ("身份证号", "身份证号码", "证件号码", "证件号", "身份证", "idnumber", "id"),
    ),
    Field("born_on", _("Date of birth"), ("出生日期", "出生年月", "出生年月日", "dateofbirth", "born")),
    Field("scheme", _("Scheme"), ("报考项目", "认定项目", "职业资格", "项目", "scheme", "title")),
    Field("scheme_code", _("Code of the scheme"), ("项目代码", "专业代码", "schemecode")),
    Field(
        "occupation", _("Occupation or subject"), ("职业", "工种", "职业(工种)", "职业工种", "申报职业", "occupation")
    ),
    Field("level", _("Level"), ("等级", "级别", "技能等级", "申报等级", "level")),
    Field("registered_on", _("Registered on"), ("报名日期", "报名时间", "registeredon")),
)
RESULTS = (
    Field("number", _("Candidate number"), CANDIDATES[1].headings),
    Field("name", pgettext_lazy("person", "Name"), CANDIDATES[2].headings),
    Field("identity_number", _("Identity card number"), CANDIDATES[4].headings),
    Field("scheme", _("Scheme, by title or code"), (*CANDIDATES[6].headings, *CANDIDATES[7].headings)),
    Field(
        "taken_on", _("Day of the examination"), ("考试日期", "考试时间", "鉴定日期", "认定日期", "examdate", "date")
    ),
    Field("part", _("Part, by title (one line for each part)"), ("科目", "考试科目", "科目名称", "subject", "part")),
    Field("score", _("Score of that part"), ("成绩", "分数", "得分", "score", "mark")),
    Field("out_of", _("Highest possible score (100 without such a column)"), ("满分", "总分值", "outof")),
    Field(
        "result",
        _("Result as a whole: passed or not"),
        ("结果", "结论", "评定结果", "鉴定结果", "是否合格", "合格与否", "result"),
    ),
    Field("certificate_number", _("Certificate number"), ("证书编号", "证书号", "证书号码", "certificatenumber")),
    Field("issued_on", _("Day of the certificate"), ("发证日期", "发证时间", "签发日期", "issuedon")),
    Field("valid_until", _("Valid until"), ("有效期至", "有效期", "有效期限", "validuntil")),
)
_PART_HEADINGS = {
    "theory": ("理论", "理论成绩", "理论知识", "理论知识成绩", "理论考试成绩", "应知", "theory"),
    "practical": (
        "实操",
        "实操成绩",
        "实操考核成绩",
        "技能成绩",
        "操作技能",
        "操作技能成绩",
        "技能考核成绩",
        "应会",
        "practical",
    ),
    "review": ("综合评审", "综合评审成绩", "评审成绩", "review"),
}


def fields_for(body: AwardingBody, kind: str) -> tuple[Field, ...]:
    """For results also a column for the score of each part that the body's schemes have."""
    if kind == Kind.CANDIDATES:
        return CANDIDATES
    return (*RESULTS, *(_of_part(one) for one in parts_of(body).values()))


def parts_of(body: AwardingBody) -> dict[str, PartRule]:
    """Parts of the body's schemes in force, by id; the first of each id."""
    found: dict[str, PartRule] = {}
    versions = SchemeVersion.objects.filter(scheme__body=body, state=SchemeVersion.State.LIVE).order_by("scheme", "pk")
    for version in versions:
        try:
            rules = Rules.model_validate(version.rules)
        except ValidationError:
            continue
        for part in rules.parts:
            found.setdefault(part.id, part)
    return found


def _of_part(part: PartRule) -> Field:
    title = part.title
    headings = (title, f"{title}成绩", part.title_en, *_PART_HEADINGS.get(part.kind, ()))
    return Field(f"{PART}{part.id}", _("Score: %(part)s") % {"part": title}, tuple(filter(None, headings)))


def plain(heading: str) -> str:
    """A heading without what changes nothing about its meaning."""
    return re.sub(r"[\s*:_\-.]+", "", unicodedata.normalize("NFKC", heading)).casefold()


def proposed(fields: Iterable[Field], headers: Sequence[str]) -> dict[str, str]:
    """Field → heading, where the words are the same. Each heading once."""
    by_words: dict[str, str] = {}
    for header in headers:
        if header:
            by_words.setdefault(plain(header), header)
    found: dict[str, str] = {}
    for one in fields:
        for heading in one.headings:
            known = by_words.get(plain(heading))
            if known and known not in found.values():
                found[one.name] = known
                break
    return found

"""What a certificate says, for tests of printing: `facts(name=…, kind=…)`. The credential is only carried along, so it is any text."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from assessments.certification.credentials.facts import (
    AchievementFacts,
    BodyFacts,
    CertificateFacts,
    HolderFacts,
    ResultFacts,
    StatusFacts,
    Words,
)

CREDENTIAL = (
    "eyJhbGciOiJFZERTQSIsInR5cCI6InZjK2p3dCJ9."
    + "eyJpc3MiOiJkaWQ6d2ViOmF3YXJkcy5leGFtcGxlLm9yZyJ9" * 30
    + ".c2lnbmF0dXJl"
)
COMPACT = "OB1:" + "6BFOXN*TS0BI$ZD4N9:9S6RCVN5+O30K3/XIV0W23NTDE" * 4 + "TS0BI$"

SCORES = (
    ResultFacts(Words("理论知识", "Theory"), "78 / 100"),
    ResultFacts(Words("操作技能", "Practical skills"), "85 / 100"),
)

TITLE = Words("电工", "Electrician")
BODY = Words("江南省职业技能评价中心", "Jiangnan Vocational Skills Assessment Centre")


def facts(
    *,
    name: str = "李明远",
    latin_name: str = "Li Mingyuan",
    born_on: date | None = date(1990, 3, 2),
    kind: str = "skill_level",
    level: int | None = 3,
    title: Words = TITLE,
    body: Words = BODY,
    results: tuple[ResultFacts, ...] = SCORES,
    valid_until: date | None = None,
    issued_at: datetime = datetime(2026, 11, 30, 2, 30, tzinfo=UTC),
    **others: Any,
) -> CertificateFacts:
    achievement = AchievementFacts(
        id=UUID("6f3a4a1e-0c9e-5b02-9d3f-1d2a64c7c001"),
        code="DG3",
        kind=kind,
        title=title,
        criteria=Words("理论 60 分，实操 60 分", "Theory 60, practical 60"),
        level=level if kind == "skill_level" else None,
    )
    return CertificateFacts(
        id=UUID("0b7c9a52-31c4-4a88-8f5e-0f5b7b1f8a10"),
        number=others.get("number", "JN-2026-DG3-000417"),
        body=BodyFacts(
            UUID("9a6d2f10-4a8f-4a52-9f3a-2b1f6c9f0a01"),
            body,
            "did:web:awards.example.org",
            "https://awards.example.org",
        ),
        achievement=achievement,
        holder=HolderFacts(name, latin_name, born_on),
        results=results,
        issued_at=issued_at,
        valid_until=valid_until,
        status=StatusFacts(1, 417),
    )


UYGHUR = "مەھەممەتجان ئابدۇرېھىم ئوغلى تۇرسۇنمۇھەممەت ئابدۇكېرىم"
TIBETAN = "བསྟན་འཛིན་རྒྱ་མཚོ་དོན་གྲུབ་ཚེ་རིང་བཀྲ་ཤིས་ནོར་བུ་"
LONG_HAN = "买买提吐尔逊江·阿卜杜热合曼·依不拉音·穆罕默德·艾合买提江·图尔荪尼亚孜·阿卜力米提·库尔班江·热"
NAMES = {
    "two characters": "王芳",
    "sixty characters": (LONG_HAN + "合曼·艾尼瓦尔·帕尔哈提·迪力木拉提")[:60],
    "Uyghur": UYGHUR,
    "Tibetan": TIBETAN,
    "Mongolian": "ᠪᠠᠲᠤᠪᠠᠶᠠᠷ",
    "Yi": "ꀉꉘꇁꏦ",
    "Korean": "김영희",
    "Burmese": "မောင်အောင်ကျော်",
    "Thai": "สมชาย ใจดี",
    "Vietnamese": "Nguyễn Thị Hồng Nhung",
    "Russian": "Александр Константинович Преображенский",
    "rare characters": "𠮷田㛃䶮",
    "Hindi": "राजेश कुमार श्रीवास्तव",
}

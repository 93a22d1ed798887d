"""The words that every certificate carries, in Chinese and English. They are printed side by side, whatever language a screen has."""

from __future__ import annotations

from datetime import date

from ...credentials.facts import AchievementFacts, Words

HEADINGS = {
    "skill_level": Words("职业技能等级证书", "Vocational Skill Level Certificate"),
    "special_skill": Words("专项职业能力证书", "Certificate of Specific Vocational Skill"),
    "special_operation": Words("特种作业证书", "Special Operation Certificate"),
    "academic": Words("学业证书", "Academic Certificate"),
}
STATEMENTS = {
    "skill_level": Words(
        "经考核合格，达到以下职业技能等级", "has passed the assessment and reached the skill level of"
    ),
    "special_skill": Words("经考核合格，具备以下专项职业能力", "has passed the assessment and holds the skill of"),
    "special_operation": Words(
        "经考核合格，掌握以下特种作业的知识和技能", "has passed the assessment for the special operation of"
    ),
    "academic": Words("完成以下学业，考核合格", "has completed and passed the studies of"),
}
LEVELS = {
    5: Words("五级 / 初级工", "Level 5, Junior Skilled Worker"),
    4: Words("四级 / 中级工", "Level 4, Intermediate Skilled Worker"),
    3: Words("三级 / 高级工", "Level 3, Senior Skilled Worker"),
    2: Words("二级 / 技师", "Level 2, Technician"),
    1: Words("一级 / 高级技师", "Level 1, Senior Technician"),
}
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def heading(achievement: AchievementFacts) -> Words:
    return HEADINGS[achievement.kind]


def statement(achievement: AchievementFacts) -> Words:
    return STATEMENTS[achievement.kind]


def level(achievement: AchievementFacts) -> Words | None:
    return LEVELS[achievement.level] if achievement.level else None


def day(value: date) -> Words:
    """2026年12月1日, 1 December 2026."""
    return Words(f"{value.year}年{value.month}月{value.day}日", f"{value.day} {MONTHS[value.month - 1]} {value.year}")


def domain(did: str) -> str:
    """The name that a did:web stands for: did:web:awards.example.org → awards.example.org."""
    return did.removeprefix("did:web:").replace(":", "/").replace("%3A", ":")

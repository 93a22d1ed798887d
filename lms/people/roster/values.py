"""What stands in a cell, understood: dates and digits in their many forms. Pure; a value that is not understood raises Unclear."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta

from ..names import clean

EARLIEST, LATEST = date(1900, 1, 1), date(2150, 12, 31)
_EMPTY = {"", "-", "--", "—", "——", "/", "无", "空", "null", "none", "n/a", "na"}
_WITHOUT_DATE = {"无期", "无期徒刑", "life", "待定", "未定", "tbd"}
_YES = {"是", "有", "需要", "需", "要", "对", "√", "✓", "✔", "y", "yes", "true", "t", "1", "x", "on"}
_NO = {"否", "没有", "不需要", "不需", "不要", "不", "×", "✗", "✘", "n", "no", "false", "f", "0", "off"}
_LANGUAGES = {
    "zh-hans": (
        "中文",
        "汉语",
        "汉",
        "普通话",
        "简体中文",
        "国语",
        "华语",
        "chinese",
        "mandarin",
        "zh",
        "zh-cn",
        "zh-hans",
        "cn",
    ),
    "en": ("英语", "英文", "english", "en-us", "en-gb"),
    "ug": ("维吾尔语", "维语", "维文", "维吾尔文", "uyghur", "uighur", "ئۇيغۇرچە"),
    "vi": ("越南语", "越语", "vietnamese", "tiếng việt"),
    "my": ("缅甸语", "缅语", "burmese", "myanmar", "မြန်မာ"),
    "ru": ("俄语", "俄文", "russian", "русский"),
    "bo": ("藏语", "藏文", "tibetan"),
    "mn": ("蒙古语", "蒙语", "蒙文", "mongolian"),
    "kk": ("哈萨克语", "哈语", "kazakh"),
    "ko": ("朝鲜语", "韩语", "korean"),
    "ja": ("日语", "日文", "japanese"),
    "th": ("泰语", "thai"),
    "lo": ("老挝语", "lao"),
    "ar": ("阿拉伯语", "arabic"),
    "fr": ("法语", "french"),
    "es": ("西班牙语", "spanish"),
    "ur": ("乌尔都语", "urdu"),
    "ha": ("豪萨语", "hausa"),
}
_LANGUAGE_BY_NAME = {name: code for code, names in _LANGUAGES.items() for name in (code, *names)}
_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
_DATE = re.compile(
    r"(\d{4})\s*[-/.年,\\]\s*(\d{1,2})\s*[-/.月,\\]\s*(\d{1,2})\s*[日号]?(?:[T\s]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_CHINESE_DATE = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})[日号]?"
)
_CHINESE_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
_FORMULA_STARTS = ("=", "+", "@")


class Unclear(ValueError):
    """The cell is not understood."""


def text_of(value: object) -> str:
    """A cell as clean text; a whole number loses the ".0" that Excel's format gives it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return clean(str(value))


def ascii_digits(text: str) -> str:
    """Full-width and other scripts' digits as 0–9; letters in their usual width."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in folded)


def number_of(value: object) -> str:
    """A learner's number: no spaces, usual digits. An empty text when the cell is empty. Raises Unclear for what looks like a formula."""
    text = "".join(ascii_digits(text_of(value)).split()).lstrip("'")
    if looks_like_formula(text):
        raise Unclear(text)
    return text


def looks_like_formula(text: str) -> bool:
    return unicodedata.normalize("NFKC", text).startswith(_FORMULA_STARTS)


def date_of(value: object) -> date | None:
    """A date, or None for an empty cell or one that says that there is none. Raises Unclear."""
    if isinstance(value, datetime):
        return _sane(value.date())
    if isinstance(value, date):
        return _sane(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _date_of_number(value)
    text = ascii_digits(text_of(value)).strip()
    if text.casefold() in _EMPTY or text in _WITHOUT_DATE:
        return None
    for pattern in (_DATE, _COMPACT):
        if match := pattern.fullmatch(text):
            return _made(*(int(part) for part in match.groups()))
    if match := _CHINESE_DATE.fullmatch(text):
        year, month, day = match.groups()
        return _made(
            int("".join(str(_CHINESE_DIGITS[sign]) for sign in year)), _chinese_number(month), _chinese_number(day)
        )
    raise Unclear(text)


def _date_of_number(value: int | float) -> date:
    """20260301 as a number, or Excel's count of days since 1899-12-30."""
    whole = int(value) if value == value and abs(value) < 1e9 else 0
    if 19_000_101 <= whole <= 21_501_231:
        return _made(whole // 10_000, whole // 100 % 100, whole % 100)
    if 5_000 <= whole <= 91_676:
        return _sane(date(1899, 12, 30) + timedelta(days=whole))
    raise Unclear(str(value))


def _made(year: int, month: int, day: int) -> date:
    try:
        return _sane(date(year, month, day))
    except ValueError as error:
        raise Unclear(f"{year}-{month}-{day}") from error


def _sane(value: date) -> date:
    if not EARLIEST <= value <= LATEST:
        raise Unclear(value.isoformat())
    return value


def _chinese_number(text: str) -> int:
    """一 … 三十一"""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _CHINESE_DIGITS[text] if len(text) == 1 else 0
    return (_CHINESE_DIGITS.get(tens, 0) if tens else 1) * 10 + (_CHINESE_DIGITS.get(ones, 99) if ones else 0)


def truth_of(value: object) -> bool | None:
    """Yes or no; None for an empty cell."""
    if isinstance(value, bool):
        return value
    text = unicodedata.normalize("NFKC", text_of(value)).casefold()
    if text in _YES:
        return True
    if text in _NO or text == "无":
        return False
    if text in _EMPTY:
        return None
    raise Unclear(text)


def language_of(value: object) -> str | None:
    """A BCP 47 tag from a language's name or tag; None for an empty cell."""
    text = unicodedata.normalize("NFKC", text_of(value)).casefold().replace("_", "-")
    if text in _EMPTY:
        return None
    known = _LANGUAGE_BY_NAME.get(text)
    if known is None and _TAG.fullmatch(text) and len(text) <= 10:
        known = text
    if known is None:
        raise Unclear(text)
    return known

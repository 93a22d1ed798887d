"""Names as people search for them: pinyin in full, without spaces, and by initials; names in other scripts as they are."""

from __future__ import annotations

import unicodedata

from pypinyin import Style, lazy_pinyin

# Characters that are read differently as a surname.
SURNAMES = {
    "单": "shan",
    "曾": "zeng",
    "仇": "qiu",
    "解": "xie",
    "区": "ou",
    "查": "zha",
    "任": "ren",
    "盖": "ge",
    "朴": "piao",
    "翟": "zhai",
    "乐": "yue",
    "尉": "wei",
    "员": "yun",
    "缪": "miao",
    "覃": "qin",
    "种": "chong",
    "折": "she",
    "秘": "bi",
    "黑": "he",
    "冼": "xian",
    "逄": "pang",
}
LONGEST = 600


def pinyin_of(name: str) -> str:
    """What the search looks in: "zhang san zhangsan zs". Other scripts are kept, in lower case and without marks."""
    name = unicodedata.normalize("NFKC", name)
    syllables = [part.strip().lower() for part in lazy_pinyin(name) if part.strip()]
    initials = [part.strip().lower() for part in lazy_pinyin(name, style=Style.FIRST_LETTER) if part.strip()]
    if name[:1] in SURNAMES and syllables:
        syllables[0], initials[0] = SURNAMES[name[0]], SURNAMES[name[0]][0]
    text = " ".join([*syllables, "".join(syllables), "".join(part[0] for part in initials)])
    return _plain(text)[:LONGEST]


def search_form(text: str) -> str:
    """What somebody typed, as pinyin_of writes it."""
    return _plain(unicodedata.normalize("NFKC", text).lower().strip())


def _plain(text: str) -> str:
    marks_apart = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in marks_apart if not unicodedata.combining(sign)).replace("\x00", "")


_BIDI = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # would turn the text around them on the screen


def clean(text: str) -> str:
    """A text as it may be stored: NFC, without control signs and direction overrides, without spaces at the ends."""
    kept = (sign if sign not in "\t\n\r" else " " for sign in unicodedata.normalize("NFC", text))
    plain = "".join(sign for sign in kept if sign not in _BIDI and unicodedata.category(sign) not in ("Cc", "Cs"))
    return " ".join(plain.split())

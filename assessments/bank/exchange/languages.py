"""The bank's languages: by tag or name, or guessed from a text's letters."""

from __future__ import annotations

import re

from ..models import LANGUAGES

CODES = [code for code, _name in LANGUAGES]
NAMES = dict(LANGUAGES)
_BY_NAME = {name.casefold(): code for code, name in LANGUAGES} | {
    "中文": "zh-hans",
    "汉语": "zh-hans",
    "chinese": "zh-hans",
    "英语": "en",
    "英文": "en",
    "维吾尔语": "ug",
    "uyghur": "ug",
    "越南语": "vi",
    "vietnamese": "vi",
    "缅甸语": "my",
    "burmese": "my",
    "俄语": "ru",
    "russian": "ru",
}
_BY_LETTERS = (
    (re.compile(r"[\u3400-\u9fff]"), "zh-hans"),
    (re.compile(r"[\u0600-\u06ff]"), "ug"),
    (re.compile(r"[\u1000-\u109f]"), "my"),
    (re.compile(r"[\u0400-\u04ff]"), "ru"),
    (re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]"), "vi"),
    (re.compile(r"[a-zA-Z]"), "en"),
)


def language_of(said: str, text: str) -> tuple[str, bool]:
    """The bank's code, and whether it is what was said (else it is a guess from the text)."""
    tag = said.strip().casefold().replace("_", "-")
    code = _BY_NAME.get(tag)
    if code is None and tag:
        base = tag.split("-")[0]
        code = next((one for one in CODES if tag == one or base == one.split("-")[0]), None)
    if code:
        return code, True
    plain = re.sub(r"<[^>]*>", " ", text)
    return next((code for letters, code in _BY_LETTERS if letters.search(plain)), "zh-hans"), False

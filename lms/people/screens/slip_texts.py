"""What stands on a slip, in the learner's own language and in a second one. It does not follow the officer's screen, so it is no gettext."""

from __future__ import annotations

_TEXTS = {
    "zh-hans": {
        "title": "登录条",
        "number": "编号",
        "pin": "密码",
        "pictures": "按顺序点这三张图",
        "keep": "请收好，不要告诉别人。忘记了可以找民警重设，学习内容不会丢。",
    },
    "en": {
        "title": "Sign-in",
        "number": "Number",
        "pin": "PIN",
        "pictures": "Touch these three, in order",
        "keep": "Keep it to yourself. If you forget it, ask an officer: your work is not lost.",
    },
    "vi": {
        "title": "Đăng nhập",
        "number": "Số",
        "pin": "Mã PIN",
        "pictures": "Chạm ba hình này theo thứ tự",
        "keep": "Hãy giữ kín. Nếu quên, hãy hỏi cán bộ: bài học của bạn không bị mất.",
    },
    "ru": {
        "title": "Вход",
        "number": "Номер",
        "pin": "ПИН-код",
        "pictures": "Нажмите эти три картинки по порядку",
        "keep": "Никому не показывайте. Если забудете, обратитесь к сотруднику: ваша работа не пропадёт.",
    },
}


def texts_for(language: str) -> list[dict[str, str]]:
    """First the learner's language where we have it, then a second one: English beside Chinese, Chinese beside all others."""
    first = language if language in _TEXTS else "en"
    second = "en" if first == "zh-hans" else "zh-hans"
    return [{**_TEXTS[first], "lang": first}, {**_TEXTS[second], "lang": second}]

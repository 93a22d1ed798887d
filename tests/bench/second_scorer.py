"""A second scorer, for the bench and for a test: written from the rules alone, in another manner, and sharing no code.

It walks over characters where the first uses patterns, counts in `Decimal` where the first uses fractions, and knows items as
plain data. Marks of the two must be equal.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from decimal import Context, Decimal, InvalidOperation

_EXACT = Context(prec=400)
_WESTERN = dict(zip("。、“”‘’「」『』《》【】—–−·", '.,""' + "''" + '""""<>[]---.', strict=True)) | {"…": "..."}


def second_score(item: dict, response: str) -> float:
    """`item`: as in a lesson's document, every field there. 0–1."""
    return _RULES[item["kind"]](item, response)


# ── Chosen things ────────────────────────────────────────────────────────────────────────────────


def _choice(item, response):
    names = [each["id"] for each in item["options" if item["kind"] == "choice" else "areas"]]
    given = _list(response)
    if max(Counter(given).values(), default=0) > 1:
        return 0.0
    if item["multiple"]:
        return _weigh(item, [each for each in given if each in names], item["correct"], -1)
    if len(given) != 1:
        return 0.0
    if item["mapping"] is None:
        return 1.0 if item["correct"] == given else 0.0
    return _weigh(item, [each for each in given if each in names], item["correct"], -1)


def _order(item, response):
    given = _list(response)
    if not item["correct"] or len(given) != len(item["correct"]):
        return 0.0
    return 1.0 if all(one == other for one, other in zip(given, item["correct"], strict=True)) else 0.0


def _match(item, response):
    lefts, rights = ({each["id"] for each in item[side]} for side in ("left", "right"))
    given = [_halves(part) for part in _list(response)]
    if len(set(given)) < len(given):
        return 0.0
    for left in lefts:
        times = len([1 for pair in given if pair[0] == left])
        room = len([1 for pair in item["correct"] if pair[0] == left])
        if times > 1 and times > room:
            return 0.0
    made = [f"{a}[.]{b}" for a, b in given if a in lefts and b in rights]
    return _weigh(item, made, [f"{a}[.]{b}" for a, b in item["correct"]], -1)


def _inline_choice(item, response):
    given = [_halves(part) for part in _list(response)]
    made = {}
    seen = set()
    for gap_id, option in given:
        if gap_id in seen:
            return 0.0
        seen.add(gap_id)
        for gap in item["gaps"]:
            if gap["id"] == gap_id and any(each["id"] == option for each in gap["options"]):
                made[gap_id] = option
    if item["once"] and len(set(made.values())) < len(made):
        return 0.0
    return _weigh(
        item, [f"{a}[.]{b}" for a, b in made.items()], [f"{gap['id']}[.]{gap['correct']}" for gap in item["gaps"]], 0
    )


def _weigh(item, given, key, otherwise):
    if not given:
        return 0.0
    mapping = item["mapping"]
    if mapping is None:
        good = len([each for each in given if each in key])
        points, best = good + otherwise * (len(given) - good), len(key)
        return _share(points, best)
    return _bounded(
        mapping,
        sum(Decimal(repr(mapping["values"].get(each, mapping["default"]))) for each in given),
        sum(Decimal(repr(mapping["values"].get(each, mapping["default"]))) for each in key),
    )


def _bounded(mapping, points, best):
    if mapping["lower"] is not None and points < Decimal(repr(mapping["lower"])):
        points = Decimal(repr(mapping["lower"]))
    if mapping["upper"] is not None:
        best = Decimal(repr(mapping["upper"]))
        points = best if points > best else points
    return _share(points, best)


def _share(points, best):
    if best <= 0 or points <= 0:
        return 0.0
    return 1.0 if points >= best else float(points / best)


# ── Written things ───────────────────────────────────────────────────────────────────────────────


def _fill_in(item, response):
    given = response.split("[,]")
    gaps = item["gaps"]
    if len(given) > len(gaps):
        return 0.0
    points, best, answered = Decimal(0), Decimal(0), 0
    for place, gap in enumerate(gaps):
        same = _same_words if gap["ignore_case"] else _same_words_and_case
        said = given[place] if place < len(given) else ""
        best += max((_words(item, gap, each, same) for each in gap["accept"]), default=Decimal(0))
        if not same(said, ""):
            answered += 1
            points += _words(item, gap, said, same)
    if not answered:
        return 0.0
    return _share(points, best) if item["mapping"] is None else _bounded(item["mapping"], points, best)


def _words(item, gap, said, same):
    mapping = item["mapping"]
    if mapping is None:
        return Decimal(not same(said, "") and any(same(said, each) for each in gap["accept"]))
    worths = []
    for name, points in mapping["values"].items():
        place, sign, words = name.partition("[.]")
        if place == gap["id"] and sign and same(words, said):
            worths.append(Decimal(repr(points)))
    return max(worths) if worths else Decimal(repr(mapping["default"]))


def _same_words(one, other):
    return _letters(one).casefold() == _letters(other).casefold()


def _same_words_and_case(one, other):
    return _letters(one) == _letters(other)


def _letters(text):
    """The letters that count, one by one."""
    narrow = "".join(_WESTERN.get(letter, letter) for letter in text)
    narrow = unicodedata.normalize("NFKC", narrow)
    narrow = "".join(_WESTERN.get(letter, letter) for letter in narrow)
    out = ""
    words = narrow.split()
    for before, after in zip(["", *words], words, strict=False):
        if out and not (_is_wide(before[-1:]) or _is_wide(after[:1])):
            out += " "
        out += after
    bare = out
    while bare and bare[-1] in ".,;! ":
        bare = bare[:-1]
    return bare or out


def _is_wide(letter):
    return bool(letter) and ("\u2e80" <= letter <= "\u9fff" or "\uf900" <= letter <= "\ufaff")


# ── Numbers ──────────────────────────────────────────────────────────────────────────────────────


def _numeric(item, response):
    """Tries every place where the number could end and the unit begin; the longest number that can be read holds."""
    text = _figures(response)
    units = item["units"]
    readings = []
    for cut in range(len(text), 0, -1):
        number = _read(text[:cut].strip())
        if number is not None and text[:cut] == text[:cut].rstrip():
            readings.append((number, text[cut:]))
            break
    else:
        for cut in range(1, len(text)):
            if text[cut] in "0123456789.+-":
                number = _read(text[cut:].strip())
                if number is not None:
                    readings.append((number, text[:cut]))
                break
    for (above, below), rest in readings:
        factor = _factor(rest, units, item["unit_required"])
        if factor is None:
            return 0.0
        value, tolerance = Decimal(repr(item["value"])), Decimal(repr(item["tolerance"]))
        off = _EXACT.subtract(_EXACT.multiply(above, factor), _EXACT.multiply(value, below))
        return 1.0 if abs(off) <= _EXACT.multiply(tolerance, below) else 0.0
    return 0.0


def _factor(rest, units, required):
    def name(text):
        return "".join(each for each in _figures(text) if not each.isspace() and each != "^")

    if not rest.strip():
        return None if required and units else Decimal(1)
    rest = name(rest)
    if not rest:
        return None
    if rest[0].isdigit():
        return None
    same = [unit["factor"] for unit in units if name(unit["text"]) == rest]
    if same:
        return Decimal(repr(same[0]))
    near = {unit["factor"] for unit in units if name(unit["text"]).casefold() == rest.casefold()}
    return Decimal(repr(near.pop())) if len(near) == 1 else None


def _figures(text):
    if len(text) > 80:
        return ""
    out = ""
    raised = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-", strict=True))
    for place, letter in enumerate(text):
        if letter in raised:
            out += ("" if place and text[place - 1] in raised else "^") + raised[letter]
        elif "⁄" in unicodedata.normalize("NFKC", letter) and letter not in "⁄⅟↉":
            out += " " + unicodedata.normalize("NFKC", letter)
        else:
            out += letter
    signs = {
        "。": ".",
        "、": ",",
        "−": "-",
        "–": "-",
        "—": "-",
        "﹣": "-",
        "⁄": "/",
        "∕": "/",
        "＊": "*",
        "·": "*",
        "X": "x",
    }
    for _ in range(2):
        out = "".join(signs.get(letter, letter) for letter in out)
        out = unicodedata.normalize("NFKC", out)
    digits = ""
    for letter in out:
        code = ord(letter)
        for first in (0x660, 0x6F0, 0x1040):
            if first <= code < first + 10:
                letter = str(code - first)
        digits += letter
    return " ".join(digits.split()).rstrip(".,;! ")


def _read(text):
    """(above, below) of the number that is the whole of this text, or None."""
    minus = text[:1] == "-"
    if text[:1] in ("+", "-"):
        text = text[1:].removeprefix(" ")
    found = _fraction(text) if "/" in text else _scientific(text)
    if found is None:
        return None
    above, below = found
    return (-above if minus else above, below)


def _fraction(text):
    front, _, back = text.partition("/")
    front, back = front.removesuffix(" "), back.removeprefix(" ")
    words = front.split(" ")
    if not _all_digits(back) or int(back) == 0 or not all(map(_all_digits, words)) or len(words) > 2:
        return None
    if len(words) == 1:
        return Decimal(words[0]), Decimal(back)
    if int(words[1]) >= int(back):
        return None
    return Decimal(int(words[0]) * int(back) + int(words[1])), Decimal(back)


def _scientific(text):
    for sign in ("x", "×", "*"):
        front, found, back = text.partition(sign)
        if found:
            back = back.removeprefix(" ")
            if not back.startswith("10^"):
                return None
            return _shifted(front.removesuffix(" "), back[3:])
    front, found, back = text.replace("E", "e").partition("e")
    return _shifted(front, back) if found else _shifted(front, "0")


def _shifted(figures, power):
    number = _plain_number(figures)
    if number is None:
        return None
    if not _all_digits(power[1:] if power[:1] in ("+", "-") else power) or len(power.lstrip("+-")) > 3:
        return None
    if abs(int(power)) > 60:
        return None
    try:
        return _EXACT.scaleb(number, int(power)), Decimal(1)
    except InvalidOperation:
        return None


def _plain_number(text):
    """Digits in threes or not, with a point or a comma, as the rules say."""
    if any(each not in "0123456789., " for each in text):
        return None
    for mark in ",", " ", ".":
        for point in {",": ".", ".": ",", " ": ".,"}[mark]:
            whole, found, rest = text.partition(point)
            groups = whole.split(mark)
            enough = len(groups) > 1 and (mark != "." or bool(found) or len(groups) > 2)
            if enough and _in_threes(groups) and (not found or _all_digits(rest)):
                return Decimal("".join(groups) + "." + (rest or "0"))
    if text.count(".") + text.count(",") > 1 or " " in text:
        return None
    point = "." if "." in text else ","
    whole, found, rest = text.partition(point)
    if (whole and not _all_digits(whole)) or (found and not _all_digits(rest)) or not (whole or rest):
        return None
    if not whole and point == ",":
        return None
    return Decimal((whole or "0") + "." + (rest or "0"))


def _in_threes(groups):
    first, *others = groups
    return (
        _all_digits(first)
        and len(first) <= 3
        and first[0] != "0"
        and all(len(x) == 3 and _all_digits(x) for x in others)
    )


def _all_digits(text):
    return bool(text) and all(each in "0123456789" for each in text)


# ── Taking apart ─────────────────────────────────────────────────────────────────────────────────


def _list(response):
    return [] if not response.strip() else [part.strip() for part in response.split("[,]")]


def _halves(part):
    place = part.find("[.]")
    return (part, "") if place < 0 else (part[:place], part[place + 3 :])


_RULES = {
    "choice": _choice,
    "hotspot": _choice,
    "order": _order,
    "match": _match,
    "fill_in": _fill_in,
    "inline_choice": _inline_choice,
    "numeric": _numeric,
}

"""One row to one item, and back: what each kind's columns mean."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lms.packages import shapes

from ..building import is_chinese, letter, number_of, shown
from ..judging import Refusal, one_line
from . import cells
from .columns import LETTERS

Cells = dict[str, str]
Pictures = Callable[[str, str], dict[str, Any] | None]  # column, words → fields of ItemPicture


def needed(row: Cells, name: str, heading: str) -> str:
    if not row.get(name):
        raise Refusal("missing", column=heading)
    return row[name]


def numbered(row: Cells, start: str) -> list[tuple[int, str]]:
    """(number, text) of the columns that are filled: left1, left2 …"""
    return [(number, row[f"{start}{number}"]) for number in range(1, 13) if row.get(f"{start}{number}")]


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────


def _choice(row: Cells, pictures: Pictures) -> dict[str, Any]:
    texts = {sign.lower(): one_line(row[f"option{sign}"]) for sign in LETTERS if row.get(f"option{sign}")}
    correct = cells.read_key(needed(row, "correct", "正确答案 Right answer"), texts)
    multiple = cells.truth(row.get("multiple", ""), "可选多个 Several")
    return {
        "options": [{"id": key, "text": text} for key, text in texts.items()],
        "correct": correct,
        "multiple": len(correct) > 1 if multiple is None else multiple,
    }


def _true_false(row: Cells, pictures: Pictures) -> dict[str, Any]:
    true = cells.truth(needed(row, "truth", "答案 Answer"), "答案 Answer")
    words = ("正确", "错误") if is_chinese(row.get("prompt", "")) else ("True", "False")
    options = [{"id": "a", "text": words[0]}, {"id": "b", "text": words[1]}]
    return {"kind": "choice", "options": options, "correct": ["a" if true else "b"], "multiple": False}


def _order(row: Cells, pictures: Pictures) -> dict[str, Any]:
    entries = [{"id": letter(number - 1), "text": one_line(text)} for number, text in numbered(row, "step")]
    return {"entries": entries, "correct": [one["id"] for one in entries]}


def _match(row: Cells, pictures: Pictures) -> dict[str, Any]:
    lefts = {number: one_line(text) for number, text in numbered(row, "left")}
    belongs = {number: one_line(text) for number, text in numbered(row, "right")}
    for number in lefts.keys() | belongs.keys():
        if number not in lefts or number not in belongs:
            raise Refusal("missing", column=f"左{number} / 右{number}")
    rights = list(dict.fromkeys([*belongs.values(), *cells.read_list(row.get("extra", ""))]))
    ids = {text: f"r{number}" for number, text in enumerate(rights)}
    return {
        "left": [{"id": f"l{number}", "text": text} for number, text in lefts.items()],
        "right": [{"id": key, "text": text} for text, key in ids.items()],
        "correct": [(f"l{number}", ids[text]) for number, text in belongs.items()],
    }


def _fill_in(row: Cells, pictures: Pictures) -> dict[str, Any]:
    text = needed(row, "text", "带空的文字 Text with gaps")
    gaps = cells.read_gaps(text)
    said = row.get("exact_case", "").replace("，", ",")
    if "," in said:
        exact = {int(part) for part in said.split(",") if part.strip().isdecimal() and len(part) < 5}
    else:
        exact = set(range(1, len(gaps) + 1)) if cells.truth(said, "区分大小写 Capital letters count") else set()
    return {
        "text": cells.numbered(text),
        "gaps": [
            {"id": f"g{number}", "accept": [part for part in gap if part], "ignore_case": number not in exact}
            for number, gap in enumerate(gaps, 1)
        ],
    }


def _inline_choice(row: Cells, pictures: Pictures) -> dict[str, Any]:
    text = needed(row, "text", "带空的文字 Text with gaps")
    once = bool(cells.truth(row.get("once", ""), "每个词只用一次 Each word once"))
    gaps = []
    shared: dict[str, str] = {}
    for number, gap in enumerate(cells.read_gaps(text), 1):
        options, correct = cells.read_choices(gap)
        if once:
            shared = shared or {one["text"]: one["id"] for one in options}
            if {one["text"] for one in options} != set(shared):
                raise Refusal("value_unclear", column="每个词只用一次 Each word once", what=gap[0])
            right = next(one["text"] for one in options if one["id"] == correct)
            options, correct = [{"id": key, "text": words} for words, key in shared.items()], shared[right]
        gaps.append({"id": f"g{number}", "options": options, "correct": correct})
    return {"text": cells.numbered(text), "gaps": gaps, "once": once}


def _numeric(row: Cells, pictures: Pictures) -> dict[str, Any]:
    return {
        "value": number_of(needed(row, "value", "正确数值 Right number")),
        "tolerance": number_of(row.get("tolerance") or 0),
        "units": cells.read_units(row.get("units", "")),
        "unit_required": bool(cells.truth(row.get("unit_required", ""), "必须写单位 Unit needed")),
    }


def _hotspot(row: Cells, pictures: Pictures) -> dict[str, Any]:
    picture = pictures("picture", row.get("alt", ""))
    if picture is None:
        raise Refusal("picture_needed")
    areas, correct = cells.read_areas(needed(row, "areas", "区域 Areas"))
    multiple = cells.truth(row.get("multiple", ""), "可选多个 Several")
    several = len(correct) > 1 if multiple is None else multiple
    return {"picture": picture, "areas": areas, "correct": correct, "multiple": several}


def _extended_text(row: Cells, pictures: Pictures) -> dict[str, Any]:
    most = number_of(row.get("most_characters") or 2000)
    if not 1 <= most <= 100_000 or most != int(most):
        raise Refusal("value_unclear", column="最多字数 Most characters", what=row["most_characters"])
    return {**_marked(row), "most_characters": int(most)}


def _upload(row: Cells, pictures: Pictures) -> dict[str, Any]:
    return {**_marked(row), "accepts": cells.read_accepts(row.get("accepts", ""))}


def _practical(row: Cells, pictures: Pictures) -> dict[str, Any]:
    made = {"rubric": _marked(row)["rubric"], "materials": row.get("materials", "")}
    if row.get("minutes"):
        minutes = number_of(row["minutes"])
        if not 1 <= minutes <= 10_000 or minutes != int(minutes):
            raise Refusal("value_unclear", column="时间（分钟） Minutes", what=row["minutes"])
        made["minutes"] = int(minutes)
    return made


def _marked(row: Cells) -> dict[str, Any]:
    return {
        "rubric": cells.read_rubric(needed(row, "rubric", "评分标准 Rubric")),
        "model_answer": row.get("model_answer", ""),
    }


READERS: dict[str, Callable[[Cells, Pictures], dict[str, Any]]] = {
    "choice": _choice,
    "true_false": _true_false,
    "order": _order,
    "match": _match,
    "fill_in": _fill_in,
    "inline_choice": _inline_choice,
    "numeric": _numeric,
    "hotspot": _hotspot,
    "extended_text": _extended_text,
    "upload": _upload,
    "practical": _practical,
}


# ── Writing ──────────────────────────────────────────────────────────────────────────────────────


def written(item: Any) -> Cells:
    """The kind's own columns."""
    match item:
        case shapes.ChoiceItem():
            signs = {option.id: LETTERS[number] for number, option in enumerate(item.options)}
            return {
                **{f"option{signs[option.id]}": option.text for option in item.options},
                "correct": "".join(sorted(signs[key] for key in item.correct)),
                "multiple": _yes(item.multiple),
            }
        case shapes.OrderItem():
            texts = {entry.id: entry.text for entry in item.entries}
            return {f"step{number}": texts[key] for number, key in enumerate(item.correct, 1)}
        case shapes.MatchItem():
            rights = {right.id: right.text for right in item.right}
            pairs = dict(item.correct)
            made: Cells = {}
            for number, left in enumerate(item.left, 1):
                made |= {f"left{number}": left.text, f"right{number}": rights[pairs[left.id]]}
            extra = [text for key, text in rights.items() if key not in pairs.values()]
            return {**made, "extra": cells.write_list(extra)}
        case shapes.FillInItem():
            answers = {gap.id: "|".join(gap.accept) for gap in item.gaps}
            exact = [number for number, gap in enumerate(item.gaps, 1) if not gap.ignore_case]
            case = _yes(bool(exact)) if len(exact) in (0, len(item.gaps)) else ",".join(map(str, [*exact, ""]))
            return {"text": cells.GAP.sub(lambda m: f"[[{answers[m.group(1)]}]]", item.text), "exact_case": case}
        case shapes.InlineChoiceItem():
            words = {
                gap.id: "|".join(
                    cells.write_choice(option.text, right=option.id == gap.correct) for option in gap.options
                )
                for gap in item.gaps
            }
            return {"text": cells.GAP.sub(lambda m: f"[[{words[m.group(1)]}]]", item.text), "once": _yes(item.once)}
        case shapes.NumericItem():
            return {
                "value": shown(item.value),
                "tolerance": shown(item.tolerance),
                "units": cells.write_units(item.units),
                "unit_required": _yes(item.unit_required),
            }
        case shapes.HotspotItem():
            areas = cells.write_areas(item.areas, item.correct)
            return {"alt": item.picture.alt, "areas": areas, "multiple": _yes(item.multiple)}
    return _written_for_markers(item)


def _written_for_markers(item: Any) -> Cells:
    made = {"rubric": cells.write_rubric(item.rubric)}
    if not isinstance(item, shapes.PracticalItem):
        made["model_answer"] = item.model_answer
    match item:
        case shapes.ExtendedTextItem():
            made["most_characters"] = str(item.most_characters)
        case shapes.UploadItem():
            made["accepts"] = "、".join(cells.ACCEPT_WORDS[one] for one in item.accepts)
        case shapes.PracticalItem():
            made |= {"minutes": str(item.minutes or ""), "materials": item.materials}
    return made


def _yes(value: bool) -> str:
    return "是" if value else "否"

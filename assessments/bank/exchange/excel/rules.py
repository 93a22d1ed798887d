"""The rule for points of an item, as lines that a person can write: "A = 1", "1-2 = 0.5", "2. answer = 1", other, min, max."""

from __future__ import annotations

from typing import Any

from ..building import number_of, shown
from ..judging import Refusal, one_line
from .cells import folded, read_lines

OTHER, LEAST, MOST = "其他 other", "最低 min", "最高 max"
_WORDS = {"其他": "default", "other": "default", "最低": "lower", "min": "lower", "最高": "upper", "max": "upper"}
_WORDS |= {OTHER: "default", LEAST: "lower", MOST: "upper"}
_NONE = {"无", "none", "无 none"}


def labels_of(item: dict[str, Any]) -> dict[str, str]:
    """Value of a response → what it is called in the sheet; in a fill-in text the answers themselves."""
    match item["kind"]:
        case "choice":
            return {one["id"]: chr(65 + number) for number, one in enumerate(item["options"])}
        case "hotspot":
            return {one["id"]: str(number) for number, one in enumerate(item["areas"], 1)}
        case "match":
            return {
                f"{left['id']}[.]{right['id']}": f"{first}-{second}"
                for first, left in enumerate(item["left"], 1)
                for second, right in enumerate(item["right"], 1)
            }
        case "inline_choice":
            return {
                f"{gap['id']}[.]{option['id']}": f"{number}. {option['text']}"
                for number, gap in enumerate(item["gaps"], 1)
                for option in gap["options"]
            }
    return {}


def read_rule(text: str, item: dict[str, Any]) -> dict[str, Any] | None:
    if not text:
        return None
    keys = {folded(label): key for key, label in labels_of(item).items()}
    rule: dict[str, Any] = {"values": {}}
    for line in read_lines(text):
        label, sign, worth = line.replace("＝", "=").rpartition("=")
        label = one_line(label)
        if not sign or not label:
            raise Refusal("points_rule_unclear", what=line)
        if folded(label) in _WORDS:
            name = _WORDS[folded(label)]
            rule[name] = None if folded(worth) in _NONE and name != "default" else number_of(worth)
        elif item["kind"] == "fill_in":
            number, dot, answer = label.partition(".")
            if not dot or not number.strip().isdecimal() or not 1 <= int(number) <= len(item["gaps"]):
                raise Refusal("points_rule_unclear", what=line)
            rule["values"][f"g{int(number)}[.]{one_line(answer)}"] = number_of(worth)
        elif folded(label) in keys:
            rule["values"][keys[folded(label)]] = number_of(worth)
        else:
            raise Refusal("points_rule_unclear", what=line)
    return rule


def write_rule(mapping: Any, item: dict[str, Any]) -> str:
    if mapping is None:
        return ""
    labels = labels_of(item)
    if item["kind"] == "fill_in":
        numbers = {gap["id"]: number for number, gap in enumerate(item["gaps"], 1)}
        for key in mapping.values:
            gap, _, answer = key.partition("[.]")
            labels[key] = f"{numbers.get(gap, 0)}. {answer}"
    made = [f"{labels[key]} = {shown(value)}" for key, value in mapping.values.items()]
    if mapping.default:
        made.append(f"{OTHER} = {shown(mapping.default)}")
    if mapping.lower != 0:
        made.append(f"{LEAST} = {'无 none' if mapping.lower is None else shown(mapping.lower)}")
    if mapping.upper is not None:
        made.append(f"{MOST} = {shown(mapping.upper)}")
    return "\n".join(made)

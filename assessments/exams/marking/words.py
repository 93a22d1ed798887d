"""Responses and keys in words, for officers who look at one candidate or one question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assessments.bank.scoring import PAIR, SEPARATOR

_LISTS = {"choice": ("options",), "order": ("entries",), "match": ("left", "right"), "hotspot": ("areas",)}


def texts_of(document: Mapping[str, Any]) -> dict[str, str]:
    """Ids of everything that can be chosen → what it says."""
    found = {
        one["id"]: one.get("text") or one.get("label") or one["id"]
        for part in _LISTS.get(document["kind"], ())
        for one in document[part]
    }
    for gap in document.get("gaps", []):
        found |= {f"{gap['id']}{PAIR}{option['id']}": option["text"] for option in gap.get("options", [])}
    return found


def in_words(document: Mapping[str, Any], response: str) -> str:
    """What was answered; "" for nothing."""
    if not response.strip():
        return ""
    if document["kind"] not in (*_LISTS, "inline_choice"):
        return response.replace(SEPARATOR, " · ") if document["kind"] == "fill_in" else response
    texts, joint = texts_of(document), " → " if document["kind"] == "order" else " · "
    return joint.join(_part(part.strip(), texts) for part in response.split(SEPARATOR) if part.strip())


def _part(part: str, texts: Mapping[str, str]) -> str:
    if part in texts:
        return texts[part]
    return " – ".join(texts.get(piece, piece) for piece in part.split(PAIR))


def key_in_words(document: Mapping[str, Any]) -> str:
    """The right answer, or the answers that count as right."""
    texts = texts_of(document)
    match document["kind"]:
        case "choice" | "hotspot":
            return " · ".join(texts.get(one, one) for one in document["correct"])
        case "order":
            return " → ".join(texts.get(one, one) for one in document["correct"])
        case "match":
            return " · ".join(" – ".join(texts.get(one, one) for one in pair) for pair in document["correct"])
        case "fill_in":
            return " · ".join(" / ".join(gap["accept"]) for gap in document["gaps"])
        case "inline_choice":
            return " · ".join(texts.get(f"{gap['id']}{PAIR}{gap['correct']}", "") for gap in document["gaps"])
        case "numeric":
            unit = document["units"][0]["text"] if document["units"] else ""
            within = f" ± {document['tolerance']:g}" if document["tolerance"] else ""
            return f"{document['value']:g}{within} {unit}".strip()
    return str(document.get("model_answer", ""))

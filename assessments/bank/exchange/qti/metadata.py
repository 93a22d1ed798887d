"""What a manifest says of an item in IEEE LOM: name, topics, occupation, difficulty, source."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from ...drafts import Note
from ..notes import note
from .names import text_in

DIFFICULTIES = ("very easy", "easy", "medium", "difficult", "very difficult")


def metadata_of(resource: Element, notes: list[Note]) -> dict[str, object]:
    """Those fields of Draft that are stated; `resource` has plain names."""
    lom = next((one for one in resource.iter() if one.tag == "lom"), None)
    if lom is None:
        return {}
    found: dict[str, object] = {}
    if title := _words(lom.find("general/title")):
        found["name"] = title
    if topics := [text for node in lom.findall("general/keyword") if (text := _words(node))]:
        found["topics"] = topics
    if difficulty := _value(lom.find("educational/difficulty")):
        word = difficulty.casefold()
        if word in DIFFICULTIES:
            found["difficulty"] = DIFFICULTIES.index(word) + 1
        elif word in ("1", "2", "3", "4", "5"):
            found["difficulty"] = int(word)
        else:
            notes.append(note("difficulty_unclear", what=difficulty))
    for node in lom.findall("classification"):
        if _value(node.find("purpose")).casefold() == "discipline":
            taxa = [_words(taxon.find("entry")) for taxon in node.iter("taxon")]
            found["occupation"] = next((text for text in reversed(taxa) if text), "")
    for node in lom.findall("relation"):
        if _value(node.find("kind")).casefold().replace(" ", "") == "isbasedon":
            found["source"] = _words(node.find("resource/description"))
    return found


def _words(node: Element | None) -> str:
    """The first text of a LangString, in LOM's or in IMS MD 1.2's spelling."""
    if node is None:
        return ""
    inner = next((one for one in node.iter() if one.tag in ("string", "langstring")), node)
    return text_in(inner)


def _value(node: Element | None) -> str:
    if node is None:
        return ""
    value = node.find("value")
    return _words(value) if value is not None else _words(node)

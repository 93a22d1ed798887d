"""QTI 2 writes choiceInteraction, QTI 3 qti-choice-interaction: both become choice-interaction, attributes likewise."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def plain_names(node: Element) -> Element:
    """Changes the tree: no name spaces, no prefix, words divided by hyphens."""
    for one in node.iter():
        if isinstance(one.tag, str):
            one.tag = plain_name(one.tag)
        for name in list(one.attrib):
            value = one.attrib.pop(name)
            one.attrib.setdefault(plain_name(name), value)
    return node


def plain_name(name: str) -> str:
    local = name.rpartition("}")[2].rpartition(":")[2]
    local = local.removeprefix("qti-")
    return _CAPITAL.sub("-", local).lower()


def text_in(node: Element | None) -> str:
    return "" if node is None else "".join(node.itertext()).strip()


_DOUBLED = re.compile(r"^_(?=[\d_])")


def own_id(node: Element) -> str:
    return bare_id(node.get("identifier", ""))


def bare_id(text: str) -> str:
    """An identifier of the bank that begins with a digit is no XML name: it is written with a _ before it."""
    return _DOUBLED.sub("", text)


def xml_id(text: str) -> str:
    return text if re.match(r"[A-Za-z]", text) else f"_{text}"

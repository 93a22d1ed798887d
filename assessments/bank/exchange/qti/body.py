"""An item's body as HTML: interactions stand aside, what is shown only sometimes is named."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from ...drafts import Note
from ..notes import note
from .names import text_in

SUPPORT = {"end-attempt-interaction", "media-interaction"}  # beside the question, not the question

GAP_TEXT = "\ue020"  # here the text of a gap match interaction goes


@dataclass
class Body:
    interactions: list[Element] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)  # identifiers of responses, in the order of g1, g2 …
    scorers: list[Element] = field(default_factory=list)  # rubric blocks for those who mark
    inline_feedback: list[tuple[str, str]] = field(default_factory=list)  # identifier, text
    html: str = ""


def body_of(item: Element, notes: list[Note]) -> Body:
    made = Body()
    node = item.find("item-body")
    if node is not None:
        made.html = _inside(node, made, notes)
    return made


def html_of(node: Element, notes: list[Note], body: Body | None = None) -> str:
    """The inside of an element, such as a choice."""
    return _inside(node, body or Body(), notes)


def _inside(node: Element, made: Body, notes: list[Note]) -> str:
    parts = [html.escape(node.text or "", quote=False)]
    for child in node:
        parts.append(_element(child, made, notes) if isinstance(child.tag, str) else "")
        parts.append(html.escape(child.tail or "", quote=False))
    return "".join(parts)


def _element(node: Element, made: Body, notes: list[Note]) -> str:
    tag = str(node.tag)
    if tag in SUPPORT:
        notes.append(note("media_lost", what=tag))
        return ""
    if tag in ("text-entry-interaction", "inline-choice-interaction"):
        made.interactions.append(node)
        made.gaps.append(node.get("response-identifier", ""))
        return f"[[g{len(made.gaps)}]]"
    if tag.endswith("-interaction"):
        made.interactions.append(node)
        prompt = node.find("prompt")
        asked = f"<div>{_inside(prompt, made, notes)}</div>" if prompt is not None else ""
        return asked + (GAP_TEXT if tag == "gap-match-interaction" else "")
    if tag == "rubric-block":
        return _rubric(node, made, notes)
    if tag in ("feedback-inline", "feedback-block"):
        made.inline_feedback.append((node.get("identifier", ""), text_in(node)))
        return ""
    if tag in ("template-inline", "template-block", "printed-variable", "catalog-info", "companion-materials-info"):
        notes.append(note("extension_lost", what=tag))
        return ""
    if tag in ("stimulus-body", "content-body", "hottext", "include"):
        return _inside(node, made, notes)
    attributes = "".join(
        f' {name}="{html.escape(value)}"'
        for name, value in node.attrib.items()
        if name in ("src", "alt", "data", "type", "href", "style", "title")
    )
    if tag in ("br", "img", "hr", "wbr", "col"):
        return f"<{tag}{attributes}>"
    return f"<{tag}{attributes}>{_inside(node, made, notes)}</{tag}>"


def _rubric(node: Element, made: Body, notes: list[Note]) -> str:
    views = set(node.get("view", "").split())
    if "candidate" in views or not views:
        return f"<div>{_inside(node, made, notes)}</div>"
    if views & {"scorer", "author", "tutor"}:
        made.scorers.append(node)
    else:
        notes.append(note("general_text_lost", what=text_in(node)))
    return ""

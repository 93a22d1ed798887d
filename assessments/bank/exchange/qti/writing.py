"""A draft as a QTI 3.0 item. What QTI has no word for stands in data- attributes, which it allows. https://www.imsglobal.org/spec/qti/v3p0/impl"""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from lms.packages import shapes

from ...drafts import Draft
from ..building import shown
from .names import xml_id
from .responses import declare, process

ITEM_NS = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
ITEM_XSD = "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd"
_GAP = re.compile(r"\[\[(.*?)\]\]")


def write_item(draft: Draft, identifier: str) -> bytes:
    """One file of the package; its pictures lie one folder up."""
    item = draft.item
    root = Element(
        "qti-assessment-item",
        {
            "xmlns": ITEM_NS,
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xsi:schemaLocation": f"{ITEM_NS} {ITEM_XSD}",
            "identifier": identifier,
            "title": draft.name,
            "adaptive": "false",
            "time-dependent": "false",
            "xml:lang": draft.language,
        },
    )
    declare(root, draft)
    body = SubElement(root, "qti-item-body")
    if item.prompt_html:
        _Html(body).feed(item.prompt_html)
    _WRITERS[item.kind](body, item)
    for picture in item.pictures:
        _picture(SubElement(body, "p"), picture)
    if isinstance(item, shapes.MarkedItemBase):
        _for_markers(body, item)
    process(root, draft)
    for side, words in (("correct", item.feedback_correct), ("incorrect", item.feedback_incorrect)):
        if words:
            said = SubElement(
                root,
                "qti-modal-feedback",
                {"outcome-identifier": "FEEDBACK", "identifier": side, "show-hide": "show"},
            )
            SubElement(SubElement(said, "qti-content-body"), "p").text = words
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


class _Html(HTMLParser):
    """Cleaned HTML as elements."""

    def __init__(self, parent: Element) -> None:
        super().__init__(convert_charrefs=True)
        self._open = [parent]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = SubElement(self._open[-1], tag)
        if tag != "br":
            self._open.append(made)

    def handle_endtag(self, tag: str) -> None:
        if len(self._open) > 1 and self._open[-1].tag == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        _say(self._open[-1], data)


def _say(parent: Element, words: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + words
    else:
        parent.text = (parent.text or "") + words


def _lines(parent: Element, text: str, gap: Callable[[Element, str], None] | None = None) -> None:
    """Text in one paragraph, its lines divided by breaks, its gaps by `gap`."""
    paragraph = SubElement(parent, "p")
    for number, line in enumerate(text.split("\n")):
        if number:
            SubElement(paragraph, "br")
        for odd, piece in enumerate(_GAP.split(line) if gap else [line]):
            if odd % 2 and gap:
                gap(paragraph, piece)
            elif piece:
                _say(paragraph, piece)


def _picture(parent: Element, picture: shapes.ItemPicture) -> None:
    size = {name: str(value) for name in ("width", "height") if (value := getattr(picture, name))}
    SubElement(parent, "img", {"src": f"../{picture.path}", "alt": picture.alt, **size})


# ── The kinds ────────────────────────────────────────────────────────────────────────────────────


def _interaction(body: Element, name: str, **attributes: object) -> Element:
    given = {key.replace("_", "-"): str(value) for key, value in attributes.items()}
    return SubElement(body, f"qti-{name}-interaction", {"response-identifier": "RESPONSE", **given})


def _choices(parent: Element, name: str, choices: list[shapes.Choice], **attributes: str) -> None:
    for one in choices:
        given = {key.replace("_", "-"): value for key, value in attributes.items()}
        SubElement(parent, f"qti-{name}", {"identifier": xml_id(one.id), **given}).text = one.text


def _choice(body: Element, item: shapes.ChoiceItem) -> None:
    asked = _interaction(body, "choice", shuffle="false", max_choices=0 if item.multiple else 1)
    _choices(asked, "simple-choice", item.options)


def _order(body: Element, item: shapes.OrderItem) -> None:
    _choices(_interaction(body, "order", shuffle="false"), "simple-choice", item.entries)


def _match(body: Element, item: shapes.MatchItem) -> None:
    asked = _interaction(body, "match", shuffle="false", max_associations=len(item.left))
    for choices, most in ((item.left, "1"), (item.right, "0")):
        _choices(SubElement(asked, "qti-simple-match-set"), "simple-associable-choice", choices, match_max=most)


def _fill_in(body: Element, item: shapes.FillInItem) -> None:
    def gap(paragraph: Element, name: str) -> None:
        SubElement(paragraph, "qti-text-entry-interaction", {"response-identifier": xml_id(name)})

    _lines(body, item.text, gap)


def _inline_choice(body: Element, item: shapes.InlineChoiceItem) -> None:
    gaps = {gap.id: gap for gap in item.gaps}
    if item.once:
        asked = _interaction(body, "gap-match", shuffle="false")
        _choices(asked, "gap-text", item.gaps[0].options, match_max="1")

        def place(paragraph: Element, name: str) -> None:
            SubElement(paragraph, "qti-gap", {"identifier": xml_id(name)})

        _lines(asked, item.text, place)
        return

    def gap(paragraph: Element, name: str) -> None:
        asked = SubElement(
            paragraph, "qti-inline-choice-interaction", {"response-identifier": xml_id(name), "shuffle": "false"}
        )
        for option in gaps[name].options:
            SubElement(asked, "qti-inline-choice", {"identifier": f"{xml_id(name)}.{option.id}"}).text = option.text

    _lines(body, item.text, gap)


def _numeric(body: Element, item: shapes.NumericItem) -> None:
    units = {}
    if item.units:
        units = {
            "data-units": "|".join(f"{unit.text}={shown(unit.factor)}" for unit in item.units),
            "data-unit-required": str(item.unit_required).lower(),
        }
    SubElement(SubElement(body, "p"), "qti-text-entry-interaction", {"response-identifier": "RESPONSE", **units})


def _hotspot(body: Element, item: shapes.HotspotItem) -> None:
    asked = _interaction(body, "hotspot", max_choices=0 if item.multiple else 1)
    _picture(asked, item.picture)
    for area in item.areas:
        SubElement(
            asked,
            "qti-hotspot-choice",
            {
                "identifier": xml_id(area.id),
                "shape": area.shape,
                "coords": ",".join(map(str, area.coords)),
                "hotspot-label": area.label,
            },
        )


def _extended_text(body: Element, item: shapes.ExtendedTextItem) -> None:
    _interaction(body, "extended-text", expected_length=item.most_characters)


def _upload(body: Element, item: shapes.UploadItem) -> None:
    types = {"photo": "image/*", "voice": "audio/*", "file": "application/*"}
    _interaction(body, "upload", type=" ".join(types[one] for one in item.accepts))


def _practical(body: Element, item: shapes.PracticalItem) -> None:
    body.set("data-kind", "practical")
    if item.minutes:
        body.set("data-minutes", str(item.minutes))
    if item.materials:
        _lines(_rubric_block(body, "materials", "instructions"), item.materials)


def _for_markers(body: Element, item: shapes.MarkedItemBase) -> None:
    inside = _rubric_block(body, "rubric", "scoring")
    for criterion in item.rubric:
        made = SubElement(inside, "div", {"class": "criterion", "data-id": criterion.id})
        SubElement(made, "p", {"class": "title"}).text = criterion.title
        levels = SubElement(made, "ul")
        for level in criterion.levels:
            SubElement(levels, "li", {"data-points": shown(level.points)}).text = level.description
    if model := getattr(item, "model_answer", ""):
        _lines(_rubric_block(body, "model-answer", "scoring"), model)


def _rubric_block(body: Element, name: str, use: str) -> Element:
    return SubElement(
        SubElement(body, "qti-rubric-block", {"view": "scorer", "use": use, "class": name}), "qti-content-body"
    )


_WRITERS: dict[str, Callable[[Element, Any], None]] = {
    "choice": _choice,
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

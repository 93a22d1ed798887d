"""HTML of other systems brought to what the bank allows, every loss named: prompts with little markup, answers as plain text."""

from __future__ import annotations

import html as escaping
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import nh3

from ..documents import _TAGS as TAGS
from ..drafts import Note
from .judging import lines, one_line
from .notes import note
from .pictures import from_base64, picture_of

_BLOCKS = {"p", "ol", "ul", "li"}
_AS_PARAGRAPH = {"div", "section", "article", "header", "footer", "center", "blockquote", "pre", "figure", "figcaption", "address", "main", "dl", "dt", "dd", "fieldset", "form", "caption", "body", "html"}  # fmt: skip
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_NO_MEANING = {"span", "tbody", "thead", "tfoot", "colgroup", "col", "wbr", "bdo", "bdi", "label", "nolink", "meta", "link", "title", "head", "rb", "ruby", "abbr", "cite", "dfn", "time", "var"}  # fmt: skip
_STYLES = {"u", "s", "strike", "del", "ins", "code", "tt", "kbd", "samp", "small", "big", "font", "mark", "q", "hr", "center", "blockquote", "pre", "rp", "rt"}  # fmt: skip
_MEDIA = {"audio", "video", "object", "iframe", "embed", "applet", "canvas"}
_SILENT = {"script", "style", "template", "noscript"}
_TEX = re.compile(r"\\\(.+?\\\)|\\\[.+?\\\]|\$\$.+?\$\$", re.DOTALL)
_SUPER = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_SUB = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


class Pictures:
    """The pictures of one item. `find` gives a picture's bytes by the address in the file, None where there are none."""

    def __init__(self, find: Callable[[str], bytes | None], notes: list[Note]) -> None:
        self._find, self._notes = find, notes
        self.shown: list[dict[str, Any]] = []
        self.files: dict[str, bytes] = {}

    def add(self, address: str, alt: str) -> None:
        """Below the question, or a note why not."""
        found = self.load(address, alt)
        if found and found["path"] not in [one["path"] for one in self.shown]:
            self.shown.append(found)

    def load(self, address: str, alt: str) -> dict[str, Any] | None:
        name = address.rsplit("/", 1)[-1][:60] if not address.startswith("data:") else "data:"
        if address.startswith("data:"):
            content = from_base64(address)
        elif "://" in address.split("@@")[0] or address.startswith("//"):
            self._notes.append(note("picture_outside", what=address))
            return None
        else:
            content = self._find(address)
            if content is None:
                self._notes.append(note("picture_missing", what=name or "?"))
                return None
        made = picture_of(content or b"", one_line(alt))
        if made is None:
            self._notes.append(note("picture_unreadable", what=name))
            return None
        if not made[0]["alt"]:
            self._notes.append(note("picture_without_words", what=name))
        self.files[made[0]["path"]] = made[1]
        return made[0]


def no_pictures(notes: list[Note]) -> Pictures:
    return Pictures(lambda _address: None, notes)


def prompt_of(source: str, pictures: Pictures, notes: list[Note]) -> str:
    """HTML within the bank's tags, paragraphs around it; pictures go to `pictures`."""
    return write(tree_of(source, pictures, notes))


def text_of(source: str, notes: list[Note], pictures: Pictures | None = None) -> str:
    """Plain text, a line a paragraph; signs for raised and lowered digits where they exist. A picture is kept only by `pictures`."""
    plain: list[Note] = []
    tree = tree_of(source, pictures, plain)
    notes.extend(plain)
    return speak(tree, notes)


def line_of(source: str, notes: list[Note], pictures: Pictures | None = None) -> str:
    return one_line(text_of(source, notes, pictures))


def paragraphs_of(text: str) -> str:
    """Plain text as HTML, a paragraph a line."""
    return "".join(f"<p>{_escaped(one_line(line))}</p>" for line in text.split("\n") if line.strip())


def tree_of(source: str, pictures: Pictures | None, notes: list[Note]) -> Element:
    """An element that holds blocks only: p, ol, ul."""
    first = _Simplify(pictures, notes)
    first.feed(source)
    first.close()
    balanced = nh3.clean("".join(first.made), tags=TAGS, attributes={}, clean_content_tags=set())
    second = _Build()
    second.feed(balanced)
    second.close()
    return _blocks(second.root)


class _Simplify(HTMLParser):
    """First pass: names what is lost and leaves tags of the bank."""

    def __init__(self, pictures: Pictures | None, notes: list[Note]) -> None:
        super().__init__(convert_charrefs=True)
        self.made: list[str] = []
        self._pictures, self._notes = pictures, notes
        self._silent: list[str] = []
        self._formula: list[str] | None = None
        self._cells = 0
        self._picture_before = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag, given = tag.split(":")[-1], {name: value or "" for name, value in attrs}
        if self._silent or self._formula is not None:
            if tag in _SILENT or tag == "svg":
                self._silent.append(tag)
            return
        self._look_at_style(tag, given)
        if tag in TAGS:
            self.made.append(f"<{tag}>")
        elif tag == "img":
            self._picture(given.get("src", ""), given.get("alt") or given.get("title", ""))
        elif tag == "object" and given.get("type", "").startswith("image/"):
            self._picture(given.get("data", ""), given.get("alt") or given.get("title", ""))
        elif tag in _HEADINGS:
            self._notes.append(note("styling_lost", what=tag))
            self.made.append("<p><strong>")
        elif tag in _AS_PARAGRAPH:
            self.made.append("<p>")
        elif tag == "table":
            self._notes.append(note("table_lost"))
        elif tag == "tr":
            self.made.append("<p>")
            self._cells = 0
        elif tag in ("td", "th"):
            self.made.append(" | " if self._cells else "")
            self._cells += 1
        elif tag == "a" and given.get("href"):
            self._notes.append(note("link_lost"))
        elif tag == "math":
            self._formula = []
        elif tag in _SILENT or tag == "svg":
            self._notes.append(note("extension_lost", what=tag))
            self._silent.append(tag)
        elif tag in _MEDIA:
            self._notes.append(note("media_lost", what=given.get("src") or given.get("data") or tag))
        elif tag not in _NO_MEANING and tag not in _STYLES and tag not in ("a", "source", "track", "param"):
            self._notes.append(note("extension_lost", what=tag))

    def handle_endtag(self, tag: str) -> None:
        tag = tag.split(":")[-1]
        if self._silent:
            if tag == self._silent[-1]:
                self._silent.pop()
        elif self._formula is not None:
            if tag == "math":
                text = one_line("".join(self._formula))
                self._notes.append(note("formula_lost", what=text))
                self.made.append(_escaped(text))
                self._formula = None
        elif tag in TAGS and tag != "br":
            self.made.append(f"</{tag}>")
        elif tag in _HEADINGS:
            self.made.append("</strong></p>")
        elif tag in _AS_PARAGRAPH or tag == "tr":
            self.made.append("</p>")

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if self._formula is not None:
            self._formula.append(data)
            return
        if data.strip():
            if self._picture_before:
                self._notes.append(note("picture_moved"))
                self._picture_before = False
            if _TEX.search(data):
                self._notes.append(note("formula_lost", what=data))
        self.made.append(_escaped(data))

    def _look_at_style(self, tag: str, given: dict[str, str]) -> None:
        if tag in _STYLES:
            self._notes.append(note("styling_lost", what=tag))
        style = given.get("style", "").replace(" ", "").casefold().strip(";")
        if style and tag != "img" and style not in ("text-align:left", "text-align:start"):
            self._notes.append(note("styling_lost", what=given["style"]))

    def _picture(self, address: str, alt: str) -> None:
        if self._pictures is None:
            self._notes.append(note("picture_in_answer", what=alt or address))
            self.made.append(_escaped(alt))
            return
        before = len(self._pictures.shown)
        self._pictures.add(address, alt)
        self._picture_before = self._picture_before or len(self._pictures.shown) > before


class _Build(HTMLParser):
    """Second pass, over balanced HTML: a tree."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("div")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = SubElement(self._open[-1], tag)
        if tag != "br":
            self._open.append(made)

    def handle_endtag(self, tag: str) -> None:
        if len(self._open) > 1 and self._open[-1].tag == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        parent = self._open[-1]
        data = "".join(" " if sign.isspace() else sign for sign in data)
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + data
        else:
            parent.text = (parent.text or "") + data


def _blocks(root: Element) -> Element:
    """Loose text in paragraphs, spaces as they are shown, nothing empty."""
    made = Element("div")
    loose: Element | None = None

    def text(words: str | None) -> None:
        nonlocal loose
        if not words or (loose is None and not words.strip()):
            return
        if loose is None:
            loose = SubElement(made, "p")
        if len(loose):
            loose[-1].tail = (loose[-1].tail or "") + words
        else:
            loose.text = (loose.text or "") + words

    text(root.text)
    for child in root:
        tail, child.tail = child.tail, None
        if child.tag in ("p", "ol", "ul"):
            loose = None
            made.append(child)
        elif child.tag == "li":
            loose = None
            SubElement(made, "ul").append(child)
        else:
            if loose is None:
                loose = SubElement(made, "p")
            loose.append(child)
        text(tail)
    for block in made:
        _trim(block)
    for block in [one for one in made if not "".join(one.itertext()).strip()]:
        made.remove(block)
    return made


def _trim(block: Element) -> None:
    """No double spaces in a block, none at its ends or beside a line break, no empty marks, no line breaks at its ends."""
    if block.tag in ("ol", "ul"):
        block.text = None
        for child in list(block):
            child.tail = None
            if child.tag != "li":
                inner = Element("li")
                inner.append(child)
                block[list(block).index(child)] = inner
                child = inner
            _trim(child)
            if not "".join(child.itertext()).strip():
                block.remove(child)
        return
    _drop_empty(block)
    state = {"space": True, "last": None}
    _collapse(block, state)
    last: Any = state["last"]
    if last is not None:
        holder, side = last
        setattr(holder, side, (getattr(holder, side) or "").rstrip(" "))
    _drop_empty(block)
    while len(block) and block[-1].tag == "br" and not (block[-1].tail or "").strip():
        block.remove(block[-1])
    while len(block) and block[0].tag == "br" and not (block.text or "").strip():
        block.text = block[0].tail
        block.remove(block[0])


def _collapse(node: Element, state: dict[str, Any]) -> None:
    inner = node.tag in ("ol", "ul", "p", "li", "br")
    if inner:
        _end_of_line(state)
    if node.tag in ("ol", "ul"):
        node.text = None
    else:
        node.text = _squeezed(node, "text", state)
    for child in node:
        _collapse(child, state)
        if child.tag in ("ol", "ul", "p", "li", "br"):
            _end_of_line(state)
        if node.tag in ("ol", "ul"):
            child.tail = None
        else:
            child.tail = _squeezed(child, "tail", state)


def _end_of_line(state: dict[str, Any]) -> None:
    if state["last"] is not None:
        holder, side = state["last"]
        setattr(holder, side, (getattr(holder, side) or "").rstrip(" "))
    state["space"], state["last"] = True, None


def _squeezed(node: Element, side: str, state: dict[str, Any]) -> str | None:
    text = getattr(node, side)
    if not text:
        return None
    made = ""
    for sign in text:
        if sign == " " and state["space"]:
            continue
        state["space"] = sign == " "
        made += sign
    if made:
        state["last"] = (node, side)
    return made or None


def _drop_empty(node: Element) -> None:
    for child in list(node):
        _drop_empty(child)
        if child.tag != "br" and not len(child) and not (child.text or "").strip():
            kept = (child.text or "") + (child.tail or "")
            place = list(node).index(child)
            if place:
                node[place - 1].tail = (node[place - 1].tail or "") + kept
            else:
                node.text = (node.text or "") + kept
            node.remove(child)


def write(tree: Element) -> str:
    """The inside of an element as HTML."""
    return "".join(_written(block) for block in tree)


def _written(node: Element) -> str:
    if node.tag == "br":
        return "<br>" + _escaped(node.tail or "")
    inside = _escaped(node.text or "") + "".join(_written(child) for child in node)
    return f"<{node.tag}>{inside}</{node.tag}>" + _escaped(node.tail or "")


def _escaped(text: str) -> str:
    return escaping.escape(text, quote=False)


def _speak(node: Element, found: list[str], notes: list[Note]) -> None:
    for child in node:
        if child.tag in ("p", "li"):
            found.append("\n")
        if child.tag in ("ol", "ul"):
            notes.append(note("styling_lost", what=child.tag))
        if child.tag == "br":
            found.append("\n")
        elif child.tag in ("sup", "sub"):
            inner = "".join(child.itertext())
            signs = inner.translate(_SUPER if child.tag == "sup" else _SUB)
            if (signs == inner and inner.strip()) or any(a == b for a, b in zip(signs, inner, strict=True) if a != " "):
                notes.append(note("styling_lost", what=f"{child.tag} {inner}"))
                signs = inner
            found.append(signs)
        else:
            if child.tag in ("b", "i", "strong", "em"):
                notes.append(note("styling_lost", what=child.tag))
            found.append(child.text or "")
            _speak(child, found, notes)
        found.append(child.tail or "")


def divided(tree: Element, gaps: list[str]) -> tuple[str, Element]:
    """HTML of the blocks before the first one with a gap, and the rest as a tree."""
    blocks = list(tree)
    first = next(
        (n for n, block in enumerate(blocks) if any(f"[[{gap}]]" in "".join(block.itertext()) for gap in gaps)),
        len(blocks),
    )
    before, rest = Element("div"), Element("div")
    before.extend(blocks[:first])
    rest.extend(blocks[first:])
    return write(before), rest


def speak(tree: Element, notes: list[Note]) -> str:
    """A tree of blocks as lines of plain text."""
    found: list[str] = []
    _speak(tree, found, notes)
    return lines("".join(found))

"""HTML and SVG: links and sources outside, scripts, event handlers, elements that load or send."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from .findings import Finding, found, once
from .text import scan_text

_ACTIVE = {
    "iframe",
    "frame",
    "object",
    "embed",
    "applet",
    "form",
    "base",
    "link",
    "meta",
    "portal",
    "foreignobject",
    "use",
}
_LINKS = {("a", "href"), ("area", "href"), ("a", "xlink:href")}
_SCRIPT_URL = re.compile(r"(?i)^(javascript|vbscript|data\s*:\s*(text/html|image/svg|application/x?html))")
_OUTSIDE_URL = re.compile(r"(?i)^(https?:|ftp:|wss?:|//|\\\\|mailto:|tel:|sms:|file:|blob:)")
_CSS_URL = re.compile(r"(?i)(?:url\(|@import)\s*['\"]?\s*((?:https?:|//)[^'\")\s]+)")
_SPACE = re.compile(r"[\x00-\x20\x7f]")


def scan_html(html: str, where: str) -> list[Finding]:
    reader = _Reader(where)
    reader.feed(html)
    reader.close()
    return once([*reader.findings, *scan_text("".join(reader.words), where)])


class _Reader(HTMLParser):
    def __init__(self, where: str) -> None:
        super().__init__(convert_charrefs=True)
        self.where = where
        self.findings: list[Finding] = []
        self.words: list[str] = []
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = tag.rpartition(":")[2].lower()
        self._style = name == "style"
        if name == "script":
            self._add("script", "<script>")
        elif name in _ACTIVE and not (name == "use" and all(value and value.startswith("#") for _key, value in attrs)):
            self._add("active_element", f"<{name}>")
        for key, value in attrs:
            self._attribute(name, key.lower(), value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self._style = False

    def handle_endtag(self, tag: str) -> None:
        self._style = False
        self.words.append(" ")

    def handle_data(self, data: str) -> None:
        if self._style:
            self._css(data)
        self.words.append(data)

    def _attribute(self, tag: str, key: str, value: str) -> None:
        if key.startswith("on"):
            self._add("event_handler", f"{key}={value}")
        if key.startswith("xmlns"):
            return
        self._css(value)
        for part in value.split(",") if key == "srcset" else [value]:
            address = _SPACE.sub("", part)
            if _SCRIPT_URL.match(address):
                self._add("script", address)
            elif _OUTSIDE_URL.match(address):
                self._add("outside_link" if (tag, key) in _LINKS else "outside_source", address)
        if key in ("alt", "title", "aria-label"):
            self.words.append(f" {value} ")

    def _css(self, value: str) -> None:
        for match in _CSS_URL.finditer(value):
            self._add("outside_source", match.group(1))

    def _add(self, code: str, detail: str) -> None:
        self.findings.append(found(code, self.where, detail))

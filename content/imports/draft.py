"""What a PowerPoint or Word file becomes on its way to a lesson: parts in order, and a list of what was lost."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass
class Words:
    """HTML of the features that a lesson's text may have."""

    html: str


@dataclass
class Table:
    rows: list[list[str]]
    has_header: bool = True


@dataclass
class Picture:
    data: bytes
    alt: str
    where: str


@dataclass
class Notes:
    """What the speaker had written for themselves."""

    text: str


@dataclass
class Draft:
    """`lost`: sentences with their place, in the order of the file."""

    title: str = ""
    parts: list[Words | Table | Picture | Notes] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def words(self, text: str) -> None:
        """Add HTML, to the text before it where there is one."""
        if not text:
            return
        if self.parts and isinstance(self.parts[-1], Words):
            self.parts[-1].html += text
        else:
            self.parts.append(Words(text))

    def lose(self, where: str, what: object) -> None:
        line = f"{where}: {what}"
        if line not in self.lost:
            self.lost.append(line)


def list_html(items: Iterable[tuple[int, str, str]]) -> str:
    """Nested lists from (level, "ul" or "ol", HTML of the item)."""
    out: list[str] = []
    open_kinds: list[str] = []
    for wanted, kind, item in items:
        level = min(wanted, len(open_kinds))  # no level is skipped on the way in
        while len(open_kinds) > level + 1:
            out.append(f"</li></{open_kinds.pop()}>")
        if len(open_kinds) == level + 1:
            if open_kinds[-1] == kind:
                out.append("</li>")
            else:
                out.append(f"</li></{open_kinds.pop()}>")
        if len(open_kinds) <= level:
            out.append(f"<{kind}>")
            open_kinds.append(kind)
        out.append(f"<li>{item}")
    while open_kinds:
        out.append(f"</li></{open_kinds.pop()}>")
    return "".join(out)


def run_html(text: str, *, bold: bool = False, italic: bool = False) -> str:
    out = html.escape(text, quote=False)
    if not text.strip():
        return out
    out = f"<i>{out}</i>" if italic else out
    return f"<b>{out}</b>" if bold else out

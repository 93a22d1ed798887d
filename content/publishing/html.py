"""Rich text as a tablet may show it: a short list of tags, no links, no styles, no scripts."""

from __future__ import annotations

import html
import re

import nh3

TAGS = frozenset(
    [
        "p",
        "h2",
        "h3",
        "h4",
        "ul",
        "ol",
        "li",
        "b",
        "i",
        "strong",
        "em",
        "br",
        "hr",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "blockquote",
        "sub",
        "sup",
    ]
)
ATTRIBUTES = {tag: {"dir", "lang"} for tag in TAGS} | {
    "td": {"dir", "lang", "colspan", "rowspan"},
    "th": {"dir", "lang", "colspan", "rowspan"},
}
_ENDS = re.compile(r"</(p|h[2-6]|li|tr|blockquote)>|<(br|hr)\s*/?>")


def clean_html(source: object) -> str:
    """What is safe and known; the words of everything else stay."""
    return nh3.clean(
        str(getattr(source, "source", source) or ""),
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        link_rel=None,
        url_schemes=set(),
    ).strip()


def plain_text(source: object) -> str:
    """The words alone, a line for each paragraph: for narration and search."""
    text = _ENDS.sub("\n", clean_html(source))
    text = html.unescape(nh3.clean(text, tags=set()))
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def table_html(value: dict) -> str:
    """Wagtail's table (rows of text, header flags) as HTML."""
    rows = value.get("data") or []
    head_row, head_column = bool(value.get("first_row_is_table_header")), bool(value.get("first_col_is_header"))
    made = []
    for y, row in enumerate(rows):
        cells = []
        for x, cell in enumerate(row):
            tag = "th" if (head_row and y == 0) or (head_column and x == 0) else "td"
            cells.append(f"<{tag}>{html.escape(str(cell if cell is not None else ''))}</{tag}>")
        made.append(f"<tr>{''.join(cells)}</tr>")
    caption = value.get("table_caption") or ""
    return (f"<p>{html.escape(caption)}</p>" if caption else "") + f"<table><tbody>{''.join(made)}</tbody></table>"

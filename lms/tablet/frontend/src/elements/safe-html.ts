/** A second lock on lesson texts: the server has cleaned them, the tablet lets through the same few tags only. */
import { t } from "../strings";

const TAGS = new Set(
  "p h2 h3 h4 ul ol li b i strong em br hr table thead tbody tr th td blockquote sub sup u span ruby rt rp".split(" "),
);
const ATTRIBUTES = new Set(["dir", "lang", "colspan", "rowspan"]);
const DROPPED = new Set([
  "script",
  "style",
  "iframe",
  "object",
  "embed",
  "template",
  "form",
  "svg",
  "math",
  "noscript",
]);

function copy(from: Node, to: Node): void {
  for (const child of from.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) {
      to.appendChild(document.createTextNode(child.textContent ?? ""));
    } else if (child instanceof Element) {
      const tag = child.localName;
      if (DROPPED.has(tag)) continue;
      if (!TAGS.has(tag)) {
        copy(child, to);
        continue;
      }
      const element = document.createElement(tag);
      for (const attribute of child.attributes) {
        if (ATTRIBUTES.has(attribute.name)) element.setAttribute(attribute.name, attribute.value);
      }
      copy(child, element);
      to.appendChild(element);
    }
  }
}

/** A new fragment each time: one fragment can stand in one place only. */
export function safeHtml(html: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  copy(new DOMParser().parseFromString(html, "text/html").body, fragment);
  for (const table of [...fragment.querySelectorAll("table")]) {
    const scroller = document.createElement("div");
    scroller.className = "table-scroll";
    scroller.tabIndex = 0;
    scroller.setAttribute("role", "group");
    scroller.setAttribute("aria-label", t("table"));
    table.replaceWith(scroller);
    scroller.appendChild(table);
  }
  return fragment;
}

export function plainText(html: string): string {
  return (new DOMParser().parseFromString(html, "text/html").body.textContent ?? "").replace(/\s+/gu, " ").trim();
}

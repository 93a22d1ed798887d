/** Making elements: a small hand for a page that has no framework. */

type Child = Node | string | null | undefined | false;
type Properties = Record<string, string | boolean | ((event: Event) => void)>;

/** `on…` is a listener, true an empty attribute, false none. */
export function h(name: string, properties: Properties = {}, ...children: Child[]): HTMLElement {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (typeof value === "function") element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false) element.setAttribute(key, value);
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

const PATHS = {
  good: "M4 12.5 9.5 18 20 6.5",
  bad: "M6 6l12 12M18 6 6 18",
  open: "M9 9a3 3 0 1 1 4.2 2.7c-.8.4-1.2 1-1.2 1.8v.5M12 18v.01",
  note: "M12 7v.01M12 11v6",
};

/** A drawn sign; the words beside it say the same. */
export function sign(kind: keyof typeof PATHS): SVGElement {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("aria-hidden", "true");
  drawing.setAttribute("class", `sign ${kind}`);
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", PATHS[kind]);
  drawing.append(line);
  return drawing;
}
